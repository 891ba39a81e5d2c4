namespace Keguan.Foundation.Files;

/// <summary>What one request may bring. Slots are narrower; this is the wall behind them.</summary>
public sealed record UploadLimits
{
    const long Megabyte = 1024 * 1024;

    /// <summary>The largest file taken at all (setting KEGUAN_UPLOAD_MB).</summary>
    public long File { get; init; } = 100 * Megabyte;

    /// <summary>What a request may leave on the disk, all its files together.</summary>
    public long Files => 3 * File;

    /// <summary>
    /// What is read from a request before it is cut off. Larger than what is taken, so that too large a file is answered by the page with the reason
    /// and everything that was typed, and not by a broken connection.
    /// </summary>
    public long Body => 10 * File;

    /// <summary>Somebody who is not signed in (an objection with its evidence, a registration).</summary>
    public long PublicFile => Math.Min(File, 20 * Megabyte);

    public long PublicBody => 5 * PublicFile;

    public int FileCount { get; init; } = 50;

    /// <summary>Budget tables are hundreds of rows with a dozen fields each.</summary>
    public int FieldCount { get; init; } = 20_000;

    /// <summary>All typed values together.</summary>
    public long Fields { get; init; } = 8 * Megabyte;
}
