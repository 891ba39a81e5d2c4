using System.Text;
using System.Text.Json.Nodes;
using Keguan.Review.Draws;
using Keguan.Tests.Support;
using Microsoft.Playwright;

namespace Keguan.Browser.Tests;

/// <summary>A visitor computes a draw again in his own browser: what holds, what was tampered with, and without script.</summary>
public sealed class DrawJourney() : Journey(Database.Sqlite)
{
    /// <summary>A draw of 4 from 12, in both methods and both hash functions.</summary>
    static string Record(string method, DrawHash hash)
    {
        JsonObject Party(string name, byte seed)
        {
            byte[] secret = [.. Enumerable.Repeat(seed, 32)];
            return new JsonObject { ["name"] = name, ["commitment"] = Convert.ToHexStringLower(hash.Of(secret)), ["reveal"] = Convert.ToHexStringLower(secret) };
        }
        var features = """[{"name":"role","values":[{"value":"technical","min":2,"max":3}]},{"name":"area","values":[{"value":"outside","min":1,"max":2}]}]""";
        var request = new JsonObject
        {
            ["method"] = method, ["hash"] = hash.Name, ["title"] = "重点研发计划会议评审",
            ["plan"] = new JsonObject { ["size"] = 4, ["features"] = JsonNode.Parse(method == "lottery" ? features : features[..features.IndexOf(",{\"name\":\"area\"", StringComparison.Ordinal)] + "]"), ["cap"] = new JsonObject { ["feature"] = "organisation", ["max"] = 1 } },
            ["candidates"] = new JsonArray([.. Enumerable.Range(1, 12).Select(i => (JsonNode)new JsonObject { ["label"] = $"EXP-{i:0000}", ["role"] = i % 3 == 0 ? "finance" : "technical", ["area"] = i % 4 == 0 ? "outside" : "inside", ["organisation"] = $"单位{i % 5}" })]),
            ["parties"] = new JsonArray(Party("业务处", 1), Party("纪检监察", 2)),
        };
        return Encoding.UTF8.GetString(CanonicalJson.Write(DrawMachine.Run(request)));
    }

    [Fact]
    public async Task The_browser_computes_every_kind_of_draw_again_and_finds_what_was_changed()
    {
        var visitor = await Anybody();
        await visitor.Open("/portal/verify");
        await visitor.Click("抽取核验");
        var posted = 0;
        visitor.Page.Request += (_, request) => posted += request.Method == "POST" ? 1 : 0;
        foreach (var record in new[] { Record("order", DrawHash.Sha256), Record("order", DrawHash.Sm3), Record("lottery", DrawHash.Sha256), Encoding.UTF8.GetString(CanonicalJson.Write(DrawMachine.Run(CanonicalJson.Read("""{"method":"rfc3797","sources":[[9319],[2,5,12,8,10]],"pool":25,"take":7}"""u8)))) })
        {
            await visitor.Fill("或粘贴记录全文", record);
            await visitor.Press("核验");
            await visitor.See("记录成立");
            await Assertions.Expect(visitor.Page.Locator("[data-draw-steps] > .kg-check-stop")).ToHaveCountAsync(0);

            var at = record.IndexOf("\"selected\":[", StringComparison.Ordinal);
            var digit = record.IndexOfAny("0123456789".ToCharArray(), at + 12);
            await visitor.Fill("或粘贴记录全文", record[..digit] + (record[digit] == '9' ? '8' : (char)(record[digit] + 1)) + record[(digit + 1)..]);
            await visitor.Press("核验");
            await visitor.See("记录不成立");
            await Assertions.Expect(visitor.Page.Locator("[data-draw-steps] > .kg-check-stop")).ToHaveCountAsync(1);
        }
        await visitor.Look("draw-tampered");
        Assert.Equal(0, posted);
    }

    [Fact]
    public async Task Without_script_the_server_does_it_and_gives_a_certificate()
    {
        var visitor = await Anybody(script: false);
        await visitor.Open("/portal/draws/verify");
        await visitor.Attach("抽取记录文件", "record.json", Encoding.UTF8.GetBytes(Record("order", DrawHash.Sm3)), "application/json");
        await visitor.Press("由服务器核验并出具证书");
        await visitor.See("抽取核验证书");
        await visitor.See("记录成立");
        await visitor.Look("draw-certificate");
    }
}
