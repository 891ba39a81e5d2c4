using System.Text;
using System.Text.Json.Nodes;
using Keguan.Review.Draws;

namespace Keguan.Tests.Review.Draws;

public sealed class DrawVerificationTests
{
    static JsonObject Drawn(DrawHash? hash = null) => DrawMachine.Run(Requests.Order(hash: hash, with: request =>
    {
        request["excluded"] = new JsonArray(new JsonObject { ["label"] = "EXP-0004", ["reason"] = "R01" });
        request["beacon"] = new JsonObject { ["kind"] = "numbers", ["sources"] = JsonNode.Parse("[[1,9,14,22,27,30],[11]]"), ["source"] = "双色球" };
        request["declined"] = new JsonArray(new JsonObject { ["label"] = DrawMachine.Run(request).Labels("selected")[0], ["reason"] = "出差", ["at"] = "2026-11-22T01:00:00Z" });
    }));

    static readonly JsonObject Rfc = CanonicalJson.Read("""{"method":"rfc3797","sources":[[9319],[2,5,12,8,10],[9,18,26,34,41,45]],"pool":25,"take":16}"""u8);

    [Fact]
    public void A_record_as_it_was_made_is_valid()
    {
        foreach (var record in new[] { Drawn(), Drawn(DrawHash.Sm3), DrawMachine.Run(Rfc) })
        {
            var verdict = DrawVerification.Verify(CanonicalJson.Write(record));
            Assert.Null(verdict.Problem);
            Assert.Equal(DrawCheck.Record, verdict.Steps[^1].Check);
        }
        Assert.Equal([DrawCheck.Form, DrawCheck.Candidates, DrawCheck.Plan, DrawCheck.Parties, DrawCheck.Beacon, DrawCheck.Randomness, DrawCheck.Order, DrawCheck.Panel, DrawCheck.Reserve, DrawCheck.Replacements, DrawCheck.Record],
            DrawVerification.Verify(Drawn()).Steps.Select(step => step.Check));
    }

    [Fact]
    public void White_space_between_the_parts_carries_nothing() =>
        Assert.True(DrawVerification.Verify(Encoding.UTF8.GetBytes(Drawn().ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }))).IsValid);

    [Fact]
    public void Every_tampered_byte_is_found()
    {
        foreach (var record in new[] { Drawn(), DrawMachine.Run(Rfc) })
        {
            var bytes = CanonicalJson.Write(record);
            for (var i = 0; i < bytes.Length; i++)
            {
                foreach (var bit in new byte[] { 0x01, 0x20 })
                {
                    bytes[i] ^= bit;
                    Assert.False(DrawVerification.Verify(bytes).IsValid, $"byte {i}, bit {bit}");
                    bytes[i] ^= bit;
                }
            }
        }
    }

    /// <summary>A forger who also puts the last hash right is found where he lied.</summary>
    [Fact]
    public void The_first_thing_that_does_not_hold_is_told()
    {
        DrawCheck? After(Action<JsonObject> tamper)
        {
            var record = Drawn();
            tamper(record);
            record["recordHash"] = DrawMachine.RecordHash(record);
            var verdict = DrawVerification.Verify(record);
            return verdict.IsValid ? null : verdict.Steps[^1].Check;
        }
        Assert.Null(After(_ => { }));
        Assert.Equal(DrawCheck.Form, After(record => record["v"] = "keguan-draw-2"));
        Assert.Equal(DrawCheck.Form, After(record => record["more"] = 1));
        Assert.Equal(DrawCheck.Form, After(record => record["hash"] = "MD5"));
        Assert.Equal(DrawCheck.Candidates, After(record => record["candidates"]!.AsArray().RemoveAt(3)));
        Assert.Equal(DrawCheck.Candidates, After(record => record["candidates"]![5]!["organisation"] = "单位9"));
        Assert.Equal(DrawCheck.Candidates, After(record => record["candidates"]!.AsArray().Insert(0, Requests.Candidate("ZZZ", ("role", "finance"), ("organisation", "x")))));
        Assert.Equal(DrawCheck.Plan, After(record => record["plan"]!["cap"]!["max"] = 5));
        Assert.Equal(DrawCheck.Parties, After(record => record["parties"]![0]!["reveal"] = new string('a', 64)));
        Assert.Equal(DrawCheck.Randomness, After(record => record["parties"] = new JsonArray(record["parties"]![1]!.DeepClone(), record["parties"]![0]!.DeepClone())));
        Assert.Equal(DrawCheck.Randomness, After(record => record["beacon"]!["sources"]![0]![0] = 2));
        Assert.Equal(DrawCheck.Order, After(record => (record["order"]![0], record["order"]![1]) = (record["order"]![1]!.DeepClone(), record["order"]![0]!.DeepClone())));
        Assert.Equal(DrawCheck.Panel, After(record => record["selected"]![1] = record["reserve"]![0]!.DeepClone()));
        Assert.Equal(DrawCheck.Panel, After(record => record["excluded"] = new JsonArray()));
        Assert.Equal(DrawCheck.Reserve, After(record => record["reserve"]!.AsArray().RemoveAt(0)));
        Assert.Equal(DrawCheck.Replacements, After(record => record["panel"]![4] = record["reserve"]![6]!.DeepClone()));
        Assert.Equal(DrawCheck.Replacements, After(record => record["declined"] = new JsonArray()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"v":"keguan-draw-1"}""")]
    [InlineData("""{"v":"keguan-draw-1","v":"keguan-draw-1"}""")]
    [InlineData("""{"v":"keguan-draw-1","method":null}""")]
    [InlineData("""{"v":"keguan-draw-1","method":{}}""")]
    [InlineData("""{"v":"keguan-draw-1","method":"rfc3797","sources":[[1.5]]}""")]
    [InlineData("""{"v":"\ud800"}""")]
    public void What_is_no_record_is_not_valid(string text) => Assert.False(DrawVerification.Verify(Encoding.UTF8.GetBytes(text)).IsValid);
}
