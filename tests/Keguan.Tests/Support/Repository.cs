namespace Keguan.Tests.Support;

/// <summary>Where the project's files lie, found by walking up to Keguan.slnx.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file of test vectors beside the repository (`../shared/…`), or null where there is none.</summary>
    public static string? Shared(params string[] parts)
    {
        var path = Path.Combine([Path.GetDirectoryName(Root)!, "shared", .. parts]);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    /// <summary>True in `./test`: documents that tests write (docs/modules.md, docs/lifecycles) are written then.</summary>
    public static bool WritesDocuments => Environment.GetEnvironmentVariable("KEGUAN_WRITE_DOCS") == "1";

    /// <summary>
    /// A document generated from the program. In `./test` it is written; otherwise it is left alone, so that running one test does not change the
    /// tree under the developer's hands.
    /// </summary>
    public static void WriteDocument(string path, string content)
    {
        if (!WritesDocuments) return;
        var file = At(path.Split('/'));
        var text = content.ReplaceLineEndings("\n");
        if (File.Exists(file) && File.ReadAllText(file) == text) return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    static string Find()
    {
        // A worktree of this repository lies anywhere: only the file tells.
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Keguan.slnx"))) return folder.FullName;
        }
        throw new InvalidOperationException("Keguan.slnx is not above " + AppContext.BaseDirectory);
    }
}
