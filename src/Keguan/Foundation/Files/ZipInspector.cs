using System.Text;
using System.Xml;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Files;

/// <summary>
/// Unpacks a ZIP as far as is needed to know that it is harmless and what it is: a plain archive, an Office document or an OFD (both are ZIPs). Counts what
/// really comes out, also of archives within archives, and stops at the limit.
/// </summary>
sealed class ZipInspector(Stream content, ZipInspector.Budget budget, int depth = 0, string? within = null)
{
    /// <summary>What may come out in all, shared by everything that is nested.</summary>
    public sealed class Budget(long packed)
    {
        /// <summary>Text that is honestly repetitive packs to a fiftieth; a bomb to a thousandth.</summary>
        const int MaxRatio = 100;
        const long RatioCountsFrom = 64L * 1024 * 1024, MaxTotal = 1024L * 1024 * 1024;
        const int MaxEntries = 5000;

        long _unpacked;

        public int EntriesLeft { get; private set; } = MaxEntries;

        public void Enter(int entries) => EntriesLeft -= entries;

        public bool Spend(long bytes)
        {
            _unpacked += bytes;
            return _unpacked <= MaxTotal && (_unpacked <= RatioCountsFrom || _unpacked <= packed * MaxRatio);
        }

        /// <summary>What an entry declares, asked before any of it is unpacked.</summary>
        public bool CouldHold(long declared) => _unpacked + declared <= MaxTotal && (_unpacked + declared <= RatioCountsFrom || _unpacked + declared <= packed * MaxRatio);
    }

    const int MaxDepth = 3, SmallNested = 4 * 1024 * 1024, MaxPart = 4 * 1024 * 1024;
    const string ContentTypes = "[Content_Types].xml";

    static readonly Text Broken = T("文件不完整或已损坏，请检查后重新上传。", "The file is incomplete or damaged. Check it and upload it again.");
    static readonly Text Bomb = T("压缩包解开后过大，疑似“压缩炸弹”，不能上传。", "This archive unpacks to far too much (a “ZIP bomb”) and cannot be uploaded.");
    static readonly Text TooMany = T("压缩包内的文件过多，不能上传。请分开打包。", "The archive holds too many files. Split it.");
    static readonly Text TooDeep = T("压缩包层层嵌套过深，无法检查。请直接打包文件。", "The archive is nested too deeply to be checked. Pack the files directly.");
    static readonly Text Locked = T("压缩包设有密码，无法检查。请取消密码后重新上传。", "The archive is protected by a password and cannot be checked. Remove the password and upload it again.");
    static readonly Text OddMethod = T("压缩包使用了不常见的压缩方式，无法检查。请用标准 ZIP 方式重新压缩。", "The archive uses an uncommon method of compression and cannot be checked. Pack it as a standard ZIP.");
    static readonly Text OddPath = T("压缩包内含有不安全的路径，不能上传。", "The archive contains unsafe paths and cannot be uploaded.");
    static readonly Text Macro = T("该文件带有宏，不能上传。请另存为不带宏的 docx、xlsx 或 PDF。",
        "This file contains macros and cannot be uploaded. Save it as docx or xlsx without macros, or as PDF.");
    static readonly Text Active = T("该文件带有 ActiveX 控件，不能上传。请删除控件或另存为 PDF。", "This file contains ActiveX controls and cannot be uploaded. Remove them or save it as PDF.");
    static readonly Text RemoteTemplate = T("该文档打开时会从网络加载模板，不能上传。请另存为 PDF，或复制内容到新文档。",
        "This document loads a template from the network when it is opened and cannot be uploaded. Save it as PDF, or copy it into a new document.");
    static readonly Text BinaryWorkbook = T("该文件是 Excel 二进制工作簿（xlsb），无法检查。请另存为 xlsx。", "This is a binary workbook (xlsb) and cannot be checked. Save it as xlsx.");
    static readonly Text OpenDocument = T("该文件是 OpenDocument 格式（odt、ods、odp），请另存为 docx、xlsx 或 PDF。",
        "This is an OpenDocument file (odt, ods, odp). Save it as docx, xlsx or PDF.");
    static readonly Text Program = T("该文件实际是程序包，不能上传。", "This file is in fact a program package and cannot be uploaded.");

    public FileKind Inspect()
    {
        ZipDirectory directory;
        try
        {
            directory = ZipDirectory.Read(content, budget.EntriesLeft);
        }
        catch (ZipDirectory.TooMany)
        {
            throw Refuse(TooMany);
        }
        catch (ZipDirectory.Broken)
        {
            throw Refuse(Broken);
        }
        budget.Enter(directory.Entries.Count);
        if (!budget.CouldHold(directory.Entries.Sum(entry => entry.Size))) throw Refuse(Bomb);
        foreach (var entry in directory.Entries) CheckListed(entry);
        foreach (var entry in directory.Entries) CheckUnpacked(directory, entry);
        return KindOf(directory);
    }

    void CheckListed(ZipDirectory.Entry entry)
    {
        if (entry.Encrypted) throw Refuse(Locked);
        if (entry.Method is not (ZipDirectory.Stored or ZipDirectory.Deflated)) throw Refuse(OddMethod);
        var path = entry.Name.Replace('\\', '/');
        if (path.StartsWith('/') || path.Length > 1 && path[1] == ':' || path.Split('/').Contains("..")) throw Refuse(OddPath);
        if (!path.EndsWith('/') && Signatures.IsRunnableName(path)) throw RefuseInside(entry.Name);
    }

    void CheckUnpacked(ZipDirectory directory, ZipDirectory.Entry entry)
    {
        if (entry.Size == 0 && entry.Packed <= 2) return;
        try
        {
            using var unpacked = directory.Open(entry);
            var start = new byte[Signatures.Window];
            var have = unpacked.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (!budget.Spend(have)) throw Refuse(Bomb);
            if (Signatures.Find(start.AsSpan(0, have)) is { Dangerous: true }) throw RefuseInside(entry.Name);
            var nested = start.AsSpan(0, have).StartsWith("PK\x3\x4"u8);
            if (nested && depth + 1 >= MaxDepth) throw Refuse(TooDeep);
            using var copy = nested ? Buffer(entry.Size) : null;
            copy?.Write(start, 0, have);
            long total = have;
            var buffer = new byte[81920];
            int read;
            while ((read = unpacked.Read(buffer)) > 0)
            {
                total += read;
                if (!budget.Spend(read)) throw Refuse(Bomb);
                // More comes out than the directory says: made to fool programs that believe it.
                if (total > entry.Size) throw Refuse(Broken);
                copy?.Write(buffer, 0, read);
            }
            if (total != entry.Size) throw Refuse(Broken);
            if (copy is not null) new ZipInspector(copy, budget, depth + 1, entry.Name).Inspect();
        }
        catch (InvalidDataException)
        {
            throw Refuse(Broken);
        }
    }

    FileKind KindOf(ZipDirectory directory)
    {
        var names = new Dictionary<string, ZipDirectory.Entry>(StringComparer.OrdinalIgnoreCase);
        var unique = directory.Entries.Count(entry => names.TryAdd(entry.Name.Replace('\\', '/'), entry)) == directory.Entries.Count;
        if (names.TryGetValue(ContentTypes, out var types))
        {
            // Two parts that differ by case only: one program opens the one, the next the other.
            if (!unique) throw Refuse(Broken);
            return Office(directory, types);
        }
        if (names.TryGetValue("OFD.xml", out var ofd))
        {
            var root = ReadXml(directory, ofd, reader => reader.NodeType == XmlNodeType.Element ? $"{reader.NamespaceURI}|{reader.LocalName}" : null);
            if (root != "http://www.ofdspec.org/2016|OFD") throw Refuse(Broken);
            return FileKind.Ofd;
        }
        if (names.TryGetValue("mimetype", out var mime) && Text(directory, mime).StartsWith("application/vnd.oasis.opendocument", StringComparison.Ordinal)) throw Refuse(OpenDocument);
        if (names.ContainsKey("META-INF/MANIFEST.MF") || names.ContainsKey("AndroidManifest.xml")) throw Refuse(Program);
        return FileKind.Zip;
    }

    FileKind Office(ZipDirectory directory, ZipDirectory.Entry contentTypes)
    {
        var paths = directory.Entries.Select(entry => entry.Name.Replace('\\', '/')).ToList();
        if (paths.Any(path => path.Contains("vbaProject", StringComparison.OrdinalIgnoreCase) || path.Contains("/macrosheets/", StringComparison.OrdinalIgnoreCase))) throw Refuse(Macro);
        if (paths.Any(path => path.Contains("/activeX/", StringComparison.OrdinalIgnoreCase))) throw Refuse(Active);
        FileKind? kind = null;
        ReadXml(directory, contentTypes, reader =>
        {
            var type = reader.NodeType == XmlNodeType.Element ? reader.GetAttribute("ContentType") ?? "" : "";
            if (type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)) throw Refuse(Macro);
            if (type.Contains("sheet.binary", StringComparison.OrdinalIgnoreCase)) throw Refuse(BinaryWorkbook);
            if (type.EndsWith("wordprocessingml.document.main+xml", StringComparison.Ordinal)) kind = FileKind.Docx;
            if (type.EndsWith("spreadsheetml.sheet.main+xml", StringComparison.Ordinal)) kind = FileKind.Xlsx;
            if (type.EndsWith("presentationml.presentation.main+xml", StringComparison.Ordinal)) kind = FileKind.Pptx;
            return null;
        });
        foreach (var entry in directory.Entries.Where(entry => entry.Name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
        {
            ReadXml(directory, entry, reader =>
            {
                if (reader.NodeType == XmlNodeType.Element && reader.GetAttribute("TargetMode") == "External"
                    && (reader.GetAttribute("Type") ?? "").EndsWith("/attachedTemplate", StringComparison.Ordinal) && IsRemote(reader.GetAttribute("Target") ?? "")) throw Refuse(RemoteTemplate);
                return null;
            });
        }
        return kind ?? throw Refuse(Broken);

        // A template on the author's own disk is harmless: it simply is not found.
        static bool IsRemote(string target) =>
            target.StartsWith("http", StringComparison.OrdinalIgnoreCase) || target.StartsWith(@"\\", StringComparison.Ordinal)
            || target.StartsWith("//", StringComparison.Ordinal) || target.StartsWith(@"file:///\\", StringComparison.OrdinalIgnoreCase)
            || target.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && !target.StartsWith("file:///", StringComparison.OrdinalIgnoreCase);
    }

    string? ReadXml(ZipDirectory directory, ZipDirectory.Entry entry, Func<XmlReader, string?> each)
    {
        try
        {
            using var part = directory.Open(entry);
            using var reader = XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxPart });
            while (reader.Read())
                if (each(reader) is { } found) return found;
            return null;
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            throw Refuse(Broken);
        }
    }

    static string Text(ZipDirectory directory, ZipDirectory.Entry entry)
    {
        using var part = directory.Open(entry);
        var bytes = new byte[256];
        return Encoding.UTF8.GetString(bytes, 0, part.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    static Stream Buffer(long size) => size <= SmallNested
        ? new MemoryStream()
        : new FileStream(Path.Combine(Path.GetTempPath(), $"kg-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.DeleteOnClose);

    Refusal Refuse(Text reason) => within is null
        ? new Refusal(reason)
        : new Refusal(T($"压缩包内的“{within}”：{reason.Zh}", $"“{within}” in the archive: {reason.En}"));

    static Refusal RefuseInside(string name) => new(
        $"压缩包内的“{name}”是可执行程序、脚本或网页，不能上传。请删除后重新压缩。",
        $"“{name}” in the archive is a program, script or web page. Remove it, pack the rest again and upload that.");
}
