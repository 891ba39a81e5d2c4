using System.Data.Common;
using System.Globalization;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Backup;

/// <summary>Brings a backup back into an empty bureau, on either database. The server must not run meanwhile.</summary>
public sealed class Restore(KeguanDb db, KeguanPaths paths, TimeProvider time, IServiceProvider services)
{
    /// <param name="backup">Opened, and so checked.</param>
    /// <param name="replace">Also where there are data: files and the database file of SQLite are moved aside, tables in PostgreSQL are dropped.</param>
    public async Task RunAsync(BackupReader backup, bool replace, CancellationToken cancel = default)
    {
        var manifest = backup.Manifest;
        var known = db.Database.GetMigrations().ToList();
        if (manifest.Migration.Length > 0 ? !known.Contains(manifest.Migration) : known.Count > 0)
            throw new Refusal(T("备份的数据库版本“{0}”不是本程序认识的版本，请用更新的程序恢复", "The backup has database version “{0}”, which this program does not know; restore it with a newer one").With(manifest.Migration));

        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var filled = await IsFilledAsync(cancel) || HasFiles(paths.Documents);
        Refusal.If(filled && !replace, "目标数据库或文件目录已有数据，未作任何改动。确要以备份取代，请加 --force（原数据会移到一边）",
            "There are data in the database or its folders; nothing was changed. To replace them, add --force (what is there is moved aside)");

        await ClearAsync(stamp, cancel);
        MoveAside(paths.Documents, stamp);
        MoveAside(paths.Keys, stamp);

        // The tables as they were when the backup was made; then forward, as every start does it.
        if (manifest.Migration.Length > 0) await db.GetService<IMigrator>().MigrateAsync(manifest.Migration, cancel);
        else await db.Database.EnsureCreatedAsync(cancel);
        await FillAsync(backup, cancel);
        await Schema.MigrateAsync(services, cancel);

        foreach (var file in manifest.Files) await backup.ExtractAsync(file, Path.Combine(paths.Root, Path.Combine(file.Path.Split('/'))), cancel);
    }

    static bool HasFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any();

    /// <summary>An account or an entry makes a bureau; what every start puts there (keys, definitions) does not.</summary>
    async Task<bool> IsFilledAsync(CancellationToken cancel)
    {
        var creator = (RelationalDatabaseCreator)db.GetService<IDatabaseCreator>();
        if (!await creator.ExistsAsync(cancel) || !await creator.HasTablesAsync(cancel)) return false;
        try
        {
            return await db.Users.AnyAsync(cancel) || await db.Set<Entry>().AnyAsync(cancel);
        }
        catch (DbException)
        {
            // Tables of something else, or of an older version: certainly not empty.
            return true;
        }
    }

    async Task ClearAsync(string stamp, CancellationToken cancel)
    {
        if (db.IsSqlite)
        {
            var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
            if (!File.Exists(file)) return;
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
            await CloseAsync(file, cancel);
            File.Move(file, $"{file}.before-restore-{stamp}");
            return;
        }
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (!await ((RelationalDatabaseCreator)db.GetService<IDatabaseCreator>()).ExistsAsync(cancel)) return;
        await connection.OpenAsync(cancel);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            // Only what is ours in our own schema; extensions' functions stay. A running server holds locks: wait a little, then say so.
            await ExecuteAsync(connection, """
                SET LOCAL lock_timeout = '10s';
                DO $$
                DECLARE one record;
                BEGIN
                    FOR one IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition LOOP
                        EXECUTE 'DROP TABLE IF EXISTS ' || one.name || ' CASCADE';
                    END LOOP;
                    FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
                        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
                        EXECUTE 'DROP ROUTINE IF EXISTS ' || one.name || ' CASCADE';
                    END LOOP;
                END $$
                """, cancel);
            await transaction.CommitAsync(cancel);
        }
        catch (PostgresException locked) when (locked.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new Refusal("数据库正在被其他程序使用，请先停止服务再恢复", "The database is in use; stop the server first, then restore");
        }
        finally
        {
            await connection.CloseAsync();
        }
    }

    /// <summary>Brings everything out of the write-ahead log into the one file; refuses while anybody else has it open.</summary>
    static async Task CloseAsync(string file, CancellationToken cancel)
    {
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 3 }.ConnectionString);
            await connection.OpenAsync(cancel);
            foreach (var sql in new[] { "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=DELETE", "BEGIN EXCLUSIVE", "COMMIT" })
            {
                await using var command = connection.CreateCommand();
                command.CommandText = sql;
                await command.ExecuteNonQueryAsync(cancel);
            }
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is 5 or 6)
        {
            throw new Refusal("数据库正在被其他程序使用，请先停止服务再恢复", "The database is in use; stop the server first, then restore");
        }
    }

    static void MoveAside(string folder, string stamp)
    {
        if (HasFiles(folder)) Directory.Move(folder, $"{folder}.before-restore-{stamp}");
        Directory.CreateDirectory(folder);
    }

    // ── rows ──────────────────────────────────────────────────────────────────────────────────────────

    async Task FillAsync(BackupReader backup, CancellationToken cancel)
    {
        var quote = db.GetService<ISqlGenerationHelper>();
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            var connection = db.Database.GetDbConnection();
            // Order of tables does not matter then; all references are checked at the end.
            if (db.IsSqlite) await ExecuteAsync(connection, "PRAGMA foreign_keys=OFF", cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var references = db.IsSqlite ? [] : await DropReferencesAsync((NpgsqlConnection)connection, cancel);
            foreach (var table in backup.Manifest.Tables)
            {
                var name = quote.DelimitIdentifier(table.Name);
                var columns = string.Join(", ", table.Columns.Select(column => quote.DelimitIdentifier(column.Name)));
                await ExecuteAsync(connection, $"DELETE FROM {name}", cancel);
                if (db.IsSqlite) await InsertAsync((SqliteConnection)connection, (SqliteTransaction)transaction, $"INSERT INTO {name} ({columns})", backup, table, cancel);
                else await CopyAsync((NpgsqlConnection)connection, $"COPY {name} ({columns}) FROM STDIN (FORMAT binary)", backup, table, cancel);
            }
            foreach (var sql in references) await ExecuteAsync(connection, sql, cancel);
            if (db.IsSqlite) await CheckReferencesAsync(connection, cancel);
            else await SetSequencesAsync(connection, backup.Manifest, cancel);
            await transaction.CommitAsync(cancel);
            if (db.IsSqlite) await ExecuteAsync(connection, "PRAGMA foreign_keys=ON", cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    static async Task InsertAsync(SqliteConnection connection, SqliteTransaction transaction, string insert, BackupReader backup, TablePart table, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"{insert} VALUES ({string.Join(", ", table.Columns.Select((_, i) => "$" + i.ToString(CultureInfo.InvariantCulture)))})";
        for (var i = 0; i < table.Columns.Count; i++) command.Parameters.Add(new SqliteParameter("$" + i.ToString(CultureInfo.InvariantCulture), null));
        await foreach (var row in backup.RowsAsync(table, cancel))
        {
            for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    static async Task CopyAsync(NpgsqlConnection connection, string copy, BackupReader backup, TablePart table, CancellationToken cancel)
    {
        var types = await TypesAsync(connection, table, cancel);
        await using var importer = await connection.BeginBinaryImportAsync(copy, cancel);
        await foreach (var row in backup.RowsAsync(table, cancel))
        {
            await importer.StartRowAsync(cancel);
            for (var i = 0; i < row.Length; i++)
            {
                switch (row[i])
                {
                    case null: await importer.WriteNullAsync(cancel); break;
                    case long number when types[i] == "integer": await importer.WriteAsync((int)number, types[i], cancel); break;
                    case long number when types[i] == "smallint": await importer.WriteAsync((short)number, types[i], cancel); break;
                    case var value: await importer.WriteAsync(value, types[i], cancel); break;
                }
            }
        }
        await importer.CompleteAsync(cancel);
    }

    static async Task<List<string>> TypesAsync(NpgsqlConnection connection, TablePart table, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped", connection)
        {
            Parameters = { new NpgsqlParameter { Value = $"\"{table.Name}\"" } },
        };
        var types = new Dictionary<string, string>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel)) types[rows.GetString(0)] = rows.GetString(1);
        return [.. table.Columns.Select(column => types.GetValueOrDefault(column.Name) ?? throw new Refusal(T("数据库的表 {0} 没有列 {1}", "Table {0} of the database has no column {1}").With(table.Name, column.Name)))];
    }

    /// <summary>Takes the foreign keys off and gives back what puts them on again.</summary>
    static async Task<List<string>> DropReferencesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var drop = new List<string>();
        var add = new List<string>();
        await using (var command = new NpgsqlCommand("SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace", connection))
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                drop.Add($"ALTER TABLE {rows.GetString(0)} DROP CONSTRAINT {rows.GetString(1)}");
                add.Add($"ALTER TABLE {rows.GetString(0)} ADD CONSTRAINT {rows.GetString(1)} {rows.GetString(2)}");
            }
        }
        foreach (var sql in drop) await ExecuteAsync(connection, sql, cancel);
        return add;
    }

    static async Task CheckReferencesAsync(DbConnection connection, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA foreign_key_check";
        await using var rows = await command.ExecuteReaderAsync(cancel);
        if (await rows.ReadAsync(cancel)) throw new Refusal(T("备份中表 {0} 的一行指向不存在的 {1}", "A row of table {0} in the backup points to a missing {1}").With(rows.GetString(0), rows.GetString(2)));
    }

    /// <summary>Numbers that the database gives go on after the highest that was restored.</summary>
    async Task SetSequencesAsync(DbConnection connection, Manifest manifest, CancellationToken cancel)
    {
        foreach (var table in manifest.Tables)
        {
            foreach (var column in table.Columns.Where(column => column.Type == "integer"))
            {
                var quote = db.GetService<ISqlGenerationHelper>();
                var (name, field) = (quote.DelimitIdentifier(table.Name), quote.DelimitIdentifier(column.Name));
                await ExecuteAsync(connection,
                    $"SELECT setval(pg_get_serial_sequence('{name}', '{column.Name}'), (SELECT max({field}) FROM {name})) WHERE pg_get_serial_sequence('{name}', '{column.Name}') IS NOT NULL AND EXISTS (SELECT 1 FROM {name})", cancel);
            }
        }
    }

    static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
