using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Keguan.Review.Draws;

namespace Keguan.Tests.Review.Draws;

public sealed class DrawMachineTests
{
    static DrawFault Refused(JsonObject request) => Assert.Throws<DrawFault>(() => DrawMachine.Run(request));

    [Fact]
    public void The_same_request_gives_the_same_record_however_the_list_was_typed()
    {
        var record = CanonicalJson.Write(DrawMachine.Run(Requests.Order()));
        var turned = Requests.Order(with: request => request["candidates"] = new JsonArray([.. request["candidates"]!.AsArray().Reverse().Select(one => one!.DeepClone())]));
        Assert.Equal(record, CanonicalJson.Write(DrawMachine.Run(turned)));
        Assert.NotEqual(record, CanonicalJson.Write(DrawMachine.Run(Requests.Order(2))));
    }

    [Fact]
    public void One_party_with_a_beacon_draws_the_worked_example_of_the_hash_chain()
    {
        var secret = Encoding.UTF8.GetBytes("示例秘密-请勿用于生产");
        var record = DrawMachine.Run(new JsonObject
        {
            ["method"] = "order",
            ["plan"] = new JsonObject { ["size"] = 3 },
            ["candidates"] = new JsonArray([.. Enumerable.Range(1, 12).Select(i => (JsonNode)Requests.Candidate($"EXP-{i:0000}"))]),
            ["parties"] = new JsonArray(new JsonObject { ["name"] = "业务处", ["commitment"] = "1a510673a5959d19421ec2d79658adbe80cc057e1d74b18217b53201fc29d733", ["reveal"] = Convert.ToHexStringLower(DrawHash.Sha256.Chain(secret, 4)) }),
            ["beacon"] = new JsonObject { ["kind"] = "numbers", ["sources"] = JsonNode.Parse("[[9319],[2,5,12,8,10],[9,18,26,34,41,45]]") },
        });
        Assert.Equal(["EXP-0002", "EXP-0006", "EXP-0009"], record.Labels("selected"));
        Assert.Equal(["EXP-0005", "EXP-0001", "EXP-0011"], record.Labels("reserve"));
        Assert.Equal("cd200a817fcdfe93ed992e548cd182188678cded27c87c8f5d6580076bff0e69", record["prk"]!.ToString());
    }

    [Fact]
    public void A_drand_beacon_is_held_against_its_signature()
    {
        var beacon = new JsonObject
        {
            ["kind"] = "drand", ["round"] = 1,
            ["signature"] = "8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b10104990e7cb424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b4655",
            ["randomness"] = "101297f1ca7dc44ef6088d94ad5fb7ba03455dc33d53ddb412bbc4564ed986ec",
        };
        DrawMachine.Run(Requests.Order(with: request => request["beacon"] = beacon.DeepClone()));
        beacon["randomness"] = "e8fee7dac6eb2b89df97d631cfccedbada7d5d05495bb546eef462e4145fdf8f";
        Assert.Equal(DrawCheck.Beacon, Refused(Requests.Order(with: request => request["beacon"] = beacon.DeepClone())).Check);
    }

    [Fact]
    public void A_party_that_reveals_something_else_is_named()
    {
        var fault = Refused(Requests.Order(with: request => request["parties"]![1]!["reveal"] = Convert.ToHexStringLower(Requests.Secret(99))));
        Assert.Equal(DrawCheck.Parties, fault.Check);
        Assert.Contains("纪检监察", fault.Reason.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void One_party_alone_does_not_draw() =>
        Assert.Equal(DrawCheck.Parties, Refused(Requests.Order(with: request => request["parties"]!.AsArray().RemoveAt(1))).Check);

    [Fact]
    public void Two_parties_with_one_commitment_are_one() =>
        Assert.Equal(DrawCheck.Parties, Refused(Requests.Order(with: request => { request["parties"]![1] = request["parties"]![0]!.DeepClone(); request["parties"]![1]!["name"] = "另一方"; })).Check);

    [Fact]
    public void Nobody_reveals_before_all_have_committed_and_the_list_is_frozen()
    {
        static JsonObject Timed(string frozen, string committed, string revealed, string beacon) => Requests.Order(with: request =>
        {
            request["frozen"] = new JsonObject { ["at"] = frozen };
            request["parties"]![0]!["committedAt"] = committed;
            request["parties"]![1]!["revealedAt"] = revealed;
            request["beacon"] = new JsonObject { ["kind"] = "text", ["text"] = "福彩双色球 2026135 期 01 09 14 22 27 30 11", ["at"] = beacon };
        });
        DrawMachine.Run(Timed("2026-11-21T01:00:00Z", "2026-11-21T01:30:00Z", "2026-11-21T02:00:00Z", "2026-11-21T02:00:00Z"));
        Assert.Equal(DrawCheck.Parties, Refused(Timed("2026-11-21T01:00:00Z", "2026-11-21T01:30:00Z", "2026-11-21T01:29:59Z", "2026-11-21T02:00:00Z")).Check);
        Assert.Equal(DrawCheck.Parties, Refused(Timed("2026-11-21T03:00:00Z", "2026-11-21T01:30:00Z", "2026-11-21T02:00:00Z", "2026-11-21T04:00:00Z")).Check);
        Assert.Equal(DrawCheck.Beacon, Refused(Timed("2026-11-21T01:00:00Z", "2026-11-21T01:30:00Z", "2026-11-21T02:00:00Z", "2026-11-20T02:00:00Z")).Check);
    }

    [Fact]
    public void Who_was_frozen_is_drawn_from_and_nobody_else()
    {
        var frozen = DrawMachine.Run(Requests.Order())["frozen"]!;
        DrawMachine.Run(Requests.Order(7, with: request => request["frozen"] = frozen.DeepClone()));
        Assert.Equal(DrawCheck.Candidates, Refused(Requests.Order(7, with: request => { request["frozen"] = frozen.DeepClone(); request["candidates"]!.AsArray().Add(Requests.Candidate("EXP-9999", ("role", "finance"), ("organisation", "新单位"))); })).Check);
        Assert.Equal(DrawCheck.Plan, Refused(Requests.Order(7, with: request => { request["frozen"] = frozen.DeepClone(); request["plan"]!["reserve"] = 9; })).Check);
    }

    [Fact]
    public void A_redraw_takes_the_next_link_and_keeps_the_history()
    {
        Assert.NotEqual(DrawMachine.Run(Requests.Order())["prk"]!.ToString(), DrawMachine.Run(Requests.Order(iteration: 2))["prk"]!.ToString());
        Assert.Equal(DrawCheck.Parties, Refused(Requests.Order(iteration: 2, with: request => request.Remove("history"))).Check);
        Assert.Equal(DrawCheck.Parties, Refused(Requests.Order(with: request => request["iteration"] = 2)).Check);
    }

    [Fact]
    public void Overlapping_quotas_are_sent_to_the_lottery()
    {
        var fault = Refused(Requests.Order(with: request => request["plan"]!["features"]!.AsArray().Add(Requests.Quota("organisation", ("单位1", 1, 2)))));
        Assert.Equal(DrawCheck.Plan, fault.Check);
        Assert.Contains("lottery", fault.Reason.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"method":"order"}""")]
    [InlineData("""{"method":"dice","plan":{"size":1},"candidates":[{"label":"a"}]}""")]
    [InlineData("""{"method":"order","plan":{"size":0},"candidates":[{"label":"a"}]}""")]
    [InlineData("""{"method":"order","plan":{"size":1},"candidates":[{"label":"a"}],"extra":1}""")]
    [InlineData("""{"method":"order","hash":"MD5","plan":{"size":1},"candidates":[{"label":"a"}]}""")]
    [InlineData("""{"method":"rfc3797","sources":[],"pool":25,"take":16}""")]
    [InlineData("""{"method":"rfc3797","sources":[[1]],"pool":25,"take":26}""")]
    [InlineData("""{"method":"rfc3797","sources":[["a"]],"pool":25,"take":2}""")]
    [InlineData("""{"v":"keguan-draw-1","method":"rfc3797","sources":[[1]],"pool":25,"take":2}""")]
    public void What_is_no_request_is_told_so(string text) => Assert.Equal(DrawCheck.Form, Refused(CanonicalJson.Read(Encoding.UTF8.GetBytes(text))).Check);

    /// <summary>The rule in words: the first panel of the order. Here by trying all of them.</summary>
    [Fact]
    public void The_panel_is_the_lexicographically_first_that_satisfies_the_plan() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var people = Enumerable.Range(0, random.Next(4, 11)).Select(i => new Candidate($"{i}", new Dictionary<string, string> { ["role"] = $"r{random.Next(3)}", ["organisation"] = $"o{random.Next(5)}" })).ToList();
        var quotas = Enumerable.Range(0, 3).Select(i => random.Next(3) is var min ? new Quota($"r{i}", min, min + random.Next(3)) : null!).ToList();
        var plan = new PanelPlan { Size = random.Next(1, 6), Reserve = 0, Features = random.Next(4) == 0 ? [] : [new QuotaFeature("role", quotas)], Cap = random.Next(3) == 0 ? null : new Cap("organisation", random.Next(1, 3)) };
        var filling = new SeatFilling(plan, people);
        var first = Subsets(people.Count, plan.Size, 0).FirstOrDefault(subset => plan.Holds([.. subset.Select(i => people[i])]));
        Assert.Equal(first is not null, filling.IsPossible);
        if (first is null) return;
        Assert.Equal(first, Enumerable.Range(0, people.Count).Where(i => !filling.IsFull && filling.Seat(i) is null));
    }));

    static IEnumerable<List<int>> Subsets(int of, int size, int from)
    {
        if (size == 0) { yield return []; yield break; }
        for (var i = from; i <= of - size; i++)
        {
            foreach (var rest in Subsets(of, size - 1, i + 1)) yield return [i, .. rest];
        }
    }

    [Fact]
    public void A_plan_that_nobody_can_fill_is_refused()
    {
        Assert.Equal(DrawCheck.Panel, Refused(Requests.Order(with: request => request["plan"]!["size"] = 7)).Check);
        Assert.Equal(DrawCheck.Panel, Refused(Requests.Order(with: request => request["excluded"] = new JsonArray([.. Enumerable.Range(1, 10).Select(i => (JsonNode)new JsonObject { ["label"] = $"EXP-{3 * i:0000}", ["reason"] = "R01 同一法人单位" })]))).Check);
    }

    [Fact]
    public void Who_must_not_judge_is_passed_over_with_his_reason_and_nobody_else_moves()
    {
        var drawn = DrawMachine.Run(Requests.Order());
        var first = drawn.Labels("selected")[0];
        var without = DrawMachine.Run(Requests.Order(with: request => request["excluded"] = new JsonArray(new JsonObject { ["label"] = first, ["reason"] = "R02 近三年任职" })));
        Assert.Equal(drawn.Labels("order"), without.Labels("order"));
        Assert.DoesNotContain(first, without.Labels("selected"));
        Assert.DoesNotContain(first, without.Labels("reserve"));
        Assert.Equal("excluded", without["passed"]![0]!["why"]!.ToString());
    }

    [Fact]
    public void Who_declines_is_replaced_strictly_by_the_order_within_the_plan()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var drawn = DrawMachine.Run(Requests.Order(seed));
            var selected = drawn.Labels("selected");
            var people = Requests.Order()["candidates"]!.AsArray().ToDictionary(one => one!["label"]!.ToString(), one => new Candidate(one!["label"]!.ToString(), new Dictionary<string, string> { ["role"] = one["role"]!.ToString(), ["organisation"] = one["organisation"]!.ToString() }));
            var plan = new PanelPlan { Size = 5, Reserve = 8, Features = [new QuotaFeature("role", [new Quota("technical", 3, 4), new Quota("finance", 1, 2)])], Cap = new Cap("organisation", 1) };
            var kept = selected.Where(label => label != selected[2]).ToList();
            var expected = drawn.Labels("reserve").FirstOrDefault(label => plan.Holds([.. kept.Append(label).Select(one => people[one])]));
            var after = DrawMachine.Run(Requests.Order(seed, with: request => request["declined"] = new JsonArray(new JsonObject { ["label"] = selected[2], ["reason"] = "出差" })));
            Assert.Equal(expected is null ? kept : [.. kept, expected], after.Labels("panel"));
            Assert.Equal(selected, after.Labels("selected"));
            Assert.True(DrawVerification.Verify(after).IsValid);
        }
    }

    [Fact]
    public void Only_who_was_drawn_can_decline() =>
        Assert.Equal(DrawCheck.Replacements, Refused(Requests.Order(with: request => { request["plan"]!["reserve"] = 0; request["declined"] = new JsonArray(new JsonObject { ["label"] = DrawMachine.Run(Requests.Order()).Labels("reserve")[0], ["reason"] = "出差" }); })).Check);

    /// <summary>Three of eight, no quotas: all 56 panels come up.</summary>
    [Fact]
    public void Every_feasible_panel_is_reachable()
    {
        var reached = new HashSet<string>();
        for (var seed = 0; seed < 1000; seed++)
        {
            var record = DrawMachine.Run(Requests.Order(seed, with: request =>
            {
                request["plan"] = new JsonObject { ["size"] = 3, ["reserve"] = 0, ["features"] = new JsonArray(Requests.Quota("role", ("finance", 1, 3))) };
                request["candidates"] = new JsonArray([.. Enumerable.Range(0, 8).Select(i => (JsonNode)Requests.Candidate($"E{i}", ("role", i < 4 ? "finance" : "technical")))]);
            }));
            reached.Add(string.Join(' ', record.Labels("selected").Order(StringComparer.Ordinal)));
        }
        Assert.Equal(56 - 4, reached.Count);
    }
}
