using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Sheets;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Applications;
using Keguan.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Tables;

public abstract class ListTests(City city) : CityTests(city)
{
    protected static readonly SampleList List = ListRegistry.Get<SampleList>();
    protected static readonly Actor Officer = new() { AccountId = Guid.CreateVersion7(), Name = "陈若谷", Role = Roles.Officer.Code };

    protected Task<ListView> Show(string query, Actor? actor = null) =>
        City.Ask<Lists, ListView>(lists => lists.ShowAsync(List, QueryHelpers.ParseQuery(query), Cancel), actor ?? Officer);

    protected async Task Fill(int count, Action<SampleList.Builder, int>? with = null)
    {
        await City.Do(async (KeguanDb db) => await db.Set<Application>().ExecuteDeleteAsync(Cancel));
        var call = SampleList.NewCall();
        await City.Save([call, .. Enumerable.Range(1, count).Select(i => SampleList.New(call, i, builder => with?.Invoke(builder, i)))]);
    }

    protected static string[] Column(ListView view, string key)
    {
        var at = view.Columns.ToList().FindIndex(column => column.Key == key);
        return [.. view.Rows.Lines.Select(line => line.Cells[at].Words)];
    }

    [Fact]
    public async Task A_page_shows_its_rows_count_and_sums_of_page_and_all()
    {
        await Fill(46, (x, i) => { x.Title = "项目" + i; x.GrantFen = i <= 4 ? 0 : 10_000_000; x.OwnFen = 500_000 * i; });
        var view = await Show("");
        Assert.Equal(20, view.Rows.Lines.Count);
        Assert.Equal(46, view.Rows.Total.Count);
        Assert.Equal((1, 20, 3), (view.FirstNumber, view.LastNumber, view.Rows.Pages));
        Assert.Equal((160_000_000m, 420_000_000m), (view.Rows.Sums["grant"].Page, view.Rows.Sums["grant"].All!.Value));
        Assert.Equal("420.0", view.SumWords(view.Columns.Single(c => c.Key == "grant"), view.Rows.Sums["grant"].All!.Value));
        Assert.Equal(["自筹", "自筹", "自筹", "自筹", "10.0"], Column(view, "grant").Take(5));
        Assert.Equal("共 46 项", view.Summary.Zh);
        var first = view.Rows.Lines[0];
        Assert.Equal($"/sample/{first.Key}", first.Cells[1].Url);
        Assert.StartsWith("/organisations/", first.Cells[2].Url);
        Assert.Equal(("云岭区", "01-20 09:00", Tone.Blue), (first.Cells[3].Words, first.Cells[7].Words, first.Cells[8].Tone));
    }

    [Fact]
    public async Task Only_the_columns_shown_are_read()
    {
        await Fill(3);
        using var queries = City.CountQueries();
        await Show("cols=number,grant");
        var select = queries.Commands.Single(command => command.Contains("ORDER BY") && command.Contains("grant_fen"));
        Assert.Contains("number", select);
        Assert.DoesNotContain("organisation_name", select);
        Assert.DoesNotContain("content_hash", select);
    }

    [Theory]
    [InlineData("q=珍珠", 2)]
    [InlineData("q=珍珠 白塔", 1)]
    [InlineData("q=ABC防腐", 1)]
    [InlineData("q=abc", 1)]
    [InlineData("q=100%25", 0)]
    [InlineData("state=in-review", 2)]
    [InlineData("state=in-review&state=approved", 3)]
    [InlineData("area=330102", 1)]
    [InlineData("grant-min=20", 2)]
    [InlineData("grant-min=10&grant-max=20", 4)]
    [InlineData("grant-max=15.000001", 4)]
    [InlineData("score-min=60", 2)]
    [InlineData("due-from=2026-03-02", 3)]
    [InlineData("due-to=2026-03-02", 3)]
    [InlineData("received-from=2026-01-21&received-to=2026-01-21", 1)]
    [InlineData("flagged=yes", 1)]
    [InlineData("flagged=no", 5)]
    [InlineData("late=late", 2)]
    public async Task Every_kind_of_filter_narrows(string query, int expected)
    {
        string[] titles = ["淡水珍珠养殖", "珍珠粉", "abc防腐涂层", "无人机检测", "焊接", "茶园"];
        await Fill(6, (x, i) =>
        {
            x.Title = titles[i - 1];
            x.OrganisationName = i == 2 ? "白塔研究所" : "云江学院";
            x.State = i switch { 1 or 2 => "in-review", 3 => "approved", _ => "formal-check" };
            x.Area = i == 4 ? "330102" : "330101";
            x.GrantFen = i switch { 1 => 20_000_000, 2 => 25_000_000, 3 => 0, _ => 15_000_000 };
            x.Score = i switch { 1 => 90, 2 => 60, 3 => 59, _ => null };
            x.DueOn = i switch { 1 => new DateOnly(2026, 3, 3), 2 => new DateOnly(2026, 3, 2), 3 or 4 => new DateOnly(2026, 3, 1), 5 => null, _ => new DateOnly(2026, 4, 1) };
            // 16:30 UTC is half past midnight of the next day in China.
            x.SubmittedAt = i switch { 1 => new DateTime(2026, 1, 20, 16, 30, 0, DateTimeKind.Utc), 2 => null, _ => new DateTime(2026, 1, 20, 15, 30, 0, DateTimeKind.Utc) };
            x.Flagged = i == 1;
        });
        var view = await Show(query);
        Assert.Empty(view.Query.Ignored);
        Assert.Equal(expected, view.Rows.Lines.Count);
        Assert.Equal(expected, view.Rows.Total.Count);
        Assert.NotEmpty(view.Query.Chips());
    }

    [Theory]
    [InlineData("state=nonsense", "“状态”没有“nonsense”这一项")]
    [InlineData("grant-min=viel", "“申请资助”的值“viel”无法识别，应为金额（万元），如 15.5")]
    [InlineData("due-from=30.11.2026", "“期限”的值“30.11.2026”无法识别，应为日期，如 2026-11-30")]
    [InlineData("score-min=9999999999", "“得分”的值“9999999999”无法识别，应为数字")]
    [InlineData("sort=secret", "不能按“secret”排序")]
    [InlineData("sort=rank", "不能按“rank”排序")]
    [InlineData("cols=secret,number", "没有“secret”这一列")]
    [InlineData("colour=red", "条件“colour”不存在")]
    public async Task What_the_address_gets_wrong_is_left_out_and_said(string query, string said)
    {
        await Fill(2);
        var view = await Show(query);
        Assert.Equal([said], view.Query.Ignored.Select(text => text.Zh));
        Assert.Equal(2, view.Rows.Lines.Count);
        Assert.DoesNotContain("secret", view.Query.Url());
    }

    [Fact]
    public async Task A_wrong_end_of_a_range_does_not_take_the_other_away()
    {
        await Fill(4, (x, i) => x.GrantFen = i * 10_000_000);
        var view = await Show("grant-min=20&grant-max=viel");
        Assert.Equal(3, view.Rows.Total.Count);
        Assert.Equal(["申请资助: 20 万元 起"], view.Query.Chips().Select(chip => $"{chip.Label.Zh}: {chip.Value.Zh}"));
    }

    [Theory]
    [InlineData("number")]
    [InlineData("-number")]
    [InlineData("score")]
    [InlineData("-score")]
    [InlineData("due")]
    [InlineData("-received")]
    [InlineData("title")]
    [InlineData("grant")]
    public async Task Paging_by_the_links_and_by_number_meets_every_row_once_in_one_order(string sort)
    {
        // Ties and gaps on purpose.
        await Fill(97, (x, i) =>
        {
            x.Score = i % 3 == 0 ? null : i % 7;
            x.DueOn = i % 4 == 0 ? null : new DateOnly(2026, 1, 1).AddDays(i % 5);
            x.SubmittedAt = i % 6 == 0 ? null : Clock.Start.AddMinutes(i % 9);
            x.Title = "题" + i % 4;
            x.GrantFen = i % 5;
        });
        var all = new List<string>();
        var firsts = new List<string>();
        var view = await Show($"sort={sort}&size=20");
        while (true)
        {
            all.AddRange(view.Rows.Lines.Select(line => line.Key));
            firsts.Add(view.Rows.Lines[0].Key);
            Assert.Equal(all.Count, (int)view.LastNumber);
            var counted = await Show($"sort={sort}&size=20&page={view.Rows.Page}");
            Assert.Equal(view.Rows.Lines.Select(line => line.Key), counted.Rows.Lines.Select(line => line.Key));
            if (view.Next is null) break;
            Assert.Contains("after=", view.Next);
            view = await Show(view.Next);
        }
        Assert.Equal(97, all.Distinct().Count());
        Assert.Equal(5, view.Rows.Page);

        // And back again.
        for (var page = 4; page >= 1; page--)
        {
            view = await Show(view.Previous!);
            Assert.Equal(page, view.Rows.Page);
            Assert.Equal(firsts[page - 1], view.Rows.Lines[0].Key);
            Assert.Equal(20, view.Rows.Lines.Count);
        }
        Assert.Null(view.Previous);
        var exported = await Exported(SheetFormat.Csv, $"sort={sort}&cols=number");
        Assert.Equal(97, exported.Count - 1);
    }

    [Theory]
    [InlineData("page=99", 3)]
    [InlineData("page=-1", 1)]
    [InlineData("page=2&after=nonsense", 2)]
    [InlineData("page=2&after=WyJhIl0", 2)]
    [InlineData("size=7", 1)]
    public async Task A_page_that_is_not_there_gives_one_that_is(string query, int page)
    {
        await Fill(46);
        Assert.Equal(page, (await Show(query)).Rows.Page);
    }

    [Fact]
    public async Task Page_numbers_have_gaps_and_end()
    {
        await Fill(260);
        Assert.Equal([1, 2, 3, 0, 13], (await Show("")).Numbers());
        Assert.Equal([1, 0, 5, 6, 7, 8, 9, 0, 13], (await Show("page=7")).Numbers());
        Assert.Equal([1, 0, 11, 12, 13], (await Show("page=13")).Numbers());
    }

    // ── totals ────────────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task A_total_is_counted_once_until_something_changes()
    {
        await Fill(30, (x, i) => x.GrantFen = 10_000_000);
        Assert.Equal(300_000_000m, (await Show("")).Rows.Sums["grant"].All);

        await City.Do(async (KeguanDb db) =>
        {
            var one = await db.Set<Application>().FirstAsync(Cancel);
            one.GrantFen += 5_000_000;
            await db.SaveChangesAsync(Cancel);
        });
        Assert.Equal(305_000_000m, (await Show("")).Rows.Sums["grant"].All);

        await City.Do(async (KeguanDb db) => await db.InTransactionAsync(async () =>
        {
            await db.Set<Application>().ExecuteUpdateAsync(set => set.SetProperty(x => x.GrantFen, 1_000_000), Cancel);
            // Not yet committed: whoever counts now must not keep what he sees under the number that comes after.
            Assert.Equal(305_000_000m, (await Show("")).Rows.Sums["grant"].All);
        }, Cancel));
        Assert.Equal(30_000_000m, (await Show("")).Rows.Sums["grant"].All);

        await City.Do(async (KeguanDb db) =>
        {
            db.Remove(await db.Set<Application>().FirstAsync(Cancel));
            await db.SaveChangesAsync(Cancel);
        });
        Assert.Equal(29, (await Show("")).Rows.Total.Count);
    }

    [Fact]
    public async Task What_another_process_changed_is_seen_after_seconds_and_the_page_says_from_when_its_total_is()
    {
        await Fill(5);
        var first = await Show("");
        Assert.Null(first.CountedAt);
        // Around this process: a second city on the same database would do the same.
        await City.Do(async (KeguanDb db) =>
        {
            await db.Database.OpenConnectionAsync(Cancel);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "DELETE FROM applications WHERE number LIKE '%-000001'";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancel));
        });
        City.Clock.Forward(TimeSpan.FromSeconds(5));
        var second = await Show("");
        Assert.Equal((5, "09:00:00"), (second.Rows.Total.Count, second.CountedAt));
        City.Clock.Forward(TimeSpan.FromSeconds(6));
        Assert.Equal(4, (await Show("")).Rows.Total.Count);
    }

    [Fact]
    public async Task Two_actors_share_a_total_only_where_they_see_the_same_rows()
    {
        var own = Guid.CreateVersion7();
        await Fill(10, (x, i) => x.Organisation = i <= 3 ? own : Guid.CreateVersion7());
        var member = new Actor { AccountId = Guid.CreateVersion7(), Name = "甲", Role = Roles.Filler.Code, OrganisationId = own };
        Assert.Equal(10, (await Show("")).Rows.Total.Count);
        var seen = await Show("", member);
        Assert.Equal((3, 3), ((int)seen.Rows.Total.Count, seen.Rows.Lines.Count));
        Assert.Equal("形式审查中", Column(seen, "state")[0]);
        Assert.Empty((await Show("", member with { OrganisationId = Guid.CreateVersion7() })).Rows.Lines);
        Assert.Empty(seen.Bulks);
        Assert.Single((await Show("")).Bulks);
    }

    [Fact]
    public async Task Beyond_the_bound_the_count_says_more_and_the_exact_one_is_a_click_away()
    {
        var small = await AnotherCity(services => services.Configure<ListOptions>(options => (options.CountRows, options.TabRows, options.ExportRows) = (40, 10, 15)));
        var call = SampleList.NewCall();
        await small.Save([call, .. Enumerable.Range(1, 61).Select(i => SampleList.New(call, i))]);
        Task<ListView> Show(string query) => small.Ask<Lists, ListView>(lists => lists.ShowAsync(List, QueryHelpers.ParseQuery(query), Cancel), Officer);

        var view = await Show("");
        Assert.Equal("40+", ListView.CountWords(view.Rows.Total));
        Assert.Null(view.Rows.Sums["grant"].All);
        Assert.NotNull(view.Next);
        for (var page = 2; page <= 4; page++) view = await Show(view.Next!);
        Assert.Single(view.Rows.Lines);
        Assert.Null(view.Next);

        var exact = await Show("exact=1");
        Assert.Equal((61, false), (exact.Rows.Total.Count, exact.Rows.Total.More));
        Assert.Equal("10+", ListView.CountWords(exact.Tabs.Single(tab => tab.Label.Zh == "待形审").Total));
        var refusal = await Assert.ThrowsAsync<Keguan.Foundation.Refusal>(() => small.Do<ListExports>(exports => exports.ExportAsync(List, [], SheetFormat.Csv, Cancel), Officer));
        Assert.Contains("超过 15 项", refusal.Reason.Zh);
    }

    // ── tabs and views ────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task Tabs_count_and_the_one_whose_filters_are_on_is_current()
    {
        await Fill(9, (x, i) => x.State = i <= 4 ? "formal-check" : "approved");
        var view = await Show("");
        Assert.Equal([("全部", 9L, true), ("待形审", 4L, false)], view.Tabs.Select(tab => (tab.Label.Zh, tab.Total.Count, tab.Current)));
        view = await Show(view.Tabs[1].Url);
        Assert.Equal("-received", view.Query.SortKey);
        Assert.Equal([false, true], view.Tabs.Select(tab => tab.Current));
        // One filter more within the tab: still there. Its own filter taken away: no longer.
        Assert.True((await Show(view.Tabs[1].Url + "&q=珍珠")).Tabs[1].Current);
        Assert.True((await Show("view=checking")).Tabs[0].Current);
        Assert.Contains((await Show("", Officer with { Role = Roles.Chief.Code })).Tabs, tab => tab.Label.Zh == "科长");
    }

    [Fact]
    public async Task A_person_keeps_views_of_his_own()
    {
        await Fill(6, (x, i) => x.GrantFen = i * 10_000_000);
        var another = Officer with { AccountId = Guid.CreateVersion7() };
        var view = await City.Ask<Lists, SavedView>(lists => lists.SaveViewAsync(List, QueryHelpers.ParseQuery("grant-min=50&sort=-grant&cols=number,grant&page=2&after=x"), " 50 万元以上 ", Cancel), Officer);
        Assert.Equal("grant-min=50&sort=-grant&cols=number,grant", view.Query);
        var shown = await Show("");
        Assert.Equal(("50 万元以上", 2L), (shown.Tabs[^1].Label.Zh, shown.Tabs[^1].Total.Count));
        var opened = await Show(shown.Tabs[^1].Url);
        Assert.Equal(["number", "grant"], opened.Columns.Select(column => column.Key));
        Assert.Equal(("-grant", true), (opened.Query.SortKey, opened.Tabs[^1].Current));
        Assert.DoesNotContain((await Show("", another)).Tabs, tab => tab.Saved is not null);

        // The same name replaces; others can't delete it.
        await City.Do<Lists>(lists => lists.SaveViewAsync(List, QueryHelpers.ParseQuery("state=approved"), "50 万元以上", Cancel), Officer);
        Assert.Single((await Show("")).Tabs, tab => tab.Saved is not null);
        Assert.False(await City.Ask<Lists, bool>(lists => lists.DeleteViewAsync(List, view.Id, Cancel), another));
        Assert.True(await City.Ask<Lists, bool>(lists => lists.DeleteViewAsync(List, view.Id, Cancel), Officer));
        await Assert.ThrowsAsync<Keguan.Foundation.Refusal>(() => City.Do<Lists>(lists => lists.SaveViewAsync(List, [], "  ", Cancel), Officer));
        await Assert.ThrowsAsync<Keguan.Foundation.Refusal>(() => City.Do<Lists>(lists => lists.SaveViewAsync(List, [], "名", Cancel), Actor.Public));
    }

    // ── export ────────────────────────────────────────────────────────────────────────────────────────

    async Task<List<SheetRow>> Exported(SheetFormat format, string query, Actor? actor = null, string? sheet = null)
    {
        await using var scope = City.ScopeOf(actor ?? Officer);
        var file = await scope.ServiceProvider.GetRequiredService<ListExports>().ExportAsync(List, QueryHelpers.ParseQuery(query), format, Cancel);
        await using (file.Content) return [.. SheetReader.Read(file.Content, sheet: sheet)];
    }

    [Fact]
    public async Task An_export_holds_what_is_shown_on_all_pages_and_is_recorded()
    {
        await Fill(45, (x, i) => { x.Title = "项目" + i; x.GrantFen = i * 1_000_000; x.State = i % 2 == 0 ? "approved" : "formal-check"; x.OrganisationName = "=cmd|' /C calc'!A0"; });
        const string query = "state=approved&sort=-grant&cols=title,grant,state,organisation,received&page=2&size=20";
        var rows = await Exported(SheetFormat.Xlsx, query);
        Assert.Equal(["项目名称", "承担单位", "申请资助（万元）", "收到", "状态"], rows[0].Cells);
        Assert.Equal(["项目44", "=cmd|' /C calc'!A0", "44", "2026-01-20 09:00", "已立项"], rows[1].Cells);
        Assert.Equal(22 + 2, rows.Count);
        Assert.Equal(("合计 22 项", "506"), (rows[^1][0], rows[^1][2]));

        var record = await City.Db(db => db.Set<ListExport>().OrderByDescending(one => one.Id).FirstAsync(Cancel));
        Assert.Equal(("sample", 22, "xlsx", "陈若谷", "状态：已立项"), (record.List, record.Rows, record.Format, record.ActorName, record.Filter));
        var entry = await City.Db(db => db.Set<Keguan.Foundation.Journal.Entry>().Include(one => one.Text).SingleAsync(one => one.SubjectId == record.Id, Cancel));
        Assert.Equal(("export", "export", Officer.AccountId), (entry.SubjectType, entry.Action, entry.ActorId));
        Assert.Equal("导出申报列表 22 行（xlsx）", entry.Text!.Summary);
        var notes = (await Exported(SheetFormat.Xlsx, query, sheet: "说明")).ToDictionary(row => row[0], row => row[1]);
        Assert.Equal(("状态：已立项", "申请资助，降序", "陈若谷，经办人", "2026-03-02 09:00:00"), (notes["条件"], notes["排序"], notes["导出人"], notes["导出时间"]));
        Assert.StartsWith("#", notes["日志已封存至"], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(City.Folder, "tmp")));
    }

    [Fact]
    public async Task An_export_shows_a_member_only_his_own_and_nothing_to_whom_the_list_is_closed()
    {
        var own = Guid.CreateVersion7();
        await Fill(10, (x, i) => x.Organisation = i <= 3 ? own : Guid.CreateVersion7());
        Assert.Equal(1 + 3, (await Exported(SheetFormat.Csv, "", new Actor { Name = "甲", Role = Roles.Filler.Code, OrganisationId = own })).Count);
        await Assert.ThrowsAsync<Keguan.Foundation.Refusal>(() => Exported(SheetFormat.Csv, "", new Actor { Name = "乙", Role = Roles.SystemAdmin.Code }));
    }
}

public sealed class ListTestsOnSqlite(Sqlite city) : ListTests(city), IClassFixture<Sqlite>;

public sealed class ListTestsOnPostgres(Postgres city) : ListTests(city), IClassFixture<Postgres>;
