using System.Data;
using System.Data.Common;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Keguan.Foundation.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Keguan.Foundation.Backup;

/// <summary>Writes one consistent copy of a bureau's data, while the system runs: tables as of one moment, then documents and keys.</summary>
/// <remarks>
/// All tables are read in one transaction that sees one state (SQLite: WAL snapshot; PostgreSQL: repeatable read). Files are copied after it: a document is on the
/// disk before the row that names it is committed, so no row of the copy lacks its file; a file without a row does no harm.
/// </remarks>
public sealed class BackupWriter(KeguanDb db, KeguanPaths paths, TimeProvider time)
{
    /// <summary>Writes to <paramref name="file"/> by way of a file beside it, so that a broken copy never has the good name. Readable by the owner only: it holds keys.</summary>
    public async Task<Manifest> WriteAsync(string file, CancellationToken cancel = default)
    {
        var unfinished = file + ".partial";
        try
        {
            Manifest manifest;
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new FileStream(unfinished, options))
            {
                await using (var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel))
                {
                    manifest = await WriteAsync(zip, cancel);
                }
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, file, overwrite: true);
            return manifest;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    async Task<Manifest> WriteAsync(ZipArchive zip, CancellationToken cancel)
    {
        var madeAt = time.GetUtcNow().UtcDateTime;
        var migration = db.Database.GetMigrations().Any() ? (await db.Database.GetAppliedMigrationsAsync(cancel)).LastOrDefault() ?? "" : "";
        var tables = new List<TablePart>();
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            var connection = db.Database.GetDbConnection();
            // Deferred: a reader, who holds up no writer.
            await using var moment = connection is SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: true) : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            foreach (var table in db.Model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.Ordinal))
                tables.Add(await WriteTableAsync(zip, table, moment, cancel));
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        var files = new List<FilePart>();
        foreach (var folder in new[] { paths.Documents, paths.Keys })
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (await WriteFileAsync(zip, path, cancel) is { } file) files.Add(file);
            }
        }

        var manifest = new Manifest { MadeAt = madeAt, Database = db.IsSqlite ? "sqlite" : "postgresql", Migration = migration, Tables = tables, Files = files };
        await using var last = await zip.CreateEntry(Manifest.FileName).OpenAsync(cancel);
        await JsonSerializer.SerializeAsync(last, manifest, Manifest.Json, cancel);
        return manifest;
    }

    async Task<TablePart> WriteTableAsync(ZipArchive zip, ITable table, DbTransaction transaction, CancellationToken cancel)
    {
        // What the database computes by itself is computed again.
        var columns = table.Columns.Where(column => column.ComputedColumnSql is null)
            .Select(column => new ColumnPart(column.Name, Cell.TypeOf(column.StoreTypeMapping.Converter?.ProviderClrType ?? column.StoreTypeMapping.ClrType))).ToList();
        var quote = Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<ISqlGenerationHelper>(db);
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(column => quote.DelimitIdentifier(column.Name)))} FROM {quote.DelimitIdentifier(table.Name, table.Schema)}"
            + (table.PrimaryKey is { } key ? $" ORDER BY {string.Join(", ", key.Columns.Select(column => quote.DelimitIdentifier(column.Name)))}" : "");

        var rows = 0L;
        await using var stream = new HashingStream(await zip.CreateEntry($"database/{table.Name}.ndjson", CompressionLevel.Fastest).OpenAsync(cancel));
        await using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        await using (var row = await command.ExecuteReaderAsync(cancel))
        {
            while (await row.ReadAsync(cancel))
            {
                json.WriteStartArray();
                for (var i = 0; i < columns.Count; i++) Cell.Write(json, row, i, columns[i].Type);
                json.WriteEndArray();
                await json.FlushAsync(cancel);
                stream.WriteByte((byte)'\n');
                json.Reset();
                rows++;
            }
        }
        return new TablePart(table.Name, columns, rows, stream.Count, stream.Sha256);
    }

    /// <summary>Null where the file has gone meanwhile: nobody needed it any more.</summary>
    async Task<FilePart?> WriteFileAsync(ZipArchive zip, string path, CancellationToken cancel)
    {
        var name = Path.GetRelativePath(paths.Root, path).Replace('\\', '/');
        FileStream source;
        try { source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, useAsync: true); }
        catch (FileNotFoundException) { return null; }
        await using var _ = source;
        await using var stream = new HashingStream(await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancel));
        await source.CopyToAsync(stream, cancel);
        return new FilePart(name, stream.Count, stream.Sha256);
    }
}
