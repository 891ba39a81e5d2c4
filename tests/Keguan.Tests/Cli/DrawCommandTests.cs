using System.Text.Json.Nodes;
using Keguan.Tests.Review.Draws;
using Keguan.Tests.Support;

namespace Keguan.Tests.Cli;

public sealed class DrawCommandTests : IDisposable
{
    readonly string _folder = Database.NewFolder();

    string At(string name) => Path.Combine(_folder, name);

    Task<Terminal> Run(params string[] arguments) => Terminal.RunAsync([.. arguments, "--KEGUAN_DATA=" + At("data")]);

    [Fact]
    public async Task The_rfcs_example_is_drawn_verified_and_found_when_tampered()
    {
        File.WriteAllText(At("request.json"), """{"method":"rfc3797","sources":[[9319],[2,5,12,8,10],[9,18,26,34,41,45]],"pool":25,"take":16}""");
        var run = (await Run("draw", "run", At("request.json"), "-o", At("record.json"))).Ended(0);
        int[] selected = [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4];
        Assert.Equal(selected, JsonNode.Parse(run.Output)!["selected"]!.AsArray().Select(one => one!.GetValue<int>()));
        Assert.Equal(selected, JsonNode.Parse(File.ReadAllText(At("record.json")))!["selected"]!.AsArray().Select(one => one!.GetValue<int>()));
        Assert.Equal("""{"valid":true}""", (await Run("draw", "verify", At("record.json"))).Ended(0).Output.Trim());

        File.WriteAllText(At("record.json"), File.ReadAllText(At("record.json")).Replace("[17,7,2", "[17,7,3", StringComparison.Ordinal));
        var verdict = (await Run("draw", "verify", At("record.json"))).Ended(1);
        Assert.False(JsonNode.Parse(verdict.Output)!["valid"]!.GetValue<bool>());
        Assert.Contains("入选", JsonNode.Parse(verdict.Output)!["reason"]!.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("data")), "a draw needs no database and no data folder");
    }

    [Fact]
    public async Task Without_a_file_for_it_the_record_is_what_is_printed()
    {
        File.WriteAllText(At("request.json"), Requests.Order().ToJsonString());
        File.WriteAllText(At("record.json"), (await Run("draw", "run", At("request.json"))).Ended(0).Output);
        (await Run("draw", "verify", At("record.json"))).Ended(0);
    }

    [Fact]
    public async Task A_request_that_does_not_hold_is_refused_and_a_malformed_one_is_wrong_usage()
    {
        File.WriteAllText(At("request.json"), Requests.Order(with: request => request["parties"]![0]!["reveal"] = new string('b', 64)).ToJsonString());
        var refused = (await Run("draw", "run", At("request.json"), "-o", At("record.json"))).Ended(1);
        Assert.Contains("业务处", JsonNode.Parse(refused.Output)!["reason"]!.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(At("record.json")));
        File.WriteAllText(At("request.json"), "{");
        Assert.Empty((await Run("draw", "run", At("request.json"))).Ended(2).Output);
        File.WriteAllText(At("request.json"), """{"method":"rfc3797"}""");
        Assert.Contains("sources", (await Run("draw", "run", At("request.json"))).Ended(2).Error, StringComparison.Ordinal);
        (await Run("draw", "run", At("missing.json"))).Ended(2);
        (await Run("draw", "verify", At("missing.json"))).Ended(2);
        Assert.False(JsonNode.Parse((await Run("draw", "verify", At("request.json"))).Ended(1).Output)!["valid"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_lottery_is_solved_rounded_and_refused_with_what_to_relax()
    {
        const string Instance = """{"size":3,"features":[{"name":"role","values":[{"value":"a","min":1,"max":2}]},{"name":"area","values":[{"value":"out","min":1,"max":3}]}],"pool":[{"id":"p1","role":"a","area":"in"},{"id":"p2","role":"a","area":"out"},{"id":"p3","role":"b","area":"out"},{"id":"p4","role":"b","area":"in"},{"id":"p5","role":"a","area":"in"}]}""";
        File.WriteAllText(At("instance.json"), Instance);
        var solved = JsonNode.Parse((await Run("lottery", "solve", At("instance.json"))).Ended(0).Output)!;
        Assert.Equal(0.6, solved["minimum"]!.GetValue<double>(), 7);
        Assert.Equal(0.6, solved["bound"]!.GetValue<double>(), 7);
        foreach (var (id, chance) in solved["probabilities"]!.AsObject())
            Assert.Equal(chance!.GetValue<double>(), solved["panels"]!.AsArray().Where(panel => panel!["members"]!.AsArray().Any(one => one!.ToString() == id)).Sum(panel => panel!["weight"]!.GetValue<double>()), 7);
        var rounded = JsonNode.Parse((await Run("lottery", "solve", At("instance.json"), "--panels", "7")).Ended(0).Output)!;
        Assert.Equal(7, rounded["panels"]!.AsArray().Count);
        Assert.InRange(rounded["rounding"]!.GetValue<double>(), 0, 1d / 7);

        File.WriteAllText(At("instance.json"), Instance.Replace("\"min\":1,\"max\":3", "\"min\":3,\"max\":3", StringComparison.Ordinal));
        var infeasible = (await Run("lottery", "solve", At("instance.json"))).Ended(1);
        Assert.Equal("""{"infeasible":true,"relax":[{"feature":"area","value":"out","bound":"min","from":3,"to":2}]}""", infeasible.Output.Trim());
        File.WriteAllText(At("instance.json"), "{}");
        Assert.Empty((await Run("lottery", "solve", At("instance.json"))).Ended(2).Output);
        Assert.False(Directory.Exists(At("data")), "a lottery needs no database and no data folder");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
