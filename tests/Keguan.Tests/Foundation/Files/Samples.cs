using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Keguan.Foundation.Documents;

namespace Keguan.Tests.Foundation.Files;

/// <summary>Real files, good and bad, made here.</summary>
static class Samples
{
    public static byte[] Docx(string text = "申报书") => new WordDocument(text).Title().Paragraph(text).ToArray();

    public static byte[] Png() => QrCode.Png("https://keguan.example");

    /// <summary>1 × 1 pixel, baseline.</summary>
    public static byte[] Jpg() => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=").Concat(new byte[] { 0xFF, 0xD9 }).ToArray();

    /// <summary>One empty page with a cross-reference table.</summary>
    public static byte[] Pdf(string trailer = "", string filling = "")
    {
        var text = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var body in new[] { "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>" })
        {
            offsets.Add(text.Length);
            text.Append(offsets.Count).Append(" 0 obj").Append(body).Append("endobj\n");
        }
        text.Append(filling);
        var at = text.Length;
        text.Append("xref\n0 4\n0000000000 65535 f \n");
        foreach (var offset in offsets) text.Append(offset.ToString("D10")).Append(" 00000 n \n");
        text.Append("trailer<</Size 4/Root 1 0 R").Append(trailer).Append(">>\nstartxref\n").Append(at).Append("\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>The newer way: the trailer is the dictionary of a compressed stream.</summary>
    public static byte[] PdfWithStream(string dictionary = "")
    {
        const string start = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n";
        return Encoding.Latin1.GetBytes($"{start}2 0 obj<</Type/XRef/Size 3/W[1 2 1]/Root 1 0 R{dictionary}/Length 4>>stream\nabcd\nendstream endobj\nstartxref\n{start.Length}\n%%EOF");
    }

    public static byte[] Xlsx(string mainType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", params (string Name, byte[] Content)[] more) => Zip(
        [
            ("[Content_Types].xml", Utf8($"""
                <?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>
                <Override PartName="/xl/workbook.xml" ContentType="{mainType}"/></Types>
                """)),
            ("xl/workbook.xml", Utf8("<workbook/>")), .. more,
        ]);

    public static byte[] Ofd(string ns = "http://www.ofdspec.org/2016") => Zip(
        ("OFD.xml", Utf8($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><ofd:OFD xmlns:ofd=\"{ns}\" Version=\"1.0\"><ofd:DocBody/></ofd:OFD>")), ("Doc_0/Document.xml", Utf8("<x/>")));

    public static byte[] Exe() => [.. "MZ\x90\0\x03\0\0\0"u8, .. new byte[200]];

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    /// <summary>The docx with one more part in it.</summary>
    public static byte[] With(byte[] package, string name, byte[] content)
    {
        using var stream = new MemoryStream();
        stream.Write(package);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(content);
        }
        return stream.ToArray();
    }

    /// <summary>Zeros, packed a thousandfold; made by repeating one packed megabyte.</summary>
    public static byte[] Deflated(int megabytes)
    {
        using var chunk = new MemoryStream();
        using var deflate = new DeflateStream(chunk, CompressionLevel.Optimal);
        deflate.Write(new byte[1 << 20]);
        deflate.Flush();
        var bytes = chunk.ToArray();
        var all = new MemoryStream();
        for (var i = 0; i < megabytes; i++) all.Write(bytes);
        // An empty last block.
        all.Write([3, 0]);
        return all.ToArray();
    }

    public sealed record Raw(byte[] Name, byte[] Packed, long Declared, int Method = 8, int Flags = 0, byte[]? LocalName = null, bool ShareFirst = false)
    {
        public Raw(string name, byte[] packed, long declared) : this(Utf8(name), packed, declared)
        {
        }
    }

    /// <summary>A ZIP written by hand, so that it can lie.</summary>
    public static byte[] RawZip(params Raw[] entries)
    {
        using var zip = new MemoryStream();
        var at = new List<uint>();
        foreach (var entry in entries)
        {
            if (entry.ShareFirst)
            {
                at.Add(at[0]);
                continue;
            }
            at.Add((uint)zip.Position);
            zip.Write(Numbers((0x04034b50u, 4), (20, 2), ((uint)entry.Flags, 2), ((uint)entry.Method, 2), (0, 4), (0, 4), ((uint)entry.Packed.Length, 4), ((uint)entry.Declared, 4), ((uint)(entry.LocalName ?? entry.Name).Length, 2), (0, 2)));
            zip.Write(entry.LocalName ?? entry.Name);
            zip.Write(entry.Packed);
        }
        var directory = (uint)zip.Position;
        foreach (var (entry, i) in entries.Select((entry, i) => (entry, i)))
        {
            zip.Write(Numbers((0x02014b50u, 4), (20, 2), (20, 2), ((uint)entry.Flags, 2), ((uint)entry.Method, 2), (0, 4), (0, 4), ((uint)entry.Packed.Length, 4), ((uint)entry.Declared, 4), ((uint)entry.Name.Length, 2), (0, 2), (0, 2), (0, 2), (0, 2), (0, 4), (at[i], 4)));
            zip.Write(entry.Name);
        }
        var size = (uint)zip.Position - directory;
        zip.Write(Numbers((0x06054b50u, 4), (0, 2), (0, 2), ((uint)entries.Length, 2), ((uint)entries.Length, 2), (size, 4), (directory, 4), (0, 2)));
        return zip.ToArray();
    }

    static byte[] Numbers(params (uint Value, int Bytes)[] numbers)
    {
        var bytes = new List<byte>();
        Span<byte> four = stackalloc byte[4];
        foreach (var (value, count) in numbers)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(four, value);
            bytes.AddRange(four[..count]);
        }
        return [.. bytes];
    }
}
