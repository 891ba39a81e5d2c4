using System.Text;
using System.Text.Json.Nodes;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Review.Draws;
using Keguan.Tests.Support;

namespace Keguan.Tests.Review.Draws;

public sealed class DrawHashTests
{
    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [Theory]
    [InlineData("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd", "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    [InlineData("", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b")]
    public void Sm3_gives_the_values_of_the_standard(string text, string digest)
    {
        Assert.Equal(digest, Hex(Sm3.HashData(Encoding.UTF8.GetBytes(text))));
        Assert.Equal(digest, Hex(DrawHash.Sm3.Of(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Hmac_over_sm3_gives_the_known_value() =>
        Assert.Equal("bd4a34077888162b210645b8ebf74b9af357303789357a27c7fc457244ebd398", Hex(DrawHash.Sm3.Hmac("key"u8, "The quick brown fox jumps over the lazy dog"u8)));

    [Fact]
    public void A_long_key_is_hashed_first()
    {
        var key = Enumerable.Range(0, 100).Select(i => (byte)i).ToArray();
        foreach (var hash in new[] { DrawHash.Sha256, DrawHash.Sm3 }) Assert.Equal(hash.Hmac(hash.Of(key), "x"u8), hash.Hmac(key, "x"u8));
    }

    [Fact]
    public void The_shared_vectors_of_sm3_hold()
    {
        if (Repository.Shared("rules", "vectors", "sm_crypto.json") is not { } path) { Assert.Skip("The shared vectors are not beside the repository."); return; }
        var vectors = JsonNode.Parse(File.ReadAllText(path))!;
        foreach (var one in vectors["hmac_sm3"]!.AsArray())
            Assert.Equal(one!["mac"]!.ToString(), Hex(DrawHash.Sm3.Hmac(Encoding.UTF8.GetBytes(one["key_utf8"]!.ToString()), Encoding.UTF8.GetBytes(one["msg_utf8"]!.ToString()))));
    }

    [Fact]
    public void The_root_over_candidates_is_that_of_the_journals_tree()
    {
        for (var count = 0; count < 40; count++)
        {
            var leaves = Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes("leaf " + i)).ToList();
            var tree = new TileTree();
            foreach (var leaf in leaves) tree.Append(Merkle.Leaf(leaf));
            Assert.Equal(tree.Root.ToString(), Hex(DrawHash.Sha256.Root(leaves)));
        }
    }
}
