namespace Keguan.Foundation.Codes;

/// <summary>Where `definitions/codes` lies: named by `KEGUAN_DEFINITIONS` (a bureau's own copy of `definitions`), beside the program, or above it in the source tree.</summary>
public static class CodeFolder
{
    public static string Find(IConfiguration? configuration = null)
    {
        var named = configuration?["KEGUAN_DEFINITIONS"] ?? Environment.GetEnvironmentVariable("KEGUAN_DEFINITIONS");
        if (named is { Length: > 0 }) return Path.Combine(named, "codes");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var codes = Path.Combine(folder.FullName, "definitions", "codes");
            if (Directory.Exists(codes)) return codes;
        }
        throw new DirectoryNotFoundException("The folder definitions/codes is neither beside the program nor above it; KEGUAN_DEFINITIONS may name the folder definitions.");
    }
}
