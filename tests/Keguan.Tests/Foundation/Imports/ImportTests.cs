using System.Text;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Imports;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Sheets;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Imports;

public abstract class ImportTests(City city) : CityTests(city)
{
    const string Good = "91330100799655058B";
    const string Head = "项目编号,项目名称,统一社会信用代码,类别,资助金额,自筹金额,开始日期,期限（月）,联合申报";
    static readonly SampleImport Definition = new();

    City _city = null!;

    public override async ValueTask InitializeAsync()
    {
        SampleImport.Breaks = null;
        _city = await AnotherCity(services => services.AddImport<SampleImport>());
    }

    static MemoryStream Csv(params string[] lines) => new(Encoding.UTF8.GetBytes(string.Join("\r\n", lines)));

    static string Line(int i) => $"YKJ2025-{i:D3},项目{i},{Good},重点研发,{i},{i * 2},2025-01-0{i % 9 + 1},24,否";

    static readonly Actor Officer = new() { AccountId = Guid.CreateVersion7(), Name = "陈若谷", Role = Roles.Officer.Code };

    Task<ImportReading> Read(Stream file, IReadOnlyDictionary<string, int>? mapping = null) => _city.Ask<Importer, ImportReading>(importer => importer.ReadAsync(Definition, file, mapping, Cancel), Officer);

    Task<int> Stored() => _city.Db(db => db.Set<OutboxMail>().CountAsync(Cancel));

    static string[] Words(ImportReading reading) => [.. reading.Faults.Select(fault => fault.InWords.Zh)];

    [Fact]
    public async Task Columns_are_known_by_name_and_alias_in_any_order_below_a_title_and_sums_are_passed_over()
    {
        var reading = await Read(Csv(
            "云江市2025年第一批项目汇总表,,,,,,,",
            ",,,,单位：元,,,",
            "* 课题名称 ,备注,编 号,自筹金额（万元）,资助金额(元),信用代码,类 别,开始日期",
            "珍珠蚌养殖,无,A-1,30,150000,91330100799655058b,key,2025年1月5日",
            "合计 1 项,,,30,150000,,,"));
        Assert.Empty(Words(reading));
        Assert.Equal((3, 1), (reading.HeadRow, reading.Rows));
        Assert.Equal([5], reading.Passed);
        Assert.Equal(2, reading.Mapping["number"]);
        await _city.Do<Importer>(importer => importer.ApplyAsync(Definition, Csv("编号,项目名称,信用代码,类别,资助金额(元),开始日期,联合申报,期限", $"A-1,甲,{Good},Key R&D,150000.50,2025.1.5,是,12"), "x.csv", cancel: Cancel), Officer);
        Assert.Equal("15000050|0|key|2025-01-05|12|True", await _city.Db(db => db.Set<OutboxMail>().Select(mail => mail.Body).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task Every_wrong_cell_is_named_with_its_address_and_what_is_expected_and_nothing_is_stored()
    {
        await _city.Save(new OutboxMail { To = "YKJ2025-099", Subject = "", Body = "", CreatedAt = Clock.Start });
        MemoryStream File() => Csv(Head,
            Line(1),
            $",项目2,{Good},重点研发,2,4,2025-01-01,24,否",
            $"YKJ2025-003,{new string('长', 51)},{Good},重点研发,3,6,2025-01-01,24,否",
            "YKJ2025-004,项目4,91330100799655058X,重点研发,4,8,2025-01-01,24,否",
            $"YKJ2025-005,项目5,{Good},软科学,5,10,2025-01-01,24,否",
            $"YKJ2025-006,项目6,{Good},重点研发,六万,12,2025-01-01,24,否",
            $"YKJ2025-007,项目7,{Good},重点研发,-7,14,2025-01-01,24,否",
            $"YKJ2025-008,项目8,{Good},重点研发,8,16,2025-02-30,24,否",
            $"YKJ2025-009,项目9,{Good},重点研发,9,18,2025-01-01,61,否",
            $"YKJ2025-010,项目10,{Good},重点研发,10,20,2025-01-01,24,也许",
            $"YKJ2025-001,项目11,{Good},重点研发,11,22,2025-01-01,24,否",
            $"YKJ2025-012,项目12,{Good},重点研发,12,6,2025-01-01,24,否",
            $"YKJ2025-099,项目13,{Good},重点研发,13,26,2025-01-01,24,否",
            $"YKJ2025-014,项目14,{Good},重点研发,14,28,2025-01-01,,是");
        var reading = await Read(File());
        Assert.Equal(
        [
            "A3（项目编号）：必填，不能为空",
            $"B4（项目名称）“{new string('长', 30)}…”：有 51 字，最多 50 字",
            "D6（类别）“软科学”：应为以下之一：重点研发、基地和人才",
            "E7（资助金额）“六万”：“六万”不是金额，请填数字，单位万元，例如 15.6",
            "E8（资助金额）“-7”：金额不能为负",
            "G9（开始日期）“2025-02-30”：不是有效的日期，应写成 2026-11-30",
            "H10（期限（月））“61”：应为整数，1 至 60",
            "I11（联合申报）“也许”：应为“是”或“否”",
            "A12（项目编号）“YKJ2025-001”：与第 2 行重复",
            "F13（自筹金额）“6”：自筹不得少于资助",
            "A14（项目编号）“YKJ2025-099”：系统中已有此编号",
            "第 15 行：联合申报须写明期限",
        ], Words(reading).Where(words => !words.StartsWith("C5", StringComparison.Ordinal)));
        Assert.StartsWith("C5（统一社会信用代码）“91330100799655058X”：", Words(reading).Single(words => words.StartsWith("C5", StringComparison.Ordinal)));
        Assert.Equal((13, 14), (reading.FaultCount, reading.Rows));
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", string.Concat(reading.Faults.Where(fault => fault.Found.All(c => c < 0x80)).Select(fault => fault.InWords.En)));

        var refusal = await Assert.ThrowsAsync<Refusal>(() => _city.Do<Importer>(importer => importer.ApplyAsync(Definition, File(), "x.csv", cancel: Cancel), Officer));
        Assert.StartsWith("文件有 13 处问题，未导入任何内容。第一处：A3", refusal.Reason.Zh);
        Assert.Equal(1, await Stored());
        Assert.Equal(0, await _city.Db(db => db.Set<Import>().CountAsync(Cancel)));
    }

    [Fact]
    public async Task A_missing_column_is_named_and_can_be_assigned_by_hand()
    {
        var lines = new[] { "项目编号,名字,统一社会信用代码,类别,资助金额", $"A-1,甲,{Good},重点研发,1" };
        var reading = await Read(Csv(lines));
        Assert.StartsWith("缺少必填的列“项目名称”（可用的列名：项目名称、Title、课题名称）", Assert.Single(Words(reading)));
        Assert.Empty(Words(await Read(Csv(lines), new Dictionary<string, int>(reading.Mapping) { ["title"] = 1 })));

        reading = await Read(Csv("a,b,c", "1,2,3"));
        Assert.Equal(5, reading.FaultCount);
        Assert.Equal("表中没有数据行", Assert.Single(Words(await Read(Csv(Head)))));
    }

    [Fact]
    public async Task What_is_good_is_stored_as_a_whole_and_recorded()
    {
        var import = await _city.Ask<Importer, Import>(importer => importer.ApplyAsync(Definition, Csv([Head, .. Enumerable.Range(1, 30).Select(Line)]), "第一批.csv", cancel: Cancel), Officer);
        Assert.Equal(30, await Stored());
        var entry = await _city.Db(db => db.Set<Entry>().Include(one => one.Text).SingleAsync(one => one.SubjectId == import.Id, Cancel));
        Assert.Equal(("import", "导入历年项目 30 行，文件“第一批.csv”", Officer.AccountId), (entry.Action, entry.Text!.Summary, entry.ActorId));
        Assert.Contains(import.Sha256, entry.Text.Payload);
    }

    [Fact]
    public async Task What_breaks_in_the_middle_leaves_nothing()
    {
        SampleImport.Breaks = "R-2500";
        var lines = Enumerable.Range(1, 3_000).Select(i => $"R-{i},项目{i},{Good},key,1");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _city.Do<Importer>(importer => importer.ApplyAsync(Definition, Csv(["编号,项目名称,信用代码,类别,资助金额", .. lines]), "x.csv", cancel: Cancel), Officer));
        Assert.Equal(0, await Stored());
    }

    [Fact]
    public async Task Who_may_not_import_is_refused() =>
        await Assert.ThrowsAsync<Refusal>(() => _city.Do<Importer>(importer => importer.ReadAsync(Definition, Csv(Head), cancel: Cancel), new Actor { Role = Roles.Filler.Code }));

    // ── pages ─────────────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task On_the_page_a_file_is_uploaded_seen_mapped_and_confirmed_once()
    {
        using var officer = await _city.As(Roles.Officer, name: "陈若谷");
        using var stranger = await _city.As(Roles.Officer);
        using var filler = await _city.As(Roles.Filler);
        (await filler.Get("/imports/new/sample/projects")).Missing();
        (await officer.Get("/imports/new/sample/none")).Missing();

        var page = await (await officer.Open("/imports")).Click("导入历年项目");
        page.Says("每行一个项目。").Says("项目编号").Says("金额，单位万元");
        var lines = new[] { "项目编号,名字,统一社会信用代码,类别,资助金额", $"A-1,珍珠蚌养殖,{Good},重点研发,1" };
        page = await page.Form("上传并预览").Attach("File", "第一批.csv", Csv(lines).ToArray()).Submit();
        page.Says("有 1 处问题").Says("缺少必填的列“项目名称”");
        Assert.False(page.Offers("确认导入 1 行"));
        var url = page.Url;
        (await stranger.Get(url)).Missing();

        page = await page.Form("按此对应重新检查").Set("map.title", "1").Submit();
        page.Says("检查通过").Says("珍珠蚌养殖");
        var again = page.Form("确认导入 1 行");
        page = await page.Press("确认导入 1 行");
        page.Says("已导入").Says("1 行全部写入");
        Assert.Equal(1, await Stored());
        (await again.Submit()).Refused().Says("此文件已导入或正在导入");
        Assert.Equal(1, await Stored());
        (await officer.Open("/imports")).Says("第一批.csv").Says("已导入");
    }

    [Fact]
    public async Task A_file_that_is_no_table_is_refused_on_the_page()
    {
        using var officer = await _city.As(Roles.Officer);
        var page = await officer.Open("/imports/new/sample/projects");
        (await page.Form("上传并预览").Attach("File", "a.xls", [0xD0, 0xCF, 0x11, 0xE0, 1, 2, 3, 4]).Submit()).Refused().Says("旧版 .xls");
        (await page.Form("上传并预览").Attach("File", "a.xlsx", "MZ\0\0not a table"u8.ToArray()).Submit()).Refused();
        Assert.Equal(0, await _city.Db(db => db.Set<Import>().CountAsync(Cancel)));
    }

    [Fact]
    public async Task The_template_can_be_filled_in_and_imported()
    {
        using var officer = await _city.As(Roles.Officer);
        var file = await officer.Get("/imports/new/sample/projects?handler=Template");
        var rows = SheetReader.Read(new MemoryStream(file.Bytes)).ToList();
        Assert.Equal("项目编号*", rows[0][0]);
        var reading = await Read(new MemoryStream(file.Bytes));
        Assert.Equal(9, reading.Mapping.Count);
        Assert.Contains(SheetReader.Read(new MemoryStream(file.Bytes), sheet: "说明"), row => row[0] == "类别" && row[1].Contains("必填", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_large_file_becomes_a_job_that_stores_all_or_nothing()
    {
        using var officer = await _city.As(Roles.Officer, name: "陈若谷");
        var page = await officer.Open("/imports/new/sample/projects");
        string[] lines = ["编号,项目名称,信用代码,类别,资助金额", .. Enumerable.Range(1, 2_500).Select(i => $"L-{i},项目{i},{Good},key,1")];
        page = await page.Form("上传并预览").Attach("File", "大.csv", Csv(lines).ToArray()).Submit();
        var url = page.Url;
        page = await page.Press("确认导入 2500 行");
        page.Says("转后台导入").Says("等待中");
        (await officer.Open(url)).Says("正在导入");
        Assert.Equal(0, await Stored());

        // The first run is cancelled: nothing is there, and it may be begun again.
        await page.Press("取消任务");
        page = await (await officer.Open(url)).Press("确认导入 2500 行");
        var job = page.Url;
        await _city.Services.GetRequiredService<JobRunner>().RunAllAsync(Cancel);
        (await officer.Open(job)).Says("已导入 2500 行");
        Assert.Equal(2_500, await Stored());
        (await officer.Open(url)).Says("2500 行全部写入");
        var entry = await _city.Db(db => db.Set<Entry>().SingleAsync(one => one.SubjectType == "import" && one.Action == "import", Cancel));
        Assert.Equal(officer.AccountId, entry.ActorId);
    }
}

public sealed class ImportTestsOnSqlite(Sqlite city) : ImportTests(city), IClassFixture<Sqlite>;

public sealed class ImportTestsOnPostgres(Postgres city) : ImportTests(city), IClassFixture<Postgres>;

public sealed class ImportDatesTests
{
    [Theory]
    [InlineData("2026-11-30")]
    [InlineData("2026/11/30")]
    [InlineData("2026.11.30")]
    [InlineData("20261130")]
    [InlineData("2026年11月30日")]
    [InlineData(" ２０２６－１１－３０ ")]
    [InlineData("2026-11-30 17:00")]
    public void Days_are_read_as_people_write_them(string text)
    {
        Assert.True(ImportDates.TryParse(text, out var day));
        Assert.Equal(new DateOnly(2026, 11, 30), day);
    }

    [Theory]
    [InlineData("30.11.2026")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-29")]
    [InlineData("46356")]
    [InlineData("2026-11")]
    [InlineData("明天")]
    public void What_is_no_day_is_none(string text) => Assert.False(ImportDates.TryParse(text, out _));
}
