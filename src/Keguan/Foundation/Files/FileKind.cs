using System.Globalization;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Files;

/// <summary>The kinds of file that may be handed in, known by their content.</summary>
public enum FileKind { Pdf, Ofd, Docx, Xlsx, Pptx, Jpg, Png, Zip }

public static class FileKinds
{
    /// <summary>What papers usually come as: everything but presentations and archives.</summary>
    public static readonly IReadOnlyList<FileKind> Papers = [FileKind.Pdf, FileKind.Ofd, FileKind.Docx, FileKind.Xlsx, FileKind.Jpg, FileKind.Png];

    /// <summary>What carries a signature or stamp: scans and layout formats, nothing that can be edited.</summary>
    public static readonly IReadOnlyList<FileKind> Signed = [FileKind.Pdf, FileKind.Ofd, FileKind.Jpg, FileKind.Png];

    public static readonly IReadOnlyList<FileKind> All = Enum.GetValues<FileKind>();

    /// <summary>The kind as a definition names it: pdf, ofd, docx, xlsx, pptx, jpg, png, zip.</summary>
    public static bool TryParse(string code, out FileKind kind) =>
        Enum.TryParse(code, ignoreCase: true, out kind) && !int.TryParse(code, CultureInfo.InvariantCulture, out _) && Enum.IsDefined(kind);

    public static string Code(this FileKind kind) => kind.ToString().ToLowerInvariant();

    public static Text Label(this FileKind kind) => kind switch
    {
        FileKind.Pdf => Text.Same("PDF"),
        FileKind.Ofd => Text.Same("OFD"),
        FileKind.Docx => T("Word（docx）", "Word (docx)"),
        FileKind.Xlsx => T("Excel（xlsx）", "Excel (xlsx)"),
        FileKind.Pptx => T("演示文稿（pptx）", "PowerPoint (pptx)"),
        FileKind.Jpg => T("JPG 图片", "JPG picture"),
        FileKind.Png => T("PNG 图片", "PNG picture"),
        _ => T("ZIP 压缩包", "ZIP archive"),
    };

    public static string ContentType(this FileKind kind) => kind switch
    {
        FileKind.Pdf => "application/pdf",
        FileKind.Ofd => "application/ofd",
        FileKind.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileKind.Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        FileKind.Jpg => "image/jpeg",
        FileKind.Png => "image/png",
        _ => "application/zip",
    };

    /// <summary>Its extensions without dot, the usual one first.</summary>
    public static IReadOnlyList<string> Extensions(this FileKind kind) => kind switch
    {
        FileKind.Jpg => ["jpg", "jpeg", "jpe"],
        _ => [kind.Code()],
    };

    /// <summary>For the accept attribute of a file field: “.pdf,.jpg,.jpeg”.</summary>
    public static string Accept(IEnumerable<FileKind> kinds) => string.Join(',', kinds.SelectMany(Extensions).Select(extension => "." + extension));

    /// <summary>“PDF、OFD、JPG 图片”.</summary>
    public static Text List(IEnumerable<FileKind> kinds)
    {
        var labels = kinds.Select(Label).ToList();
        return T(string.Join('、', labels.Select(label => label.Zh)), string.Join(", ", labels.Select(label => label.En)));
    }

    /// <summary>A size as people read it: 512 B, 86.4 KB, 1.2 MB.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB"),
        < 1024 * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.##} GB"),
    };
}
