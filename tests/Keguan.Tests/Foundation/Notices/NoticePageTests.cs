using Keguan.Foundation.Access;
using Keguan.Foundation.Notices;
using Keguan.Tests.Foundation.Work;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Notices;

public abstract class NoticePageTests(City city) : CityTests(city)
{
    Task<int> Unread(Visitor visitor) => City.Db(db => db.Set<Notice>().CountAsync(notice => notice.AccountId == visitor.AccountId && notice.ReadAt == null));

    [Fact]
    public async Task Opening_a_notice_marks_it_as_read_and_goes_to_its_page()
    {
        using var officer = await City.As(Roles.Officer);
        await City.Save(Filled.Notice(officer, City, "有新申报待形式审查", "/programmes/applications?state=formal-check"), Filled.Notice(officer, City, "另一条"));
        var page = await officer.Open("/notices");
        page.Says("未读 2 条");
        (await page.Form("有新申报待形式审查").Submit()).At("/programmes/applications");
        Assert.Equal(1, await Unread(officer));
        page = await officer.Open("/notices");
        page.Says("未读 1 条").Says("已读");
        Assert.True(page.Html.IndexOf("另一条", StringComparison.Ordinal) < page.Html.IndexOf("有新申报待形式审查", StringComparison.Ordinal));
        (await officer.Open("/notices?show=unread")).Says("另一条").SaysNot("有新申报待形式审查");
    }

    [Fact]
    public async Task One_or_all_are_marked_as_read_without_leaving_the_page()
    {
        using var officer = await City.As(Roles.Officer);
        await City.Save([.. Enumerable.Range(1, 25).Select(i => Filled.Notice(officer, City, $"第 {i} 条"))]);
        var page = await officer.Open("/notices?page=2");
        page.Says("第 21–25 项");
        page = await page.Press("标为已读");
        page.Says("未读 24 条").Says("第 21–25 项");
        page = await page.Press("全部标为已读");
        page.Says("24 条通知已标为已读");
        Assert.Equal(0, await Unread(officer));
    }

    [Fact]
    public async Task Other_peoples_notices_are_not_there()
    {
        using var officer = await City.As(Roles.Officer);
        using var other = await City.As(Roles.Officer);
        var notice = Filled.Notice(other, City, "只给别人的");
        await City.Save(notice);
        (await officer.Open("/notices")).SaysNot("只给别人的");
        (await officer.Post($"/notices?handler=Open&id={notice.Id}", [], "/notices")).Missing();
        (await officer.Post($"/notices?handler=Read&id={notice.Id}", [], "/notices")).Missing();
        Assert.Equal(1, await Unread(other));
    }
}

public sealed class NoticePageTestsOnSqlite(Sqlite city) : NoticePageTests(city), IClassFixture<Sqlite>;

public sealed class NoticePageTestsOnPostgres(Postgres city) : NoticePageTests(city), IClassFixture<Postgres>;
