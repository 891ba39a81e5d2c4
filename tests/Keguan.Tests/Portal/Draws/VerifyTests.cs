using System.Text;
using System.Text.RegularExpressions;
using Keguan.Review.Draws;
using Keguan.Tests.Review.Draws;
using Keguan.Tests.Support;

namespace Keguan.Tests.Portal.Draws;

/// <summary>抽取核验 without script: the server computes a draw again for anybody.</summary>
public abstract partial class VerifyTests(City city) : CityTests(city)
{
    static string Record() => Encoding.UTF8.GetString(CanonicalJson.Write(DrawMachine.Run(Requests.Order())));

    [Fact]
    public async Task Anybody_verifies_a_record_and_gets_a_certificate()
    {
        using var anybody = City.Public();
        var record = DrawMachine.Run(Requests.Order());
        var page = await anybody.Open("/portal/verify");
        await page.Click("抽取核验");
        var form = anybody.Screen!.Form("核验");
        var shown = await form.Set("Record", Record()).Submit("由服务器核验并出具证书");
        shown.Says("记录成立").Says("抽取核验证书").Says("重点研发计划会议评审专家").Says(record["recordHash"]!.ToString()).Says("业务处、纪检监察").Says(string.Join("、", record.Labels("panel")));
        Assert.NotNull(shown.Document.QuerySelector("img[src^='data:image/png']"));
        Assert.Equal(10, shown.TextsOf("[data-draw-steps] > li").Count);
        Assert.Empty(shown.TextsOf("[data-draw-steps] > .kg-check-stop"));
    }

    [Fact]
    public async Task A_file_does_as_well()
    {
        using var anybody = City.Public();
        var shown = await (await anybody.Open("/portal/draws/verify")).Form("核验").Attach("Upload", "record.json", Encoding.UTF8.GetBytes(Record()), "application/json").Submit("核验");
        shown.Says("抽取核验证书");
    }

    [Fact]
    public async Task A_tampered_record_is_refused_with_the_first_thing_that_does_not_hold_and_nothing_of_it_is_repeated()
    {
        using var anybody = City.Public();
        var record = DrawMachine.Run(Requests.Order());
        var forged = Record().Replace($"\"selected\":[\"{record.Labels("selected")[0]}\"", $"\"selected\":[\"{record.Labels("reserve")[0]}\"", StringComparison.Ordinal).Replace("重点研发计划会议评审专家", "伪造的标题", StringComparison.Ordinal);
        var shown = await (await anybody.Open("/portal/draws/verify")).Form("核验").Set("Record", forged).Submit("核验");
        shown.SaysNot("抽取核验证书");
        Assert.Contains("入选名单与按顺序和配额重新计算的不符", shown.TextOf("[data-draw-steps] > .kg-check-stop"), StringComparison.Ordinal);
        Assert.Equal(7, shown.TextsOf("[data-draw-steps] > li").Count);
    }

    [Fact]
    public async Task Another_record_than_the_certificate_names_is_refused_however_valid()
    {
        using var anybody = City.Public();
        var other = DrawMachine.Run(Requests.Order(5))["recordHash"]!.ToString();
        var shown = await (await anybody.Open("/portal/draws/verify?hash=" + other)).Says(other).Form("核验").Set("Record", Record()).Submit("核验");
        shown.Says("这不是证书所指的那份记录").SaysNot("抽取核验证书");
    }

    [Fact]
    public async Task Nothing_and_nonsense_are_told_so()
    {
        using var anybody = City.Public();
        (await (await anybody.Open("/portal/draws/verify")).Form("核验").Submit("核验")).Is(System.Net.HttpStatusCode.UnprocessableEntity).Says("请选择抽取记录文件，或粘贴记录全文");
        (await (await anybody.Open("/portal/draws/verify")).Form("核验").Set("Record", "你好").Submit("核验")).Says("不是抽取记录");
        (await anybody.Open("/portal/draws/verify?hash=<b>x</b>")).SaysNot("证书所指");
    }

    [Fact]
    public async Task In_English_the_page_speaks_no_Chinese()
    {
        using var anybody = City.Public().InEnglish();
        Assert.DoesNotMatch(Han(), (await anybody.Open("/portal/draws/verify")).Text.Replace("中文", "", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}

public sealed class VerifyTestsOnSqlite(Sqlite city) : VerifyTests(city), IClassFixture<Sqlite>;

public sealed class VerifyTestsOnPostgres(Postgres city) : VerifyTests(city), IClassFixture<Postgres>;
