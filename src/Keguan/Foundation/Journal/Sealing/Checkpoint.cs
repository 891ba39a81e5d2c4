using System.Globalization;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// The head of the tree at one moment, as in C2SP tlog-checkpoint: whose tree it is, how many leaves it has, and its root.
/// Who keeps a signed one of today can find tomorrow whether anything up to here was changed.
/// </summary>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root)
{
    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.ToBase64()}\n");

    /// <summary>Reads the text of a note. Further lines (extensions) may follow, and mean nothing here.</summary>
    /// <exception cref="FormatException">Not a checkpoint.</exception>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length > 0 || lines[..^1].Any(l => l.Length == 0))
            throw new FormatException("a checkpoint has three lines: origin, size, root");
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || size.ToString(CultureInfo.InvariantCulture) != lines[1])
            throw new FormatException($"not a tree size: {lines[1]}");
        var root = Convert.FromBase64String(lines[2]);
        if (root.Length != MerkleHash.Length || Convert.ToBase64String(root) != lines[2])
            throw new FormatException($"not a root hash: {lines[2]}");
        return new Checkpoint(lines[0], size, new MerkleHash(root));
    }
}
