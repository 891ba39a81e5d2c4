using System.Buffers.Binary;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Files;

/// <summary>Walks through a JPEG or PNG: is it whole, and would showing it exhaust the reader's machine?</summary>
static class PictureInspector
{
    const long MaxPixels = 200_000_000;

    static readonly byte[] PngMark = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'];

    static readonly Text CutOff = T("该图片不完整或已损坏，请检查能否打开后重新上传。", "This picture is incomplete or damaged. Check that it opens and upload it again.");
    static readonly Text TooBig = T("该图片像素过大（超过 2 亿像素），请缩小后上传。", "This picture has too many pixels (over 200 million). Reduce it and upload it again.");

    public static bool IsJpeg(ReadOnlySpan<byte> start) => start.Length > 3 && start[0] == 0xFF && start[1] == 0xD8 && start[2] == 0xFF;

    public static bool IsPng(ReadOnlySpan<byte> start) => start.StartsWith(PngMark);

    public static void InspectPng(Stream content)
    {
        content.Position = PngMark.Length;
        Span<byte> head = stackalloc byte[8], size = stackalloc byte[8];
        for (var first = true; ; first = false)
        {
            if (content.ReadAtLeast(head, 8, throwOnEndOfStream: false) < 8) throw new Refusal(CutOff);
            long length = BinaryPrimitives.ReadUInt32BigEndian(head);
            var type = head[4..];
            var next = content.Position + length + 4;
            if (next > content.Length) throw new Refusal(CutOff);
            if (first)
            {
                if (!type.SequenceEqual("IHDR"u8) || length < 8) throw new Refusal(CutOff);
                content.ReadExactly(size);
                Check(BinaryPrimitives.ReadUInt32BigEndian(size), BinaryPrimitives.ReadUInt32BigEndian(size[4..]));
            }
            if (type.SequenceEqual("IEND"u8)) return;
            content.Position = next;
        }
    }

    public static void InspectJpeg(Stream content)
    {
        content.Position = 2;
        Span<byte> two = stackalloc byte[2], frame = stackalloc byte[5];
        var sized = false;
        while (true)
        {
            int marker;
            if (content.ReadByte() != 0xFF) throw new Refusal(CutOff);
            do marker = content.ReadByte(); while (marker == 0xFF);
            if (marker is < 0 or 0xD9) throw new Refusal(CutOff);
            if (marker is 0x01 or >= 0xD0 and <= 0xD7) continue;
            if (content.ReadAtLeast(two, 2, throwOnEndOfStream: false) < 2) throw new Refusal(CutOff);
            var next = content.Position - 2 + BinaryPrimitives.ReadUInt16BigEndian(two);
            if (next > content.Length) throw new Refusal(CutOff);
            // Start of frame, but not the tables that share its range (DHT C4, JPG C8, DAC CC).
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                content.ReadExactly(frame);
                Check(BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]));
                sized = true;
            }
            content.Position = next;
            if (marker == 0xDA) break;
        }
        if (!sized || !EndFollows(content)) throw new Refusal(CutOff);
    }

    /// <summary>In the picture's own data a byte FF is always followed by 00 or a restart mark: FF D9 is the end. Phones hang a film behind it.</summary>
    static bool EndFollows(Stream content)
    {
        var buffer = new byte[81920];
        var lastWasMark = false;
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            if (lastWasMark && buffer[0] == 0xD9) return true;
            if (buffer.AsSpan(0, read).IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0) return true;
            lastWasMark = buffer[read - 1] == 0xFF;
        }
        return false;
    }

    static void Check(long width, long height)
    {
        if (width == 0 || height == 0) throw new Refusal(CutOff);
        if (width * height > MaxPixels) throw new Refusal(TooBig);
    }
}
