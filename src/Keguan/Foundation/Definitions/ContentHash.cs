using System.Security.Cryptography;
using System.Text;

namespace Keguan.Foundation.Definitions;

/// <summary>The version of a definition is the hash of what it says, so that the same text is the same version on every machine.</summary>
public static class ContentHash
{
    /// <summary>Without byte order mark, with line feeds only, no blanks at line ends, one line feed at the end: what an editor may change without being asked.</summary>
    public static string Normalise(string text)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd(' ', '\t'));
        return string.Join('\n', lines).TrimEnd('\n') + "\n";
    }

    /// <summary>SHA-256 of the normalised text, 64 hexadecimal digits.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalise(text))));
}
