namespace Keguan.Foundation.Data;

/// <summary>Where this bureau's data lives: database file, documents and keys, all in one folder outside the web root.</summary>
public sealed class KeguanPaths
{
    public string Root { get; }
    public string Documents => Folder("documents");
    public string Keys => Folder("keys");
    public string Temporary => Folder("tmp");

    public KeguanPaths(IConfiguration configuration)
    {
        Root = Path.GetFullPath(configuration["KEGUAN_DATA"] is { Length: > 0 } given ? given : "data");
        Directory.CreateDirectory(Root);
    }

    string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
}
