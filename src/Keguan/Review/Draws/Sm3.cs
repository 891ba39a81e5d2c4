using System.Buffers.Binary;
using System.Numerics;

namespace Keguan.Review.Draws;

/// <summary>The hash function SM3 of GB/T 32905-2016: 256 bits from bytes of any length (below 2⁶¹ bytes).</summary>
/// <remarks>.NET brings none. Nothing secret passes through it that timing could tell: what a draw hashes is public afterwards.</remarks>
public static class Sm3
{
    /// <summary>Bytes of a value.</summary>
    public const int Length = 32;

    /// <summary>Bytes of a block, which HMAC has to know.</summary>
    public const int BlockLength = 64;

    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        Span<uint> state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E];
        var whole = data.Length / BlockLength * BlockLength;
        for (var at = 0; at < whole; at += BlockLength) Compress(state, data.Slice(at, BlockLength));

        Span<byte> tail = stackalloc byte[2 * BlockLength];
        tail.Clear();
        var rest = data[whole..];
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        var end = rest.Length + 9 <= BlockLength ? BlockLength : 2 * BlockLength;
        BinaryPrimitives.WriteUInt64BigEndian(tail[(end - 8)..], (ulong)data.Length * 8);
        for (var at = 0; at < end; at += BlockLength) Compress(state, tail.Slice(at, BlockLength));

        var digest = new byte[Length];
        for (var i = 0; i < 8; i++) BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(4 * i), state[i]);
        return digest;
    }

    static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[68];
        for (var j = 0; j < 16; j++) w[j] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * j)..]);
        for (var j = 16; j < 68; j++)
        {
            var x = w[j - 16] ^ w[j - 9] ^ BitOperations.RotateLeft(w[j - 3], 15);
            w[j] = x ^ BitOperations.RotateLeft(x, 15) ^ BitOperations.RotateLeft(x, 23) ^ BitOperations.RotateLeft(w[j - 13], 7) ^ w[j - 6];
        }
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (var j = 0; j < 64; j++)
        {
            var a12 = BitOperations.RotateLeft(a, 12);
            var ss1 = BitOperations.RotateLeft(a12 + e + BitOperations.RotateLeft(j < 16 ? 0x79CC4519u : 0x7A879D8Au, j), 7);
            var ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
            var gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
            var tt1 = ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4]);
            var tt2 = gg + h + ss1 + w[j];
            (d, c, b, a) = (c, BitOperations.RotateLeft(b, 9), a, tt1);
            (h, g, f, e) = (g, BitOperations.RotateLeft(f, 19), e, tt2 ^ BitOperations.RotateLeft(tt2, 9) ^ BitOperations.RotateLeft(tt2, 17));
        }
        state[0] ^= a; state[1] ^= b; state[2] ^= c; state[3] ^= d;
        state[4] ^= e; state[5] ^= f; state[6] ^= g; state[7] ^= h;
    }
}
