using System.Runtime.InteropServices;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>A SHA-256 value of the tree, kept without an array so that a million of them cost the collector nothing.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = Length)]
public readonly struct MerkleHash : IEquatable<MerkleHash>
{
    /// <summary>Bytes of one hash.</summary>
    public const int Length = 32;

    readonly ulong a, b, c, d;

    public MerkleHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"a hash has {Length} bytes, not {bytes.Length}", nameof(bytes));
        this = MemoryMarshal.Read<MerkleHash>(bytes);
    }

    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    public static MerkleHash FromHex(string hex) => new(Convert.FromHexString(hex));

    public static MerkleHash FromBase64(string base64) => new(Convert.FromBase64String(base64));

    public string ToBase64() => Convert.ToBase64String(ToArray());

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());

    public bool Equals(MerkleHash other) => a == other.a && b == other.b && c == other.c && d == other.d;

    public override bool Equals(object? obj) => obj is MerkleHash other && Equals(other);

    public override int GetHashCode() => a.GetHashCode();

    public static bool operator ==(MerkleHash left, MerkleHash right) => left.Equals(right);

    public static bool operator !=(MerkleHash left, MerkleHash right) => !left.Equals(right);
}
