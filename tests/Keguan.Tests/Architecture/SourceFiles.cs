using Keguan.Tests.Support;

namespace Keguan.Tests.Architecture;

/// <summary>The project's own source files, without what a build or npm put there.</summary>
public static class SourceFiles
{
    static readonly string[] NotOurs = ["bin", "obj", "node_modules", "lib", "Migrations"];

    /// <summary>Paths relative to <paramref name="top"/>, with '/'.</summary>
    public static IEnumerable<(string Path, string Text)> Below(string top, params string[] endings)
    {
        var root = Repository.At(top.Split('/'));
        return Directory.Exists(root) ? In(root).Select(file => (Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file))) : [];

        IEnumerable<string> In(string folder)
        {
            foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                if (endings.Contains(Path.GetExtension(file))) yield return file;
            }
            foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            {
                if (NotOurs.Contains(Path.GetFileName(inner))) continue;
                foreach (var file in In(inner)) yield return file;
            }
        }
    }
}
