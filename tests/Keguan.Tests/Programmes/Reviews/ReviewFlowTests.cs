using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes.Reviews;

/// <summary>From the drawn panel to the concluded score, through the front door.</summary>
public abstract class ReviewFlowTests(City city) : CityTests(city)
{
    [Fact]
    public async Task A_review_goes_from_the_draw_to_the_concluded_score()
    {
        var jury = await Jury.FoundAsync(City);
        var officer = await City.As(Roles.Officer);
        (await officer.Open("/programmes/reviews?progress=unassigned")).Says(Jury.Title);
        var tasks = await jury.AssignAsync(officer);
        Assert.Equal(3, tasks.Count);
        Assert.All(tasks, task => Assert.Equal(ReviewTaskLifecycle.Pending, task.State));
        foreach (var task in tasks) Assert.Contains(await City.Db(db => db.Set<Notice>().Where(notice => notice.AccountId == task.Expert.AccountId).Select(notice => notice.TitleZh).ToListAsync()), title => title.Contains("请您评审", StringComparison.Ordinal));

        (await jury.VisitorOf(tasks[0].ExpertId).Open("/programmes/reviews/mine")).Says(Jury.Title).Says("待声明").Says("2026-03-16 24:00");
        await jury.SubmitAsync(tasks[0], 80);
        await jury.SubmitAsync(tasks[1], 85.5m);
        (await officer.Open(jury.DetailsUrl)).Says("还有 1 份评分表未提交");
        await jury.SubmitAsync(tasks[2], 90);
        Assert.Contains(await City.Db(db => db.Set<Notice>().Where(notice => notice.AccountId == officer.AccountId).Select(notice => notice.TitleZh).ToListAsync()), title => title.Contains("评分表已全部提交", StringComparison.Ordinal));

        (await (await officer.Open(jury.DetailsUrl)).Press("汇总")).Ok().Says("得分 85.17");
        var application = await City.Db(db => db.Applications().AsNoTracking().SingleAsync(one => one.Id == jury.ApplicationId));
        Assert.Equal(ApplicationLifecycle.Shortlisted, application.State);
        Assert.Equal((8517, false, 1), (application.Score100, application.SpreadFlagged, application.Rank));
        Assert.Equal(1, await City.Db(db => db.Set<Posting>().Where(posting => posting.Measure == "programme.reviewed" && posting.Batch == jury.Town.Call.Code).SumAsync(posting => posting.Quantity)));
        (await officer.Open($"/programmes/applications/reviews/{jury.ApplicationId}")).Says("85.17").Says("技术路线清楚");

        var reopened = (await officer.Open(jury.DetailsUrl)).Form("退回复议").Set("Reason", "补充材料后复议");
        (await reopened.Submit("退回复议")).Ok();
        application = await City.Db(db => db.Applications().AsNoTracking().SingleAsync(one => one.Id == jury.ApplicationId));
        Assert.Equal((ApplicationLifecycle.InReview, (int?)null), (application.State, application.Score100));
        Assert.Equal(0, await City.Db(db => db.Set<Posting>().Where(posting => posting.Measure == "programme.reviewed" && posting.Batch == jury.Town.Call.Code).SumAsync(posting => posting.Quantity)));
    }
}

public sealed class ReviewFlowTestsOnSqlite(Sqlite city) : ReviewFlowTests(city), IClassFixture<Sqlite>;

public sealed class ReviewFlowTestsOnPostgres(Postgres city) : ReviewFlowTests(city), IClassFixture<Postgres>;
