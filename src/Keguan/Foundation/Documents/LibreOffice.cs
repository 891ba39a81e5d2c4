using System.Text;
using System.Xml.Linq;

namespace Keguan.Foundation.Documents;

/// <summary>Where LibreOffice is on this machine, and the settings under which our papers become PDF.</summary>
internal static class LibreOffice
{
    /// <summary>Tagged for screen readers, with bookmarks from the headings, and PDF/A-2b: what goes into an archive must carry its own fonts.</summary>
    public const string PdfFilter = """
        pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}
        """;

    public static string? Find(string? configured)
    {
        if (!string.IsNullOrWhiteSpace(configured)) return File.Exists(configured) ? configured : null;
        var inPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { "soffice", "libreoffice", "soffice.exe" }.Select(name => Path.Combine(folder, name)));
        string[] usual =
        [
            "/usr/lib/libreoffice/program/soffice", "/usr/lib64/libreoffice/program/soffice", "/opt/libreoffice/program/soffice",
            "/Applications/LibreOffice.app/Contents/MacOS/soffice", @"C:\Program Files\LibreOffice\program\soffice.exe",
        ];
        return inPath.Concat(usual).FirstOrDefault(File.Exists);
    }

    /// <summary>The file in a profile that tells fontconfig which typefaces stand in for missing ones.</summary>
    public static string FontSettings(string profile) => Path.Combine(profile, "fonts.conf");

    /// <summary>Writes the profile: no macros, nothing fetched from elsewhere, stand-ins for typefaces that are missing.</summary>
    public static void WriteProfile(string folder)
    {
        XNamespace oor = "http://openoffice.org/2001/registry";
        const string common = "/org.openoffice.Office.Common", writer = "/org.openoffice.Office.Writer";
        var items = new XElement(oor + "items", new XAttribute(XNamespace.Xmlns + "oor", oor),
            Setting($"{common}/Security/Scripting", "DisableMacrosExecution", "true"),
            Setting($"{common}/Security/Scripting", "MacroSecurityLevel", "3"),
            Setting($"{common}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
            Setting($"{writer}/Content/Update", "Link", "0"),
            Setting($"{common}/Misc", "FirstRun", "false"));
        var user = Directory.CreateDirectory(Path.Combine(folder, "user")).FullName;
        File.WriteAllText(Path.Combine(user, "registrymodifications.xcu"), new XDocument(items).ToString(), Utf8);
        File.WriteAllText(FontSettings(folder), Fonts().ToString(), Utf8);

        XElement Setting(string path, string name, string value) => new("item", new XAttribute(oor + "path", path),
            new XElement("prop", new XAttribute(oor + "name", name), new XAttribute(oor + "op", "fuse"), new XElement("value", value)));
    }

    /// <remarks>
    /// "accept" puts the stand-in behind the typeface asked for: where that is installed it wins. LibreOffice's own replacement table is not
    /// used by its converter, so on Linux the choice is made here; Windows and macOS bring the typefaces along.
    /// </remarks>
    static XDocument Fonts() => new(new XElement("fontconfig",
        new XElement("include", new XAttribute("ignore_missing", "yes"), Environment.GetEnvironmentVariable("FONTCONFIG_FILE") is { Length: > 0 } own ? own : "/etc/fonts/fonts.conf"),
        WordStyles.Fallbacks.Select(fallback => new XElement("alias", new XAttribute("binding", "same"),
            new XElement("family", fallback.Face),
            new XElement("accept", fallback.OnLinux.Select(name => new XElement("family", name)))))));

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
}
