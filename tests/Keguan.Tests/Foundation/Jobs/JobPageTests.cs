using Keguan.Foundation.Access;
using Keguan.Foundation.Jobs;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Tests.Foundation.Jobs;

public abstract class JobPageTests(City city) : CityTests(city)
{
    sealed class Idle : JobHandler<string>
    {
        public override Task RunAsync(string payload, JobRun run, CancellationToken cancel)
        {
            run.Finish(T("做完了", "All done"), "/jobs");
            return Task.CompletedTask;
        }
    }

    City _city = null!;

    public override async ValueTask InitializeAsync() => _city = await AnotherCity(services => services.AddJob<Idle>("idle"));

    async Task<Guid> Put(Visitor owner)
    {
        await using var scope = _city.ScopeOf(new Actor { AccountId = owner.AccountId, GrantId = owner.Grant!.Id, Name = "陈若谷", Role = owner.Grant.Role });
        var job = scope.ServiceProvider.GetRequiredService<JobQueue>().Add("idle", T("归档第二批", "Archiving batch two"), "");
        await scope.ServiceProvider.GetRequiredService<Keguan.Foundation.Data.KeguanDb>().SaveChangesAsync(Cancel);
        return job.Id;
    }

    [Fact]
    public async Task Its_owner_follows_it_to_the_end_and_others_do_not_see_it()
    {
        using var officer = await _city.As(Roles.Officer);
        using var other = await _city.As(Roles.Officer);
        using var administrator = await _city.As(Roles.SystemAdmin);
        var id = await Put(officer);

        var page = await officer.Open($"/jobs/{id}");
        page.Says("归档第二批").Says("等待中").Says("可以离开本页");
        Assert.Contains("http-equiv=\"refresh\"", page.Html);
        (await other.Get($"/jobs/{id}")).Missing();
        (await other.Open("/jobs")).SaysNot("归档第二批").Says("目前没有后台任务");
        (await administrator.Open("/jobs")).Says("归档第二批");

        await _city.Services.GetRequiredService<JobRunner>().RunAllAsync(Cancel);
        page = await officer.Open($"/jobs/{id}");
        page.Says("已完成").Says("做完了");
        Assert.DoesNotContain("http-equiv=\"refresh\"", page.Html);
        Assert.False(page.Offers("取消任务"));
        (await page.Click("查看结果")).At("/jobs").Says("归档第二批");
    }

    [Fact]
    public async Task It_is_cancelled_from_its_page_but_not_after_its_end()
    {
        using var officer = await _city.As(Roles.Officer);
        var id = await Put(officer);
        var page = await officer.Open($"/jobs/{id}");
        var stale = page.Form("取消任务");
        page = await page.Press("取消任务");
        page.Says("已要求取消").Says("已取消");
        (await stale.Submit("取消任务")).Refused().Says("任务已结束，不能再取消");
        Assert.Equal(JobState.Cancelled, (await _city.Db(db => db.Jobs().SingleAsync(job => job.Id == id, Cancel))).State);
    }
}

public sealed class JobPageTestsOnSqlite(Sqlite city) : JobPageTests(city), IClassFixture<Sqlite>;

public sealed class JobPageTestsOnPostgres(Postgres city) : JobPageTests(city), IClassFixture<Postgres>;
