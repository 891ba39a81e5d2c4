using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keguan.Foundation.Backup;

/// <summary>What a backup holds: every part with its size and SHA-256, so that nothing can be missing or changed unnoticed.</summary>
/// <remarks>
/// A backup is a ZIP of `database/TABLE.ndjson` (one JSON array of values a row), `documents/…`, `keys/…`, and, last, `manifest.json`. The tables are written
/// in the same way from SQLite and from PostgreSQL, so that a bureau can move from one to the other (docs/operating/backup.md).
/// </remarks>
public sealed record Manifest
{
    public const string FileName = "manifest.json";
    public const string CurrentFormat = "keguan-backup/1";

    public string Format { get; init; } = CurrentFormat;
    public required DateTime MadeAt { get; init; }

    /// <summary>"sqlite" or "postgresql": where it was taken from. It can be restored to either.</summary>
    public required string Database { get; init; }

    /// <summary>The last migration that the database had; empty where tables were made without migrations.</summary>
    public required string Migration { get; init; }
    public required IReadOnlyList<TablePart> Tables { get; init; }
    public required IReadOnlyList<FilePart> Files { get; init; }

    [JsonIgnore]
    public long Rows => Tables.Sum(table => table.Rows);

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true };
}

/// <summary>One table. Types are those of <see cref="Cell"/>.</summary>
public sealed record TablePart(string Name, IReadOnlyList<ColumnPart> Columns, long Rows, long Bytes, string Sha256)
{
    [JsonIgnore]
    public string Path => $"database/{Name}.ndjson";
}

public sealed record ColumnPart(string Name, string Type);

/// <summary>One file, by its path below the data folder: `documents/…` or `keys/…`.</summary>
public sealed record FilePart(string Path, long Bytes, string Sha256);
