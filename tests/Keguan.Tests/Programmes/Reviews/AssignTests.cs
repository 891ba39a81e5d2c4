using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes.Reviews;

/// <summary>Whom the assign page draws and lets choose.</summary>
public abstract class AssignTests(City city) : CityTests(city)
{
    [Fact]
    public async Task Nobody_who_must_stay_out_is_ever_drawn_and_each_is_named_with_the_reason()
    {
        var jury = await Jury.FoundAsync(City, experts: 2);
        var town = jury.Town;
        Expert[] tied =
        [
            await jury.ExpertAsync(organisationId: town.Enterprise.Id),
            await jury.ExpertAsync(organisation: town.Enterprise.Name.Replace("有限公司", "股份有限公司", StringComparison.Ordinal)),
            await jury.ExpertAsync(organisation: Jury.Partner),
            await jury.ExpertAsync(key: town.Leader.IdKey),
            await jury.ExpertAsync(key: "key-member"),
            await jury.ExpertAsync(name: Jury.Member, key: "known-to-be-another"),
            await jury.ExpertAsync(organisation: "云江竞对科技有限公司"),
            await jury.ExpertAsync(name: "胡让先"),
        ];
        var related = await jury.ExpertAsync();
        await City.Save(new ExpertRelation { ExpertId = related.Id, Kind = "holding", OrganisationName = town.Enterprise.Name });
        var otherDiscipline = await jury.ExpertAsync(disciplines: "32034", speciality: "临床医学");
        var officer = await City.As(Roles.Officer);

        var tasks = await jury.AssignAsync(officer, 10);
        var may = new[] { jury.Experts[0].Id, jury.Experts[1].Id, tied[5].Id };
        Assert.Equal(may.Order(), tasks.Select(task => task.ExpertId).Order());
        var page = await officer.Open($"{jury.AssignUrl}?show={jury.ApplicationId}");
        page.Says("同一单位").Says("本人是项目负责人").Says("本人是项目成员").Says("申报过与申报单位").Says("申请回避：云江竞对科技有限公司").Says("申请回避：胡让先").Says("已在本项评审组");

        // By hand another discipline will do with a reason; a recusal never.
        (await officer.Post($"{jury.AssignUrl}?handler=Add&show={jury.ApplicationId}", [("ExpertId", tied[0].Id.ToString()), ("Due", "2026-03-20"), ("Reason", "熟悉情况")], $"{jury.AssignUrl}?show={jury.ApplicationId}")).Refused().Says("须回避");
        (await officer.Post($"{jury.AssignUrl}?handler=Add&show={jury.ApplicationId}", [("ExpertId", otherDiscipline.Id.ToString()), ("Due", "2026-03-20"), ("Reason", "")], $"{jury.AssignUrl}?show={jury.ApplicationId}")).Refused().Says("须写明理由");
        (await officer.Post($"{jury.AssignUrl}?handler=Add&show={jury.ApplicationId}", [("ExpertId", otherDiscipline.Id.ToString()), ("Due", "2026-03-20"), ("Reason", "涉及医用注塑件")], $"{jury.AssignUrl}?show={jury.ApplicationId}")).Ok().Says("已邀请");
        Assert.Equal("涉及医用注塑件", (await jury.TasksAsync()).Single(task => task.ExpertId == otherDiscipline.Id).ChosenBecause);
    }

    [Fact]
    public async Task The_draw_can_be_replayed_from_the_Journal()
    {
        var jury = await Jury.FoundAsync(City, experts: 8);
        var officer = await City.As(Roles.Officer);
        var tasks = await jury.AssignAsync(officer);
        var payload = await City.Db(db => db.Set<Entry>().Where(entry => entry.SubjectId == jury.ApplicationId && entry.Action == "assign-experts").Select(entry => entry.Text!.Payload).SingleAsync());
        using var json = System.Text.Json.JsonDocument.Parse(payload);
        var seed = json.RootElement.GetProperty("seed").GetString()!;
        Assert.Equal(32, seed.Length);
        var again = jury.Experts.OrderBy(expert => Panel.KeyOf(seed, expert.Id), StringComparer.Ordinal).Take(3).Select(expert => expert.Id);
        Assert.Equal(again.Order(), tasks.Select(task => task.ExpertId).Order());
    }

    [Fact]
    public async Task Work_is_spread_over_the_library()
    {
        var jury = await Jury.FoundAsync(City, experts: 6);
        await jury.ApplyAsync("低温固化水性防腐涂层制备与应用");
        var officer = await City.As(Roles.Officer);
        await jury.AssignAsync(officer);
        var loads = await City.Db(db => db.Set<ReviewTask>().Where(task => task.Batch == jury.Town.Call.Code).GroupBy(task => task.ExpertId).Select(group => group.Count()).ToListAsync());
        Assert.Equal([1, 1, 1, 1, 1, 1], loads);
    }

    [Fact]
    public async Task Too_few_experts_are_said_and_a_speciality_brings_more()
    {
        var jury = await Jury.FoundAsync(City, experts: 1);
        await jury.ExpertAsync(disciplines: "63040", speciality: "科技管理");
        var officer = await City.As(Roles.Officer);
        var page = await (await officer.Open(jury.AssignUrl)).Form("分配并通知").Set("Experts", 2).Submit("分配并通知");
        page.Ok().Says("专家不足");
        Assert.Equal(2, (await jury.AssignAsync(officer, 2, "科技管理")).Count);
    }

    [Fact]
    public async Task An_expert_without_an_account_is_given_one_with_his_first_invitation()
    {
        var jury = await Jury.FoundAsync(City, experts: 0);
        var expert = await jury.ExpertAsync(account: false);
        var officer = await City.As(Roles.Officer);
        Assert.Single(await jury.AssignAsync(officer, 1));
        Assert.NotNull(await City.Db(db => db.Experts().Where(one => one.Id == expert.Id).Select(one => one.AccountId).SingleAsync()));
        Assert.Equal(2, await City.Db(db => db.Set<Keguan.Foundation.Notices.OutboxMail>().CountAsync(mail => mail.To == expert.Email)));
    }

    [Fact]
    public async Task What_is_not_in_review_gets_no_panel()
    {
        var jury = await Jury.FoundAsync(City);
        var officer = await City.As(Roles.Officer);
        await officer.Open(jury.AssignUrl);
        await City.Do(async (KeguanDb db) => await db.Applications().Where(one => one.Id == jury.ApplicationId).ExecuteUpdateAsync(set => set.SetProperty(one => one.State, ApplicationLifecycle.Shortlisted)));
        (await officer.Post(jury.AssignUrl, [("Chosen", jury.ApplicationId.ToString()), ("Experts", "3"), ("Due", "2026-03-20")])).Refused().Says("不在评审中");
        (await officer.Post(jury.AssignUrl, [("Chosen", Guid.NewGuid().ToString()), ("Experts", "3"), ("Due", "2026-03-20")])).Missing();
        (await officer.Post(jury.AssignUrl, [("Chosen", jury.ApplicationId.ToString()), ("Experts", "0"), ("Due", "2026-03-20")], jury.AssignUrl)).Invalid().Says("1 至 15 名");
    }
}

public sealed class AssignTestsOnSqlite(Sqlite city) : AssignTests(city), IClassFixture<Sqlite>;

public sealed class AssignTestsOnPostgres(Postgres city) : AssignTests(city), IClassFixture<Postgres>;
