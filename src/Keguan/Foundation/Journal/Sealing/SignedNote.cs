using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>One signature line of a note: who signed (key name and key id), and the signature itself.</summary>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Signature);

/// <summary>
/// Text with signature lines below it, as in C2SP signed-note: the text ends in a newline, then comes an empty line, then
/// <c>— name base64(key id ‖ signature)</c> per signature. Reading is strict, so that one note has one form.
/// </summary>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    const int MaximumLength = 1 << 20, MaximumSignatures = 64;

    /// <summary>Whether a name may stand in a signature line: not empty, no spaces, no plus, no control characters.</summary>
    public static bool IsName([NotNullWhen(true)] string? name) =>
        !string.IsNullOrEmpty(name) && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c));

    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            var bytes = new byte[4 + signature.Signature.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
            signature.Signature.CopyTo(bytes, 4);
            note.Append("— ").Append(signature.Name).Append(' ').Append(Convert.ToBase64String(bytes)).Append('\n');
        }
        return note.ToString();
    }

    /// <exception cref="FormatException">Not a signed note; the message says what is wrong.</exception>
    public static SignedNote Parse(string note)
    {
        if (note.Length > MaximumLength) throw new FormatException("the note is too long");
        if (note.Any(c => c < ' ' && c != '\n')) throw new FormatException("the note holds control characters (Windows line ends?)");
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0) throw new FormatException("no empty line between text and signatures");
        var lines = note[(split + 2)..].Split('\n');
        if (lines.Length < 2 || lines[^1].Length > 0) throw new FormatException("the note does not end with a signature line");
        if (lines.Length > MaximumSignatures + 1) throw new FormatException("too many signatures");
        return new SignedNote(note[..(split + 1)], [.. lines[..^1].Select(Line)]);
    }

    static NoteSignature Line(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3 || parts[0] != "—" || !IsName(parts[1])) throw new FormatException($"not a signature line: {line}");
        var bytes = Convert.FromBase64String(parts[2]);
        if (bytes.Length <= 4 || Convert.ToBase64String(bytes) != parts[2]) throw new FormatException($"not a signature: {parts[2]}");
        return new NoteSignature(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..]);
    }
}
