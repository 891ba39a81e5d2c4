using System.Security.Cryptography;

namespace Keguan.Review.Draws;

/// <summary>The hash function of a draw, named in its record, with what is built on it: HMAC (RFC 2104), HKDF (RFC 5869), hash chains and the RFC 6962 tree.</summary>
public sealed class DrawHash
{
    /// <summary>Bytes of every value.</summary>
    public const int Length = 32;

    public static readonly DrawHash Sha256 = new("SHA-256", SHA256.HashData, (key, data) => HMACSHA256.HashData(key, data));
    public static readonly DrawHash Sm3 = new("SM3", Draws.Sm3.HashData, HmacSm3);

    delegate byte[] Plain(ReadOnlySpan<byte> data);

    delegate byte[] Keyed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data);

    readonly Plain _plain;
    readonly Keyed _keyed;

    DrawHash(string name, Plain plain, Keyed keyed) => (Name, _plain, _keyed) = (name, plain, keyed);

    /// <summary>As the record writes it: SHA-256 or SM3.</summary>
    public string Name { get; }

    /// <summary>The function of that name, or null.</summary>
    public static DrawHash? Named(string name) => name == Sha256.Name ? Sha256 : name == Sm3.Name ? Sm3 : null;

    /// <summary>32 bytes.</summary>
    public byte[] Of(ReadOnlySpan<byte> data) => _plain(data);

    /// <summary>HMAC, 32 bytes.</summary>
    public byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => _keyed(key, data);

    /// <summary>H applied <paramref name="times"/> times: the link of a hash chain.</summary>
    public byte[] Chain(ReadOnlySpan<byte> data, int times)
    {
        var value = data.ToArray();
        for (var i = 0; i < times; i++) value = Of(value);
        return value;
    }

    /// <summary>HKDF-Extract: HMAC(salt, input keying material).</summary>
    public byte[] Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> material) => Hmac(salt, material);

    /// <summary>HKDF-Expand to 32 bytes, which is one block: HMAC(prk, info ‖ 0x01).</summary>
    public byte[] Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> info)
    {
        var block = info.Length < 1024 ? stackalloc byte[info.Length + 1] : new byte[info.Length + 1];
        info.CopyTo(block);
        block[^1] = 1;
        return Hmac(prk, block);
    }

    /// <summary>The root of the RFC 6962 tree (section 2.1) over these leaves: H(0x00 ‖ leaf), H(0x01 ‖ left ‖ right), H of nothing for none.</summary>
    public byte[] Root(IReadOnlyList<byte[]> leaves) => leaves.Count == 0 ? Of([]) : Root(leaves, 0, leaves.Count);

    byte[] Root(IReadOnlyList<byte[]> leaves, int from, int to)
    {
        if (to - from == 1) return Of([0, .. leaves[from]]);
        var left = 1;
        while (2 * left < to - from) left *= 2;
        return Of([1, .. Root(leaves, from, from + left), .. Root(leaves, from + left, to)]);
    }

    static byte[] HmacSm3(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        Span<byte> block = stackalloc byte[Draws.Sm3.BlockLength];
        block.Clear();
        if (key.Length > block.Length) Draws.Sm3.HashData(key).CopyTo(block);
        else key.CopyTo(block);
        var inner = new byte[block.Length + data.Length];
        for (var i = 0; i < block.Length; i++) inner[i] = (byte)(block[i] ^ 0x36);
        data.CopyTo(inner.AsSpan(block.Length));
        Span<byte> outer = stackalloc byte[Draws.Sm3.BlockLength + Length];
        for (var i = 0; i < block.Length; i++) outer[i] = (byte)(block[i] ^ 0x5C);
        Draws.Sm3.HashData(inner).CopyTo(outer[block.Length..]);
        return Draws.Sm3.HashData(outer);
    }
}
