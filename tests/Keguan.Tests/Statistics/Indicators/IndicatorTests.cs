using Keguan.Foundation.Journal;
using Keguan.Statistics.Exports;
using Keguan.Tests.Support;

namespace Keguan.Tests.Statistics.Indicators;

public abstract class IndicatorTests(City city) : CityTests(city)
{
    static Post Approved(SubjectFacts facts, long quantity = 1) => Post.Count("programme.approved", quantity) with { Facts = facts };
    static Post Grant(SubjectFacts facts, long wan) => Post.Fen("programme.grant", wan * 1_000_000) with { Facts = facts };

    [Fact]
    public async Task Flow_and_stock_come_from_the_same_postings()
    {
        var city = await AnotherCity();
        foreach (var (day, area) in new[] { ("2018-05-02", "990102"), ("2019-01-01", "990102"), ("2019-06-30", "990103"), ("2019-07-01", "990103"), ("2019-12-31", "990121"), ("2020-01-01", "990121") })
            await city.Post(day, Approved(Ledger.At(area)), Grant(Ledger.At(area), 20));
        Assert.Equal(4, (await city.Value("programme-approved", "2019")).Value);
        Assert.Equal(2, (await city.Value("programme-approved", "2019H1")).Value);
        Assert.Equal(1, (await city.Value("programme-approved", "2019-07")).Value);
        Assert.Equal(2, (await city.Value("programme-approved", "2019", "990103")).Value);
        Assert.Equal(5, (await city.Value("programme-approved-total", "2019")).Value);
        Assert.Equal(1, (await city.Value("programme-approved-total", "2018")).Value);
        var grant = await city.Value("programme-grant", "2019");
        Assert.Equal((80m, "80.0", Origin.Summed), (grant.Value, grant.Shown, grant.Origin));
        Assert.Equal((4L, Origin.Counted), ((await city.Value("programme-approved", "2019")).Postings, (await city.Value("programme-approved", "2019")).Origin));
    }

    [Fact]
    public async Task Many_indicators_and_years_take_a_few_queries()
    {
        using var queries = City.CountQueries();
        string[] ids = ["programme-approved", "programme-grant", "programme-approved-self-funded", "programme-approved-total", "programme-outstanding", "programme-approved-growth", "programme-grant-average", "programme-funnel"];
        var asks = ids.SelectMany(id => Enumerable.Range(2015, 5).Select(year => new Ask(id, Period.Year(year)))).ToList();
        var values = await City.Ask((Keguan.Statistics.Exports.Indicators indicators) => indicators.ValuesAsync(asks));
        Assert.Equal(asks.Count, values.Count);
        Assert.True(queries.Count <= 2, $"{queries.Count} queries");
    }

    [Fact]
    public async Task Filters_and_batches_pick_postings()
    {
        var city = await AnotherCity();
        await city.Post("2019-05-20", Approved(Ledger.At()), Grant(Ledger.At(), 30));
        await city.Post("2019-05-20", Approved(Ledger.At(mode: "self-funded")), Grant(Ledger.At(mode: "self-funded"), 0));
        await city.Post("2019-10-20", Approved(Ledger.At(category: "guidance", batch: "2019-2", mode: "post-subsidy")));
        Assert.Equal(1, (await city.Value("programme-approved-self-funded", "2019")).Value);
        Assert.Equal(2, (await city.Value("programme-approved-key-rd", "2019")).Value);
        Assert.Equal(2, (await city.Value("programme-approved-first-batch", "2019-05")).Value);
        Assert.Equal(0, (await city.Value("programme-approved-first-batch", "2018")).Value);
        var byCategory = await city.Ask((Keguan.Statistics.Exports.Indicators indicators) => indicators.ByAsync("programme-approved", Period.Parse("2019"), PostingDimension.Category));
        Assert.Equal([("key-rd", 2m, 2L), ("guidance", 1m, 1L)], byCategory);
    }

    [Fact]
    public async Task Kinds_of_organisations_and_different_organisations_are_told_apart()
    {
        var city = await AnotherCity();
        var (one, other) = (Ledger.Enterprise("91990102MA0000001A", "启衡新材料"), Ledger.Enterprise("12990102MA0000002B", "理工学院", "university"));
        await city.Save(one, other);
        var again = new Matter();
        await city.Post("2019-03-01", Post.Count("programme.applied") with { Facts = Ledger.At(organisation: one.Id) });
        await city.Post(again, "2019-03-02", Post.Count("programme.applied") with { Facts = Ledger.At(organisation: one.Id) });
        await city.Post("2019-03-03", Post.Count("programme.applied") with { Facts = Ledger.At(organisation: other.Id) });
        Assert.Equal(2, (await city.Value("programme-applied-enterprises", "2019")).Value);
        Assert.Equal(2, (await city.Value("programme-applicants", "2019")).Value);
        // Taken back: the organisation counts as long as something of it is left.
        await city.Post(again, "2019-03-04", Post.Count("programme.applied", -1) with { Facts = Ledger.At(organisation: one.Id) });
        Assert.Equal((1, 2), ((int)(await city.Value("programme-applied-enterprises", "2019")).Value!, (int)(await city.Value("programme-applicants", "2019")).Value!));
        var entries = await city.Ask((Keguan.Statistics.Exports.Indicators indicators) => indicators.EntriesAsync(new Ask("programme-applied", Period.Parse("2019")), 0, 2));
        Assert.Equal((4, 2, 2L), (entries.Total, entries.Lines.Count, entries.Sum));
        Assert.Equal(("启衡新材料", "事项 2019-03-04", -1L), (entries.Lines[0].Organisation, entries.Lines[0].Summary, entries.Lines[0].Quantity));
    }

    [Fact]
    public async Task What_can_not_be_computed_says_why()
    {
        var city = await AnotherCity();
        var growth = await city.Value("programme-approved-growth", "2019");
        Assert.False(growth.Has);
        Assert.Contains("“立项项目数”（2018年）为 0，不能作分母", growth.Why.Zh, StringComparison.Ordinal);
        var average = await city.Value("programme-grant-average", "2019");
        Assert.Contains("为 0", average.Why.Zh, StringComparison.Ordinal);
        Assert.Equal("—", average.Shown);
    }

    [Fact]
    public async Task Growth_share_average_rank_and_best_are_computed_from_their_inputs()
    {
        var city = await AnotherCity();
        async Task Year(int year, int count)
        {
            for (var i = 0; i < count; i++) await city.Post($"{year}-05-0{i + 1}", Approved(Ledger.At(i == 0 ? "990103" : "990102", mode: i == 0 ? "self-funded" : "subsidised")), Grant(Ledger.At(), i * 10));
        }
        await Year(2017, 3);
        await Year(2018, 2);
        await Year(2019, 3);
        Assert.Equal(50, (await city.Value("programme-approved-growth", "2019")).Value);
        Assert.Equal(33.3m, (await city.Value("programme-self-funded-share", "2019")).Rounded());
        Assert.Equal(10, (await city.Value("programme-grant-average", "2019")).Value);
        var rank = await city.Value("programme-approved-rank", "2019", "990103");
        Assert.Equal((2m, "990102"), (rank.Value, rank.Ranking[0].Area));
        Assert.Equal(3, (await city.Value("programme-approved-best", "2019")).Value!.Value is var best && best >= 3 ? 3 : 0);
        Assert.Equal(2, (await city.Value("programme-approved-growth", "2019")).Inputs.Count);
    }

    [Fact]
    public async Task As_of_a_position_the_old_figure_still_stands()
    {
        var city = await AnotherCity();
        var matter = new Matter();
        await city.Post(matter, "2019-05-02", Approved(Ledger.At()));
        await city.Post("2019-05-03", Approved(Ledger.At()));
        var frozen = await city.Seal();
        await city.Post(matter, "2019-05-02", Approved(Ledger.At(), -1));
        Assert.Equal(1, (await city.Value("programme-approved", "2019")).Value);
        Assert.Equal(2, (await city.Value("programme-approved", "2019", asOf: frozen)).Value);
        var position = await city.Seal();
        Assert.Equal(1, (await city.Value("programme-approved", "2019", asOf: position)).Value);
        var changes = await city.Ask((Keguan.Statistics.Exports.Indicators indicators) => indicators.ChangesAsync(new Ask("programme-approved", Period.Parse("2019")), frozen, position, 50));
        Assert.Equal((1, -1L), (changes.Total, changes.Lines[0].Quantity));
    }

    [Fact]
    public async Task The_command_tells_value_formula_and_entries()
    {
        var city = await AnotherCity();
        await city.Post("2019-05-02", Approved(Ledger.At()), Grant(Ledger.At(), 45));
        var told = (await Terminal.RunAsync(city, "indicator", "value", "programme-grant", "--period", "2019", "--explain", "--format", "json")).Ended(0);
        using var json = System.Text.Json.JsonDocument.Parse(told.Output);
        Assert.Equal((45m, "万元", "2019"), (json.RootElement.GetProperty("value").GetDecimal(), json.RootElement.GetProperty("unit").GetString(), json.RootElement.GetProperty("period").GetString()));
        Assert.Equal(1, json.RootElement.GetProperty("entries").GetProperty("total").GetInt32());
        Assert.Contains("分录“programme.grant”的数额合计", json.RootElement.GetProperty("formula").GetString(), StringComparison.Ordinal);
        Assert.Contains("没有值", (await Terminal.RunAsync(city, "indicator", "value", "programme-grant-growth", "--period", "2019")).Ended(1).Output, StringComparison.Ordinal);
        Assert.Contains("programme-grant", (await Terminal.RunAsync(city, "indicator", "value", "programme-grnt", "--period", "2019")).Ended(1).Error, StringComparison.Ordinal);
        (await Terminal.RunAsync(city, "indicator", "value", "programme-grant", "--period", "soon")).Ended(2);
    }

    [Fact]
    public async Task Pages_show_the_catalogue_one_indicator_and_the_counties()
    {
        var city = await AnotherCity();
        await city.Post("2026-02-02", Approved(Ledger.At()), Grant(Ledger.At(), 45));
        using var officer = await city.As(Keguan.Foundation.Access.Roles.Officer);
        (await officer.Open("/statistics?q=核定资助&period=2026")).Says("核定资助").Says("45.0").SaysNot("申报单位数");
        var page = await officer.Open("/statistics/indicators/programme-grant?period=2026");
        page.Says("45.0").Says("事项 2026-02-02").Says("云岭区").Says("期间内分录");
        (await officer.Open("/statistics/indicators/programme-grant-average?period=2026&by=month")).Says("输入").Says("核定资助");
        (await officer.Open("/statistics/counties?period=2026")).Says("金渡市").Says("45.0");
        (await officer.Get("/statistics/indicators/none")).Missing();
        Assert.NotEmpty((await officer.Open("/statistics/indicators/programme-grant?period=2026&handler=Export")).Bytes);
        using var expert = await city.As(Keguan.Foundation.Access.Roles.Expert);
        Assert.NotEqual(System.Net.HttpStatusCode.OK, (await expert.Get("/statistics")).Status);
    }
}

public sealed class IndicatorTestsOnSqlite(Sqlite city) : IndicatorTests(city), IClassFixture<Sqlite>;

public sealed class IndicatorTestsOnPostgres(Postgres city) : IndicatorTests(city), IClassFixture<Postgres>;
