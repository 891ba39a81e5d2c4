using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Statistics.Exports;
using Keguan.Statistics.Observations;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Statistics.Observations;

public abstract class ObservationTests(City city) : CityTests(city)
{
    const string Id = "resident-population";

    static async Task<Screen> Record(Visitor officer, string value, Action<FilledForm>? more = null)
    {
        var form = (await officer.Open("/statistics/observations/add")).Form("登记").Set("Indicator", Id).Set("Period", "2025").Set("Value", value).Set("Document", "云江市2025年国民经济和社会发展统计公报").Set("DocumentOn", "2026-02-20").Set("Page", "3");
        more?.Invoke(form);
        return await form.Submit();
    }

    [Fact]
    public async Task A_figure_from_outside_is_recorded_with_its_paper_and_counts()
    {
        var city = await AnotherCity();
        using var officer = await city.As(Roles.Officer);
        (await Record(officer, "485.1")).Ok().Says("统计公报").Says("485.1 万人");
        var value = await city.Value(Id, "2025");
        Assert.Equal((485.1m, Origin.Observed, false), (value.Value, value.Origin, value.Provisional));
        Assert.Contains("没有“年末常住人口”2024年的观测值", (await city.Value(Id, "2024")).Why.Zh, StringComparison.Ordinal);
        (await officer.Open("/statistics/observations")).Says("年末常住人口").Says("485.1");
        (await officer.Open($"/statistics/indicators/{Id}?period=2025")).Says("485.1");
    }

    [Fact]
    public async Task A_second_confirmed_value_is_refused_until_it_is_explained()
    {
        var city = await AnotherCity();
        using var officer = await city.As(Roles.Officer);
        await Record(officer, "485.1");
        (await Record(officer, "486")).Refused().Says("已有核定值").Says("485.1");
        (await Record(officer, "486", form => form.Set("Explanation", "户籍口径"))).Ok().Says("另有说明");
        Assert.Equal(485.1m, (await city.Value(Id, "2025")).Value);
    }

    [Fact]
    public async Task A_provisional_value_is_confirmed_and_a_confirmed_one_revised_by_a_further_one()
    {
        var city = await AnotherCity();
        using var officer = await city.As(Roles.Officer);
        var page = await Record(officer, "约480", form => form.Set("Provisional", "True"));
        Assert.Equal((true, Hedge.About), ((await city.Value(Id, "2025")).Provisional, (await city.Value(Id, "2025")).Hedge));
        (await page.Press("核定")).Ok().Says("核定");
        Assert.False((await city.Value(Id, "2025")).Provisional);
        var before = await city.Seal();
        var earlier = await city.Db(db => db.Set<Observation>().SingleAsync(Cancel));
        var form = (await officer.Open($"/statistics/observations/add?revises={earlier.Id}")).Form("修订").Set("Value", "485.1").Set("Document", "修订公报").Set("DocumentOn", "2026-03-01");
        (await form.Submit()).Invalid().Says("请写明修订理由");
        (await officer.Open($"/statistics/observations/add?revises={earlier.Id}")).Form("修订");
        (await (await officer.Open($"/statistics/observations/add?revises={earlier.Id}")).Form("修订").Set("Value", "485.1").Set("Document", "修订公报").Set("DocumentOn", "2026-03-01").Set("Reason", "第七次人口普查后修订").Submit()).Ok().Says("485.1");
        Assert.Equal((485.1m, Hedge.None), ((await city.Value(Id, "2025")).Value, (await city.Value(Id, "2025")).Hedge));
        Assert.Equal(480m, (await city.Value(Id, "2025", asOf: before)).Value);
        (await officer.Open($"/statistics/observations/{earlier.Id}")).Says("已修订").Says("第七次人口普查后修订").Says("新观测值");
    }

    [Fact]
    public async Task A_withdrawn_value_no_longer_counts()
    {
        var city = await AnotherCity();
        using var chief = await city.As(Roles.Chief);
        var page = await Record(chief, "485.1");
        (await page.Form("确定撤销").Set("reason", "误录").Submit()).Ok().Says("已撤销");
        Assert.False((await city.Value(Id, "2025")).Has);
        await Record(chief, "485.2");
        Assert.Equal(485.2m, (await city.Value(Id, "2025")).Value);
    }

    [Fact]
    public async Task An_unclear_source_keeps_the_text_as_read()
    {
        var city = await AnotherCity();
        using var officer = await city.As(Roles.Officer);
        (await Record(officer, "485", form => form.Check("Garbled"))).Invalid().Says("写下原文的样子");
        (await Record(officer, "485", form => form.Check("Garbled").Set("AsRead", "48■万人"))).Ok().Says("原文不清").Says("48■万人");
    }

    [Fact]
    public async Task A_table_is_brought_in_whole_or_not_at_all()
    {
        var city = await AnotherCity();
        var file = Path.Combine(city.Folder, "observations.csv");
        const string head = "指标,期间,范围,数值,单位,来源文件,页码,文件日期,状态\n";
        await File.WriteAllTextAsync(file, head + $"{Id},2024,,485.1,万人,统计公报,3,2025-02-20,核定\n年末常住人口,2023,,近480,万人,统计公报,3,2024-02-20,核定\n{Id},2024,青溪县,60,人,统计公报,4,2025-02-20,核定\nnone,2024,,1,,x,,2025-01-01,\n", Cancel);
        var answer = (await Terminal.RunAsync(city, "import", "statistics/observations", file)).Ended(1);
        Assert.Contains("单位是“万人”", answer.Error, StringComparison.Ordinal);
        Assert.Contains("没有指标“none”", answer.Error, StringComparison.Ordinal);
        Assert.False((await city.Value(Id, "2024")).Has);
        await File.WriteAllTextAsync(file, head + $"{Id},2024,,485.1,万人,统计公报,3,2025-02-20,核定\n年末常住人口,2023,,近480,万人,统计公报,3,2024-02-20,预计\n{Id},2024,青溪县,60,万人,统计公报,4,2025-02-20,\n", Cancel);
        (await Terminal.RunAsync(city, "import", "statistics/observations", file)).Ended(0);
        Assert.Equal(60m, (await city.Value(Id, "2024", "990121")).Value);
        var hedged = await city.Value(Id, "2023");
        Assert.Equal((480m, Hedge.Nearly, true), (hedged.Value, hedged.Hedge, hedged.Provisional));
        Assert.Contains("已有", (await Terminal.RunAsync(city, "import", "statistics/observations", file)).Ended(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_record_the_same_figure_at_once_leave_one()
    {
        var city = await AnotherCity();
        Observation Made() => new() { Indicator = Id, Period = "2025", Until = new DateOnly(2025, 12, 31), Micro = 485_100_000, Document = "公报", DocumentOn = new DateOnly(2026, 2, 20), RecordedAt = city.Clock.Now };
        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var scope = city.ScopeOf();
            try
            {
                await scope.ServiceProvider.GetRequiredService<Observing>().RecordAsync(Made(), provisional: false, Cancel);
                await scope.ServiceProvider.GetRequiredService<Keguan.Foundation.Data.KeguanDb>().SaveChangesAsync(Cancel);
                return 1;
            }
            catch (Exception e) when (e is DbUpdateException or Refusal)
            {
                return 0;
            }
        }));
        Assert.Equal(1, done.Sum());
        Assert.Equal(485.1m, (await city.Value(Id, "2025")).Value);
    }
}

public sealed class ObservationTestsOnSqlite(Sqlite city) : ObservationTests(city), IClassFixture<Sqlite>;

public sealed class ObservationTestsOnPostgres(Postgres city) : ObservationTests(city), IClassFixture<Postgres>;
