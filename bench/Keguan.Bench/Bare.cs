using System.Data.Common;
using System.Globalization;
using Keguan.Programmes.Similarity;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Keguan.Bench;

/// <summary>The least that could answer the same questions: ADO.NET and JSON, without sessions, permissions, forms, Journal or pages. What it does not do is what the product costs.</summary>
public static class Bare
{
    public static async Task ServeAsync(string[] args)
    {
        var (database, connection) = (args[0], args[1]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        DbConnection New() => database == "sqlite" ? new SqliteConnection(connection) : new NpgsqlConnection(connection);
        using var writer = new SemaphoreSlim(1, 1);
        var bands = Shingles.BandsOf(Shingles.Of(string.Concat(Enumerable.Range(0, 500).Select(i => i.ToString(CultureInfo.InvariantCulture))))).Count();

        app.MapGet("/list", async (string state, int page) =>
        {
            await using var open = New();
            await open.OpenAsync();
            await using var count = Command(open, "SELECT count(*), sum(grant_fen) FROM applications WHERE state = @state", ("state", state));
            long total, sum;
            await using (var row = await count.ExecuteReaderAsync())
            {
                await row.ReadAsync();
                (total, sum) = (row.GetInt64(0), row.IsDBNull(1) ? 0 : Convert.ToInt64(row.GetValue(1), CultureInfo.InvariantCulture));
            }
            await using var list = Command(open,
                "SELECT id, number, title, organisation_name, area, category, grant_fen, own_fen, submitted_at, due_on, state FROM applications WHERE state = @state ORDER BY number DESC LIMIT 50 OFFSET @skip",
                ("state", state), ("skip", (page - 1) * 50));
            return Results.Json(new { total, sum, rows = await RowsAsync(list) });
        });

        app.MapGet("/application/{id:guid}", async (Guid id) =>
        {
            await using var open = New();
            await open.OpenAsync();
            await using var one = Command(open, "SELECT * FROM applications WHERE id = @id", ("id", id));
            await using var entries = Command(open, "SELECT e.*, t.* FROM entries e JOIN entry_texts t ON t.entry_id = e.id WHERE subject_type = 'application' AND subject_id = @id ORDER BY sequence DESC LIMIT 10", ("id", id));
            return Results.Json(new { application = await RowsAsync(one), entries = await RowsAsync(entries) });
        });

        // The same rule as in the product: one writer at a time is the fastest that SQLite can do.
        async Task<IResult> Write(Func<DbConnection, DbTransaction, Task> work)
        {
            if (database == "sqlite") await writer.WaitAsync();
            try
            {
                await using var open = New();
                await open.OpenAsync();
                if (database == "sqlite") await Command(open, "PRAGMA synchronous=FULL").ExecuteNonQueryAsync();
                await using var transaction = await open.BeginTransactionAsync();
                await work(open, transaction);
                await transaction.CommitAsync();
                return Results.Json(new { saved = true });
            }
            finally
            {
                if (database == "sqlite") writer.Release();
            }
        }

        app.MapPost("/save/{id:guid}", async (Guid id, HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            var data = await reader.ReadToEndAsync();
            return await Write(async (open, transaction) =>
            {
                await Run(open, transaction, "UPDATE applications SET revision = revision + 1, version = version + 1 WHERE id = @id", ("id", id));
                await Run(open, transaction, "UPDATE application_sections SET data = @data, revision = revision + 1 WHERE application_id = @id", ("id", id), ("data", data));
                await Run(open, transaction, "INSERT INTO application_revisions (application_id, revision, section, data, \"by\", by_name, at, automatic) SELECT id, revision, 'basic', @data, created_by, '', @at, @yes FROM applications WHERE id = @id",
                    ("id", id), ("data", data), ("at", DateTime.UtcNow), ("yes", true));
            });
        });

        app.MapPost("/submit/{id:guid}", (Guid id) => Write(async (open, transaction) =>
        {
            await Run(open, transaction, "INSERT INTO number_series AS t (series, scope, last) VALUES ('bare', '2026', 1) ON CONFLICT (series, scope) DO UPDATE SET last = t.last + 1");
            await Run(open, transaction, "UPDATE applications SET state = 'formal-check', submitted_at = @at, receipt_number = 'R2026', content_hash = @hash, sequence = sequence + 1, version = version + 1 WHERE id = @id", ("id", id), ("at", DateTime.UtcNow), ("hash", new string('0', 64)));
            await Run(open, transaction, "DELETE FROM application_members WHERE application_id = @id", ("id", id));
            for (var i = 0; i < 3; i++)
                await Run(open, transaction, "INSERT INTO application_members (id, application_id, name, person_key, organisation_name) VALUES (@member, @id, '成员', '', '')", ("member", Guid.CreateVersion7()), ("id", id));
            await Run(open, transaction, "DELETE FROM similarity_bands WHERE application_id = @id", ("id", id));
            for (var i = 0; i < bands; i++)
                await Run(open, transaction, "INSERT INTO similarity_bands (application_id, band, key) VALUES (@id, @band, @key)", ("id", id), ("band", i), ("key", Random.Shared.NextInt64()));
            await Entry(open, transaction, id, "submit", 1);
            for (var i = 0; i < 2; i++)
                await Run(open, transaction, "INSERT INTO notices (id, account_id, at, title_zh, title_en, url) SELECT @notice, account_id, @at, '已提交', 'received', '/' FROM role_grants LIMIT 1", ("notice", Guid.CreateVersion7()), ("at", DateTime.UtcNow));
        }));

        app.MapPost("/withdraw/{id:guid}", (Guid id) => Write(async (open, transaction) =>
        {
            await Run(open, transaction, "UPDATE applications SET state = 'draft', submitted_at = NULL, sequence = sequence + 1, version = version + 1 WHERE id = @id", ("id", id));
            await Entry(open, transaction, id, "withdraw", -1);
        }));

        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await app.WaitForShutdownAsync();
    }

    static async Task Entry(DbConnection open, DbTransaction transaction, Guid id, string action, long quantity)
    {
        var entry = Guid.CreateVersion7();
        await Run(open, transaction, "INSERT INTO entries (id, subject_type, subject_id, sequence, definition, action, \"from\", \"to\", at, occurred_on, actor_role, text_hash) SELECT @entry, 'application', id, sequence, definition, @action, '', state, @at, @day, 'unit-admin', @hash FROM applications WHERE id = @id",
            ("entry", entry), ("id", id), ("action", action), ("at", DateTime.UtcNow), ("day", DateOnly.FromDateTime(DateTime.UtcNow)), ("hash", new string('0', 64)));
        await Run(open, transaction, "INSERT INTO entry_texts (entry_id, salt, actor_name, summary, reason, payload) VALUES (@entry, '00', '', '提交', '', '{}')", ("entry", entry));
        await Run(open, transaction, "INSERT INTO postings (entry_id, \"index\", measure, quantity, unit, occurred_on, area, level, category, batch, definition, mode) VALUES (@entry, 0, 'bare', @quantity, '', @day, '', '', '', '', '', '')",
            ("entry", entry), ("quantity", quantity), ("day", DateOnly.FromDateTime(DateTime.UtcNow)));
    }

    static DbCommand Command(DbConnection open, string sql, params (string Name, object Value)[] values)
    {
        var command = open.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    static async Task Run(DbConnection open, DbTransaction transaction, string sql, params (string Name, object Value)[] values)
    {
        await using var command = Command(open, sql, values);
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync();
    }

    static async Task<List<object?[]>> RowsAsync(DbCommand command)
    {
        var rows = new List<object?[]>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }
        return rows;
    }
}
