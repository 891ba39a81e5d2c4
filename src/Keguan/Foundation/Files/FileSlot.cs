using Keguan.Foundation.Forms;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Files;

/// <summary>A place where files are handed in: what it is called, which kinds, how large, how many. It comes from a definition or from a page.</summary>
public sealed record FileSlot(string Key, Text Label)
{
    public IReadOnlyList<FileKind> Kinds { get; init; } = FileKinds.Papers;
    public long MaxBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>1: a new file takes the place of the old one.</summary>
    public int MaxFiles { get; init; } = 1;

    /// <summary>A PDF that asks for a password is of no use to a reviewer; the rare slot that wants one says so.</summary>
    public bool AllowEncrypted { get; init; }

    /// <summary>The slot of an attachment field of a definition.</summary>
    public static FileSlot Of(FormField field) => new(field.Key, field.Label)
    {
        Kinds = field.Accept.Count == 0 ? FileKinds.Papers : [.. field.Accept.Select(code => FileKinds.TryParse(code, out var kind)
            ? kind
            : throw new ArgumentException($"{field.Key}: “{code}” is no kind of file; there are {string.Join(", ", FileKinds.All.Select(FileKinds.Code))}."))],
        MaxBytes = field.MaxMb * 1024L * 1024,
        MaxFiles = (int)(field.Max ?? 1),
    };

    /// <summary>The rule in one line, for the hint of the field: “PDF、OFD，每个不超过 20 MB，最多 5 个”.</summary>
    public Text Hint
    {
        get
        {
            var kinds = FileKinds.List(Kinds);
            var size = FileKinds.Size(MaxBytes);
            return MaxFiles == 1
                ? T($"{kinds.Zh}，不超过 {size}", $"{kinds.En}, at most {size}")
                : T($"{kinds.Zh}，每个不超过 {size}，最多 {MaxFiles} 个", $"{kinds.En}, at most {size} each, {MaxFiles} files at most");
        }
    }
}

/// <summary>Whose file it is: the type of the subject as the Journal names it, and its id.</summary>
public readonly record struct FileOwner(string Type, Guid Id);
