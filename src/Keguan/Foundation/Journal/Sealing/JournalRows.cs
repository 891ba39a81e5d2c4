using System.Data.Common;
using System.Globalization;
using System.Text;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>A value in the database that this program would never have written so.</summary>
sealed class UnreadableCell(string column, string found) : FormatException($"{column}: {found}")
{
    public string Column { get; } = column;
    public string Found { get; } = found;
}

/// <summary>
/// The Journal's rows as they stand in the database, read without the object mapper: the same for sealing and for verifying, and so
/// strict that a value which merely looks the same (an id in small letters, a number kept as text) is noticed.
/// </summary>
sealed class JournalRows(KeguanDb db)
{
    public const string EntryColumns = """
        e."id", e."subject_type", e."subject_id", e."sequence", e."definition", e."action", e."from", e."to", e."at", e."occurred_on",
        e."actor_id", e."actor_role", e."actor_organisation_id", e."corrects", e."text_hash"
        """;

    public const string PostingColumns = """
        p."entry_id", p."index", p."measure", p."quantity", p."unit", p."occurred_on", p."area", p."organisation_id", p."level",
        p."category", p."batch", p."definition", p."mode"
        """;

    public const string TextColumns = """t."entry_id", t."salt", t."actor_name", t."summary", t."reason", t."payload" """;

    public static Entry Entry(Cells cells) => new()
    {
        Id = cells.Id("id"),
        SubjectType = cells.Text("subject_type"),
        SubjectId = cells.Id("subject_id"),
        Sequence = cells.Int("sequence"),
        Definition = cells.Text("definition"),
        Action = cells.Text("action"),
        From = cells.Text("from"),
        To = cells.Text("to"),
        At = cells.Time("at"),
        OccurredOn = cells.Day("occurred_on"),
        ActorId = cells.IdOrNull("actor_id"),
        ActorRole = cells.Text("actor_role"),
        ActorOrganisationId = cells.IdOrNull("actor_organisation_id"),
        Corrects = cells.IdOrNull("corrects"),
        TextHash = cells.Text("text_hash"),
    };

    public static Posting Posting(Cells cells) => new()
    {
        EntryId = cells.Id("entry_id"),
        Index = cells.Int("index"),
        Measure = cells.Text("measure"),
        Quantity = cells.Long("quantity"),
        Unit = cells.Text("unit"),
        OccurredOn = cells.Day("occurred_on"),
        Area = cells.Text("area"),
        OrganisationId = cells.IdOrNull("organisation_id"),
        Level = cells.Text("level"),
        Category = cells.Text("category"),
        Batch = cells.Text("batch"),
        Definition = cells.Text("definition"),
        Mode = cells.Text("mode"),
    };

    public static EntryText EntryText(Cells cells) => new()
    {
        EntryId = cells.Id("entry_id"),
        Salt = cells.Text("salt"),
        ActorName = cells.Text("actor_name"),
        Summary = cells.Text("summary"),
        Reason = cells.Text("reason"),
        Payload = cells.Text("payload"),
    };

    /// <summary>Runs a query and hands over each row. `@p0`, `@p1` … are the parameters.</summary>
    public async Task ReadAsync(string sql, object[] parameters, Action<Cells> row, CancellationToken cancel)
    {
        await using var command = await CommandAsync(sql, parameters, cancel);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) row(new Cells(reader, db.IsSqlite));
    }

    public async Task<List<T>> ListAsync<T>(string sql, object[] parameters, Func<Cells, T> row, CancellationToken cancel)
    {
        var list = new List<T>();
        await ReadAsync(sql, parameters, cells => list.Add(row(cells)), cancel);
        return list;
    }

    public async Task<int> ExecuteAsync(string sql, object[] parameters, CancellationToken cancel)
    {
        await using var command = await CommandAsync(sql, parameters, cancel);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task<long> CountAsync(string sql, object[] parameters, CancellationToken cancel) =>
        (await ListAsync(sql, parameters, cells => cells.Long("count"), cancel))[0];

    /// <summary>The tiles asked for, in one query per 200.</summary>
    public async Task<Dictionary<TileId, byte[]>> TilesAsync(IEnumerable<TileId> ids, CancellationToken cancel)
    {
        var tiles = new Dictionary<TileId, byte[]>();
        foreach (var some in ids.Chunk(200))
        {
            var which = string.Join(" OR ", some.Select((_, i) => $"""("level" = @p{2 * i} AND "index" = @p{2 * i + 1})"""));
            await ReadAsync($"""SELECT "level", "index", "hashes" FROM journal_tiles WHERE {which}""", [.. some.SelectMany(id => new object[] { id.Level, id.Index })],
                cells => tiles[new TileId(cells.Int("level"), cells.Long("index"))] = cells.Bytes("hashes"), cancel);
        }
        return tiles;
    }

    async Task<DbCommand> CommandAsync(string sql, object[] parameters, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this folder; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            parameter.Value = parameters[i];
            command.Parameters.Add(parameter);
        }
        return command;
    }
}

/// <summary>The cells of one row, taken from left to right.</summary>
sealed class Cells(DbDataReader reader, bool sqlite)
{
    static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    int _next;

    /// <summary>What is wrong with a cell, or null.</summary>
    public static string? Try(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or ArgumentException or OverflowException)
        {
            return e.Message;
        }
    }

    /// <summary>Whether the next cell is empty; it is then passed over with those that belong to it.</summary>
    public bool SkipIfNull(int count)
    {
        if (!reader.IsDBNull(_next)) return false;
        _next += count;
        return true;
    }

    public bool IsNullNext => reader.IsDBNull(_next);

    /// <summary>Whatever stands there, in words; empty for nothing.</summary>
    public string Any() => reader.IsDBNull(_next) ? Pass("") : Pass(Convert.ToString(reader.GetValue(_next), CultureInfo.InvariantCulture) ?? "");

    string Pass(string value)
    {
        _next++;
        return value;
    }

    public string Text(string column)
    {
        var i = Take(column, typeof(string));
        if (!sqlite) return reader.GetString(i);
        try
        {
            return Strict.GetString(reader.GetFieldValue<byte[]>(i));
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableCell(column, "not UTF-8");
        }
    }

    public Guid Id(string column)
    {
        if (!sqlite) return reader.GetGuid(Take(column, typeof(Guid)));
        var text = Text(column);
        return Guid.TryParseExact(text, "D", out var id) && id.ToString("D").ToUpperInvariant() == text ? id : throw new UnreadableCell(column, text);
    }

    public Guid? IdOrNull(string column) => SkipIfNull(1) ? null : Id(column);

    public DateTime Time(string column)
    {
        if (!sqlite) return reader.GetDateTime(Take(column, typeof(DateTime)));
        const string Form = "yyyy-MM-dd HH:mm:ss.FFFFFFF";
        var text = Text(column);
        return DateTime.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && time.ToString(Form, CultureInfo.InvariantCulture) == text ? time : throw new UnreadableCell(column, text);
    }

    public DateOnly Day(string column)
    {
        if (!sqlite) return reader.GetFieldValue<DateOnly>(Take(column, null));
        var text = Text(column);
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw new UnreadableCell(column, text);
    }

    public long Long(string column) => reader.GetInt64(Take(column, sqlite ? typeof(long) : null));

    public int Int(string column)
    {
        var number = Long(column);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw new UnreadableCell(column, number.ToString(CultureInfo.InvariantCulture));
    }

    public byte[] Bytes(string column) => reader.GetFieldValue<byte[]>(Take(column, typeof(byte[])));

    int Take(string column, Type? type)
    {
        var i = _next++;
        if (reader.IsDBNull(i)) throw new UnreadableCell(column, "NULL");
        // SQLite keeps in any column whatever it was given.
        if (sqlite && type is not null && reader.GetFieldType(i) is var found && found != type)
            throw new UnreadableCell(column, $"{found.Name} {reader.GetValue(i)}");
        return i;
    }
}
