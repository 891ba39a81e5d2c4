using System.Text.Json.Nodes;
using Keguan.Review.Draws;

namespace Keguan.Tests.Review.Draws;

/// <summary>Draws whose quotas overlap: a published lottery, of which the joint randomness picks a panel.</summary>
public sealed class LotteryDrawTests
{
    /// <summary>Of 20 people 4: role and area overlap, one of an organisation.</summary>
    static JsonObject Request(int seed = 1, DrawHash? hash = null, Action<JsonObject>? with = null) => Requests.Order(seed, hash, with: request =>
    {
        request["method"] = "lottery";
        request["plan"] = new JsonObject
        {
            ["size"] = 4, ["reserve"] = 8, ["panels"] = 200,
            ["features"] = new JsonArray(Requests.Quota("role", ("technical", 2, 3), ("finance", 1, 2)), Requests.Quota("area", ("outside", 2, 4))),
            ["cap"] = new JsonObject { ["feature"] = "organisation", ["max"] = 1 },
        };
        request["candidates"] = new JsonArray([.. Enumerable.Range(1, 20).Select(i => (JsonNode)Requests.Candidate($"EXP-{i:0000}", ("role", i % 3 == 0 ? "finance" : "technical"), ("area", i % 4 == 0 ? "outside" : "inside"), ("organisation", $"单位{i % 7}")))]);
        with?.Invoke(request);
    });

    static PanelPlan Plan => new() { Size = 4, Reserve = 8, Features = [new("role", [new("technical", 2, 3), new("finance", 1, 2)]), new("area", [new("outside", 2, 4)])], Cap = new("organisation", 1) };

    static Candidate Person(JsonObject record, string label) => record["candidates"]!.AsArray().Where(one => one!["label"]!.ToString() == label)
        .Select(one => new Candidate(label, one!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.ToString()))).Single();

    [Fact]
    public void The_joint_randomness_picks_one_of_the_published_panels()
    {
        var picks = new HashSet<int>();
        for (var seed = 0; seed < 25; seed++)
        {
            var record = DrawMachine.Run(Request(seed, seed % 2 == 0 ? DrawHash.Sha256 : DrawHash.Sm3));
            Assert.True(Plan.Holds([.. record.Labels("selected").Select(label => Person(record, label))]));
            Assert.True(DrawVerification.Verify(record).IsValid, DrawVerification.Verify(record).Problem?.Zh);
            picks.Add(record["pick"]!.GetValue<int>());
        }
        Assert.True(picks.Count > 15);
    }

    [Fact]
    public void Everybodys_chance_is_published_and_is_what_the_panels_give()
    {
        var record = DrawMachine.Run(Request());
        var panels = record["lottery"]!["panels"]!.AsArray();
        Assert.Equal(200, panels.Count);
        var chances = record["lottery"]!["chances"]!.AsArray().Select(one => one!.GetValue<int>()).ToList();
        Assert.Equal(chances, Enumerable.Range(0, 20).Select(i => panels.Count(panel => panel!.AsArray().Any(one => one!.GetValue<int>() == i))));
        Assert.Equal(800, chances.Sum());
        Assert.All(chances, chance => Assert.True(chance > 0));
    }

    [Fact]
    public void A_lottery_published_before_is_taken_as_it_was()
    {
        var first = DrawMachine.Run(Request());
        void Publish(JsonObject request) => (request["frozen"], request["lottery"]) = (first["frozen"]!.DeepClone(), first["lottery"]!.DeepClone());
        var drawn = DrawMachine.Run(Request(9, with: Publish));
        Assert.Equal(first["frozen"]!.ToJsonString(), drawn["frozen"]!.ToJsonString());
        Assert.NotEqual(first["prk"]!.ToString(), drawn["prk"]!.ToString());
        Assert.Equal(DrawCheck.Lottery, Assert.Throws<DrawFault>(() => DrawMachine.Run(Request(9, with: request => { Publish(request); request["lottery"]!["deviation"] = "0.5"; }))).Check);
    }

    [Fact]
    public void A_lottery_that_favours_somebody_is_refused_though_every_panel_satisfies_the_plan()
    {
        var first = DrawMachine.Run(Request());
        var fault = Assert.Throws<DrawFault>(() => DrawMachine.Run(Request(with: request =>
        {
            // The same panel two hundred times.
            var panels = new JsonArray([.. Enumerable.Range(0, 200).Select(_ => first["lottery"]!["panels"]![0]!.DeepClone())]);
            var chosen = panels[0]!.AsArray().Select(one => one!.GetValue<int>()).ToHashSet();
            request["lottery"] = new JsonObject { ["panels"] = panels, ["chances"] = new JsonArray([.. Enumerable.Range(0, 20).Select(i => (JsonNode)(chosen.Contains(i) ? 200 : 0))]), ["bound"] = first["lottery"]!["bound"]!.DeepClone(), ["deviation"] = "0.010000000" };
        })));
        Assert.Equal(DrawCheck.Lottery, fault.Check);
        Assert.Contains("机会", fault.Reason.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_no_panel_satisfies_says_which_quota_to_relax()
    {
        var fault = Assert.Throws<DrawFault>(() => DrawMachine.Run(Request(with: request => (request["plan"]!["features"]![1]!["values"]![0]!["min"], request["plan"]!["features"]![0]!["values"]![1]!["min"]) = (4, 2))));
        Assert.Equal(DrawCheck.Lottery, fault.Check);
        Assert.Contains("最少须放宽 1 条", fault.Reason.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_declines_is_replaced_by_the_order_drawn_within_all_quotas()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var drawn = DrawMachine.Run(Request(seed));
            var gone = drawn.Labels("selected")[1];
            var after = DrawMachine.Run(Request(seed, with: request => request["declined"] = new JsonArray(new JsonObject { ["label"] = gone, ["reason"] = "出差" })));
            var kept = drawn.Labels("selected").Where(label => label != gone).ToList();
            var expected = drawn.Labels("reserve").FirstOrDefault(label => Plan.Holds([.. kept.Append(label).Select(one => Person(drawn, one))]));
            Assert.Equal(expected is null ? kept : [.. kept, expected], after.Labels("panel"));
            Assert.True(DrawVerification.Verify(after).IsValid);
        }
    }

    /// <summary>Takes the last away that differs from the first.</summary>
    static JsonNode Taken(JsonArray panels)
    {
        var at = Enumerable.Range(0, panels.Count).Last(i => panels[i]!.ToJsonString() != panels[0]!.ToJsonString());
        var taken = panels[at]!;
        panels.RemoveAt(at);
        return taken;
    }

    [Fact]
    public void Tampering_with_the_lottery_is_found_where_it_was_done()
    {
        DrawCheck? After(Action<JsonObject> tamper)
        {
            var record = DrawMachine.Run(Request());
            tamper(record);
            record["recordHash"] = DrawMachine.RecordHash(record);
            var verdict = DrawVerification.Verify(record);
            return verdict.IsValid ? null : verdict.Steps[^1].Check;
        }
        Assert.Null(After(_ => { }));
        // The order of the panels is covered by the frozen hash.
        Assert.Equal(DrawCheck.Lottery, After(record => record["lottery"]!["panels"]!.AsArray().Insert(0, Taken(record["lottery"]!["panels"]!.AsArray()))));
        Assert.Equal(DrawCheck.Lottery, After(record => record["lottery"]!["chances"]![0] = 1));
        Assert.Equal(DrawCheck.Panel, After(record => record["pick"] = (record["pick"]!.GetValue<int>() + 1) % 200));
        Assert.Equal(DrawCheck.Lottery, After(record => record.Remove("lottery")));
    }
}
