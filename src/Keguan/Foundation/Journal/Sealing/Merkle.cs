using System.Numerics;
using System.Security.Cryptography;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// The hashes and the checks of an RFC 6962 tree over SHA-256: SHA-256(0x00 ‖ leaf), SHA-256(0x01 ‖ left ‖ right), and the
/// verification of inclusion and consistency as in RFC 9162, sections 2.1.3.2 and 2.1.4.2. Nothing here needs a database:
/// an outsider who has a proof and a checkpoint needs no more than these functions.
/// </summary>
public static class Merkle
{
    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static readonly MerkleHash EmptyRoot = new(SHA256.HashData([]));

    /// <summary>Hash of one leaf; the prefix 0x00 keeps a leaf from being taken for a node.</summary>
    public static MerkleHash Leaf(ReadOnlySpan<byte> data)
    {
        var input = data.Length < 4096 ? stackalloc byte[data.Length + 1] : new byte[data.Length + 1];
        input[0] = 0;
        data.CopyTo(input[1..]);
        return Sha256(input);
    }

    /// <summary>Hash of two neighbouring subtrees, left one first.</summary>
    public static MerkleHash Node(MerkleHash left, MerkleHash right)
    {
        Span<byte> input = stackalloc byte[1 + 2 * MerkleHash.Length];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + MerkleHash.Length)..]);
        return Sha256(input);
    }

    /// <summary>Whether the proof shows that the leaf stands at <paramref name="index"/> in the tree of <paramref name="size"/> leaves with this root.</summary>
    public static bool VerifyInclusion(MerkleHash leaf, long index, long size, IReadOnlyList<MerkleHash> proof, MerkleHash root)
    {
        if (index < 0 || index >= size) return false;
        long node = index, last = size - 1;
        var hash = leaf;
        foreach (var sibling in proof)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = Node(sibling, hash);
                while ((node & 1) == 0 && node != 0) { node >>= 1; last >>= 1; }
            }
            else
            {
                hash = Node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash == root;
    }

    /// <summary>Whether the proof shows that the tree of the first size and root is the beginning of the tree of the second.</summary>
    /// <remarks>The empty tree begins every tree, and then there is nothing to prove: the proof must be empty.</remarks>
    public static bool VerifyConsistency(long first, long second, MerkleHash firstRoot, MerkleHash secondRoot, IReadOnlyList<MerkleHash> proof)
    {
        if (first < 0 || first > second) return false;
        if (first == 0) return proof.Count == 0 && firstRoot == EmptyRoot && (second > 0 || secondRoot == EmptyRoot);
        if (first == second) return proof.Count == 0 && firstRoot == secondRoot;

        // A first tree that is one complete subtree is not repeated in the proof: its root is known.
        var next = 0;
        MerkleHash start;
        if (BitOperations.IsPow2(first)) start = firstRoot;
        else if (proof.Count > 0) start = proof[next++];
        else return false;

        long node = first - 1, last = second - 1;
        while ((node & 1) == 1) { node >>= 1; last >>= 1; }
        MerkleHash one = start, two = start;
        for (; next < proof.Count; next++)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                one = Node(proof[next], one);
                two = Node(proof[next], two);
                while ((node & 1) == 0 && node != 0) { node >>= 1; last >>= 1; }
            }
            else
            {
                two = Node(two, proof[next]);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && one == firstRoot && two == secondRoot;
    }

    static MerkleHash Sha256(ReadOnlySpan<byte> input)
    {
        Span<byte> output = stackalloc byte[MerkleHash.Length];
        SHA256.HashData(input, output);
        return new MerkleHash(output);
    }
}
