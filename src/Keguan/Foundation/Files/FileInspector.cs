using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Files;

/// <summary>What was found in a file.</summary>
/// <param name="Name">Its name, made safe, with the extension that belongs to the content.</param>
/// <param name="Encrypted">A PDF with restrictions or an opening password.</param>
public sealed record FileFindings(FileKind Kind, string Name, bool Encrypted);

/// <summary>
/// Decides by its content what a file is and whether it is taken. Names and content types that a browser sends are claims. Whatever is not known to be
/// harmless is refused, in words that say what it is and what to do.
/// </summary>
public static class FileInspector
{
    /// <param name="content">Can be sought; it is read from the beginning. Up to a gigabyte may have to be unpacked: not on a thread that others wait for.</param>
    /// <exception cref="Refusal">With the reason.</exception>
    public static FileFindings Inspect(Stream content, string? name)
    {
        var safe = FileNames.Safe(name);
        Refusal.If(content.Length == 0, $"“{safe}”是空文件（0 字节），请重新选择。", $"“{safe}” is empty (0 bytes). Choose it again.");
        var start = new byte[Math.Min(Signatures.Window, content.Length)];
        content.Position = 0;
        content.ReadExactly(start);
        try
        {
            var (kind, encrypted) = Look(content, start);
            return new FileFindings(kind, Agreeing(safe, kind), encrypted);
        }
        catch (Refusal refusal)
        {
            throw Refuse(safe, refusal.Reason);
        }
        catch (EndOfStreamException)
        {
            throw Refuse(safe, T("文件不完整，请检查能否打开后重新上传。", "The file is incomplete. Check that it opens and upload it again."));
        }
    }

    static Refusal Refuse(string name, Text reason) => new(T($"“{name}”未能上传。{reason.Zh}", $"“{name}” was not uploaded. {reason.En}"));

    static (FileKind Kind, bool Encrypted) Look(Stream content, byte[] start)
    {
        if (start.AsSpan().StartsWith("PK"u8)) return (new ZipInspector(content, new ZipInspector.Budget(content.Length)).Inspect(), false);
        if (PictureInspector.IsPng(start))
        {
            PictureInspector.InspectPng(content);
            return (FileKind.Png, false);
        }
        if (PictureInspector.IsJpeg(start))
        {
            PictureInspector.InspectJpeg(content);
            return (FileKind.Jpg, false);
        }
        if (Signatures.IsCompound(start)) throw new Refusal(Signatures.CompoundRefused(content));
        if (Signatures.Find(start) is { } match) throw new Refusal(match.Refused);
        if (PdfInspector.IsPdf(start)) return (FileKind.Pdf, PdfInspector.Inspect(content));
        throw new Refusal("无法识别文件内容，只能上传 PDF、OFD、docx、xlsx、pptx、JPG、PNG 或 ZIP。",
            "The content of this file is not recognised. Only PDF, OFD, docx, xlsx, pptx, JPG, PNG and ZIP can be uploaded.");
    }

    /// <summary>An extension that says something else is refused, since the next person opens the file by it; a missing one is added.</summary>
    static string Agreeing(string name, FileKind kind)
    {
        var extension = FileNames.Extension(name);
        // “关于2026.1的通知” has a dot, but no extension.
        var isExtension = extension.Length is > 0 and <= 8 && extension.All(char.IsAsciiLetterOrDigit);
        if (!isExtension) return $"{name}.{kind.Extensions()[0]}";
        Refusal.If(!kind.Extensions().Contains(extension),
            $"扩展名“.{extension}”与内容不符：该文件实际是 {kind.Label().Zh}。请改正扩展名后重新上传。",
            $"The extension “.{extension}” does not agree with the content: this is {kind.Label().En}. Correct the extension and upload it again.");
        return name;
    }
}
