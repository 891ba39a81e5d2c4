using System.Text;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Files;

/// <summary>What a file is by its first bytes, for everything that is not taken: so that the refusal can name it.</summary>
static class Signatures
{
    /// <summary>How many bytes from the start are looked at.</summary>
    public const int Window = 4096;

    /// <param name="Dangerous">Not tolerated inside an archive either.</param>
    public sealed record Match(Text Refused, bool Dangerous);

    static readonly Text Executable = T("该文件实际是可执行程序，不能上传。", "This file is in fact an executable program and cannot be uploaded.");
    static readonly Text Script = T("该文件实际是脚本程序，不能上传。", "This file is in fact a script and cannot be uploaded.");
    static readonly Text WebPage = T("该文件实际是网页或 SVG，可能带有脚本，不能上传。请打印为 PDF 后上传。",
        "This file is in fact a web page or SVG, which may carry scripts, and cannot be uploaded. Print it to PDF and upload that.");
    static readonly Text OldOffice = T("该文件是旧版 Office 或 WPS 格式（doc、xls、ppt、wps、et），请另存为 docx、xlsx 或 PDF 后上传。",
        "This file is in an old Office or WPS format (doc, xls, ppt, wps, et). Save it as docx, xlsx or PDF and upload that.");
    static readonly Text LockedOffice = T("该 Office 文件设有打开密码，无法检查。请取消密码后重新上传。",
        "This Office file is protected by a password and cannot be checked. Remove the password and upload it again.");
    static readonly Text OtherArchive = T("该文件是 RAR、7z、GZ 等压缩格式，请改用 ZIP 压缩后上传。", "This file is a RAR, 7z, GZ or similar archive. Use ZIP instead.");
    static readonly Text OtherPicture = T("该图片格式（HEIC、WebP、GIF、BMP、TIFF）不能上传，请转为 JPG 或 PNG。",
        "This picture format (HEIC, WebP, GIF, BMP, TIFF) cannot be uploaded. Convert it to JPG or PNG.");
    static readonly Text Media = T("该文件是音频或视频，不能上传。", "This file is audio or video and cannot be uploaded.");
    static readonly Text RichText = T("该文件是 RTF 格式，请另存为 docx 或 PDF 后上传。", "This file is RTF. Save it as docx or PDF and upload that.");

    static readonly (int At, byte[] Bytes, Match Match)[] Table =
    [
        (0, "MZ"u8.ToArray(), new Match(Executable, true)),
        (0, [0x7F, .. "ELF"u8], new Match(Executable, true)),
        (0, [0xFE, 0xED, 0xFA, 0xCE], new Match(Executable, true)),
        (0, [0xFE, 0xED, 0xFA, 0xCF], new Match(Executable, true)),
        (0, [0xCE, 0xFA, 0xED, 0xFE], new Match(Executable, true)),
        (0, [0xCF, 0xFA, 0xED, 0xFE], new Match(Executable, true)),
        (0, [0xCA, 0xFE, 0xBA, 0xBE], new Match(Executable, true)),
        (0, [0, .. "asm"u8], new Match(Executable, true)),
        (0, "dex\n"u8.ToArray(), new Match(Executable, true)),
        // A Windows shortcut starts programs as well as a program does.
        (0, [0x4C, 0, 0, 0, 1, 0x14, 2, 0], new Match(Executable, true)),
        (0, "#!"u8.ToArray(), new Match(Script, true)),
        (0, "Rar!"u8.ToArray(), new Match(OtherArchive, false)),
        (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], new Match(OtherArchive, false)),
        (0, [0x1F, 0x8B], new Match(OtherArchive, false)),
        (0, "BZh"u8.ToArray(), new Match(OtherArchive, false)),
        (0, [0xFD, .. "7zXZ"u8, 0], new Match(OtherArchive, false)),
        (0, [0x28, 0xB5, 0x2F, 0xFD], new Match(OtherArchive, false)),
        (0, "MSCF"u8.ToArray(), new Match(OtherArchive, false)),
        (257, "ustar"u8.ToArray(), new Match(OtherArchive, false)),
        (0, "GIF8"u8.ToArray(), new Match(OtherPicture, false)),
        (0, [.. "II*"u8, 0], new Match(OtherPicture, false)),
        (0, [.. "MM"u8, 0, .. "*"u8], new Match(OtherPicture, false)),
        (8, "WEBP"u8.ToArray(), new Match(OtherPicture, false)),
        (4, "ftypheic"u8.ToArray(), new Match(OtherPicture, false)),
        (4, "ftypmif1"u8.ToArray(), new Match(OtherPicture, false)),
        (4, "ftypavif"u8.ToArray(), new Match(OtherPicture, false)),
        (4, "ftyp"u8.ToArray(), new Match(Media, false)),
        (0, "ID3"u8.ToArray(), new Match(Media, false)),
        (8, "AVI "u8.ToArray(), new Match(Media, false)),
        (8, "WAVE"u8.ToArray(), new Match(Media, false)),
        (0, [0x1A, 0x45, 0xDF, 0xA3], new Match(Media, false)),
        (0, "{\\rtf"u8.ToArray(), new Match(RichText, false)),
    ];

    static readonly byte[] Compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    static readonly byte[] EncryptedPackage = Encoding.Unicode.GetBytes("EncryptedPackage");

    /// <summary>Names that run when they are double-clicked on somebody's desk, whatever is in them.</summary>
    static readonly HashSet<string> RunnableExtensions =
    [
        "exe", "dll", "com", "scr", "pif", "msi", "msp", "cpl", "sys", "bat", "cmd", "ps1", "psm1", "vbs", "vbe", "js", "jse", "mjs", "wsf", "wsh", "hta", "lnk",
        "url", "reg", "jar", "apk", "app", "dmg", "deb", "rpm", "sh", "bash", "py", "pl", "rb", "php", "asp", "aspx", "jsp", "chm", "scf", "inf",
        "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "iso", "img", "vhd", "html", "htm", "xhtml", "mht", "mhtml", "svg",
    ];

    public static bool IsRunnableName(string name) => RunnableExtensions.Contains(FileNames.Extension(name));

    /// <param name="start">The first <see cref="Window"/> bytes, or all.</param>
    public static Match? Find(ReadOnlySpan<byte> start)
    {
        foreach (var (at, bytes, match) in Table)
            if (start.Length >= at + bytes.Length && start.Slice(at, bytes.Length).SequenceEqual(bytes)) return match;
        return IsMarkup(start) ? new Match(WebPage, true) : null;
    }

    public static bool IsCompound(ReadOnlySpan<byte> start) => start.StartsWith(Compound);

    /// <summary>Old Office files and password-protected new ones share a container; the latter hold a stream of this name.</summary>
    public static Text CompoundRefused(Stream content)
    {
        content.Position = 0;
        var buffer = new byte[1 << 16];
        var kept = 0;
        int read;
        while ((read = content.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var all = buffer.AsSpan(0, kept + read);
            if (all.IndexOf(EncryptedPackage) >= 0) return LockedOffice;
            // The name may lie across two reads.
            kept = Math.Min(EncryptedPackage.Length - 1, all.Length);
            all[^kept..].CopyTo(buffer);
        }
        return OldOffice;
    }

    static bool IsMarkup(ReadOnlySpan<byte> start)
    {
        // UTF-16 pages carry a mark or zeros; without their zeros the words are the same.
        var text = Encoding.Latin1.GetString(start[..Math.Min(start.Length, 1024)]).Replace("\0", "", StringComparison.Ordinal)
            .TrimStart('\u00FF', '\u00FE', '\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        if (!text.StartsWith('<')) return false;
        string[] words = ["<!doctype html", "<html", "<head", "<body", "<script", "<svg", "<iframe", "<object", "<embed"];
        return words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
