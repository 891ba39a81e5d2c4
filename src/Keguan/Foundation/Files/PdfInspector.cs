using System.Globalization;
using System.Text;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Files;

/// <summary>Is a PDF whole, and does it ask for a password? Both stand at its end: readers begin there.</summary>
static class PdfInspector
{
    const int HeaderWindow = 1024, TailWindow = 4096, TrailerWindow = 8192;

    static readonly Text CutOff = T("该 PDF 不完整（可能上传或保存时中断），请检查能否打开后重新上传。",
        "This PDF is incomplete (perhaps cut off while saving or uploading). Check that it opens and upload it again.");

    /// <summary>Some scanners write a few bytes before the header; readers allow a kilobyte.</summary>
    public static bool IsPdf(ReadOnlySpan<byte> start) => start[..Math.Min(start.Length, HeaderWindow)].IndexOf("%PDF-"u8) >= 0;

    /// <returns>Whether it is encrypted.</returns>
    public static bool Inspect(Stream content)
    {
        var head = Take(content, 0, HeaderWindow);
        var before = Math.Max(0, head.AsSpan().IndexOf("%PDF-"u8));
        var tail = Take(content, Math.Max(0, content.Length - TailWindow), TailWindow);
        var end = tail.AsSpan().LastIndexOf("%%EOF"u8);
        var startxref = end < 0 ? -1 : tail.AsSpan(0, end).LastIndexOf("startxref"u8);
        if (startxref < 0) throw new Refusal(CutOff);
        var digits = Encoding.ASCII.GetString(tail, startxref + 9, end - startxref - 9).Trim();
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at + before >= content.Length) throw new Refusal(CutOff);
        return Trailer(content, at + before).IndexOf("/Encrypt"u8) >= 0;
    }

    /// <summary>The last trailer: after the cross-reference table, or the dictionary of the cross-reference stream. Neither is ever encrypted.</summary>
    static ReadOnlySpan<byte> Trailer(Stream content, long at)
    {
        var here = Take(content, at, TrailerWindow);
        if (!here.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("xref"u8))
        {
            var stream = here.AsSpan().IndexOf("stream"u8);
            return stream < 0 ? here : here.AsSpan(0, stream);
        }
        const int overlap = 16;
        for (; at < content.Length; at += TrailerWindow - overlap)
        {
            var found = Take(content, at, TrailerWindow).AsSpan().IndexOf("trailer"u8);
            if (found < 0) continue;
            var trailer = Take(content, at + found, TrailerWindow);
            var end = trailer.AsSpan().IndexOf("startxref"u8);
            return end < 0 ? trailer : trailer.AsSpan(0, end);
        }
        throw new Refusal(CutOff);
    }

    static byte[] Take(Stream content, long at, int count)
    {
        content.Position = at;
        var bytes = new byte[(int)Math.Min(count, content.Length - at)];
        content.ReadExactly(bytes);
        return bytes;
    }
}
