using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Keguan.Foundation.Files;

/// <summary>
/// Reads the directory of a ZIP and the packed bytes of its entries, without believing what it says. The library's reader stops at the size that an
/// entry declares and loads any number of entries; a bomb lies about the one and abuses the other.
/// </summary>
sealed class ZipDirectory
{
    public sealed record Entry(string Name, bool Encrypted, int Method, long Packed, long Size, long DataAt);

    const uint LocalMark = 0x04034b50, CentralMark = 0x02014b50, EndMark = 0x06054b50, End64Mark = 0x06064b50, Locator64Mark = 0x07064b50;
    const int LocalSize = 30, CentralSize = 46, EndSize = 22, Locator64Size = 20, End64Size = 56;
    /// <summary>Beyond any disk; so that sums of sizes do not overflow.</summary>
    const long MaxSize = 1L << 48;
    const int MaxDirectoryBytes = 8 * 1024 * 1024;
    public const int Stored = 0, Deflated = 8;

    static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    readonly Stream _content;

    public IReadOnlyList<Entry> Entries { get; }

    ZipDirectory(Stream content, IReadOnlyList<Entry> entries) => (_content, Entries) = (content, entries);

    /// <summary>Thrown when the structure does not hold: cut off, or made to be read differently by different programs.</summary>
    public sealed class Broken(string why) : Exception(why);

    /// <summary>Thrown when there are more entries than allowed.</summary>
    public sealed class TooMany(long count) : Exception
    {
        public long Count => count;
    }

    public static ZipDirectory Read(Stream content, int maxEntries)
    {
        var (at, size, count) = FindDirectory(content);
        if (count > maxEntries) throw new TooMany(count);
        if (size > MaxDirectoryBytes) throw new TooMany(size / CentralSize);
        var bytes = Take(content, at, (int)size);
        var entries = new List<Entry>((int)count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var rest = bytes.AsSpan();
        for (long i = 0; i < count; i++)
        {
            if (rest.Length < CentralSize || BinaryPrimitives.ReadUInt32LittleEndian(rest) != CentralMark) throw new Broken("central directory entry");
            var flags = U16(rest, 8);
            int nameLength = U16(rest, 28), extraLength = U16(rest, 30), commentLength = U16(rest, 32);
            var length = CentralSize + nameLength + extraLength + commentLength;
            if (rest.Length < length) throw new Broken("central directory entry cut off");
            var rawName = rest.Slice(CentralSize, nameLength);
            long packed = U32(rest, 20), whole = U32(rest, 24), local = U32(rest, 42);
            Widen(rest.Slice(CentralSize + nameLength, extraLength), ref whole, ref packed, ref local);
            var data = DataOf(content, local, rawName);
            if (packed < 0 || whole is < 0 or > MaxSize || packed > at - data) throw new Broken("entry lies outside");
            var name = Name(rawName, (flags & 0x800) != 0);
            if (!names.Add(name)) throw new Broken("a name twice");
            entries.Add(new Entry(name, (flags & 1) != 0, U16(rest, 10), packed, whole, data));
            rest = rest[length..];
        }
        // Entries that share bytes are how a small file unfolds into petabytes.
        var end = -1L;
        foreach (var entry in entries.OrderBy(entry => entry.DataAt))
        {
            if (entry.DataAt < end) throw new Broken("entries overlap");
            end = entry.DataAt + entry.Packed;
        }
        return new ZipDirectory(content, entries);
    }

    /// <summary>The unpacked bytes, as many as really come out. One stream at a time.</summary>
    public Stream Open(Entry entry)
    {
        var packed = new Window(_content, entry.DataAt, entry.Packed);
        return entry.Method == Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress);
    }

    static (long At, long Size, long Count) FindDirectory(Stream content)
    {
        var tailLength = (int)Math.Min(content.Length, EndSize + ushort.MaxValue);
        var tail = Take(content, content.Length - tailLength, tailLength);
        for (var i = tailLength - EndSize; i >= 0; i--)
        {
            var end = tail.AsSpan(i);
            // The comment must reach exactly to the end, else something hangs behind the archive.
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndMark || U16(end, 20) != end.Length - EndSize) continue;
            long count = U16(end, 10), size = U32(end, 12), at = U32(end, 16), endAt = content.Length - tailLength + i;
            if (U16(end, 4) != 0 || U16(end, 6) != 0 || U16(end, 8) != U16(end, 10)) throw new Broken("several disks");
            if (count == ushort.MaxValue || size == uint.MaxValue || at == uint.MaxValue) (at, size, count, endAt) = FindDirectory64(content, endAt);
            if (at < 0 || size < 0 || count < 0 || at + size != endAt) throw new Broken("directory is not where it says");
            return (at, size, count);
        }
        throw new Broken("no directory");
    }

    static (long At, long Size, long Count, long EndAt) FindDirectory64(Stream content, long endAt)
    {
        var locator = Take(content, endAt - Locator64Size, Locator64Size).AsSpan();
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != Locator64Mark) throw new Broken("no 64-bit locator");
        var at = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        var end = Take(content, at, End64Size).AsSpan();
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != End64Mark) throw new Broken("no 64-bit end");
        return (BinaryPrimitives.ReadInt64LittleEndian(end[48..]), BinaryPrimitives.ReadInt64LittleEndian(end[40..]), BinaryPrimitives.ReadInt64LittleEndian(end[32..]), at);
    }

    /// <summary>Sizes that do not fit 32 bits stand in the extra field, in this order, each only where its place says 0xFFFFFFFF.</summary>
    static void Widen(ReadOnlySpan<byte> extra, ref long whole, ref long packed, ref long local)
    {
        while (extra.Length >= 4)
        {
            int id = U16(extra, 0), length = U16(extra, 2);
            if (extra.Length < 4 + length) return;
            if (id == 1)
            {
                var field = extra.Slice(4, length);
                Next(ref whole, ref field);
                Next(ref packed, ref field);
                Next(ref local, ref field);
                return;
            }
            extra = extra[(4 + length)..];
        }

        static void Next(ref long value, ref ReadOnlySpan<byte> field)
        {
            if (value != uint.MaxValue) return;
            if (field.Length < 8) throw new Broken("64-bit field cut off");
            value = BinaryPrimitives.ReadInt64LittleEndian(field);
            field = field[8..];
        }
    }

    static long DataOf(Stream content, long local, ReadOnlySpan<byte> name)
    {
        var head = Take(content, local, LocalSize).AsSpan();
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != LocalMark) throw new Broken("local entry");
        int nameLength = U16(head, 26), extraLength = U16(head, 28);
        // Some programs list by the directory, others walk the entries: both must see the same name.
        if (!Take(content, local + LocalSize, nameLength).AsSpan().SequenceEqual(name)) throw new Broken("two names for one entry");
        var data = local + LocalSize + nameLength + extraLength;
        return data <= content.Length ? data : throw new Broken("local entry cut off");
    }

    /// <summary>Chinese Windows writes names in GB18030 without saying so.</summary>
    static string Name(ReadOnlySpan<byte> raw, bool saysUtf8)
    {
        try
        {
            return Utf8.GetString(raw);
        }
        catch (DecoderFallbackException) when (!saysUtf8)
        {
            return Gb18030.GetString(raw);
        }
        catch (DecoderFallbackException)
        {
            throw new Broken("name is not UTF-8");
        }
    }

    static byte[] Take(Stream content, long at, int count)
    {
        if (at < 0 || count < 0 || at > content.Length - count) throw new Broken("outside the file");
        var bytes = new byte[count];
        content.Position = at;
        content.ReadExactly(bytes);
        return bytes;
    }

    static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    static long U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    /// <summary>A stretch of a stream, read on its own position.</summary>
    sealed class Window(Stream inner, long start, long length) : Stream
    {
        long _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            inner.Position = start + _position;
            var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, length - _position)]);
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
