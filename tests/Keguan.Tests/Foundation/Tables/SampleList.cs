using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Tests.Foundation.Tables;

/// <summary>A list as a module would declare it, for the tests of lists themselves.</summary>
public sealed class SampleList : ListDefinition<Application>
{
    public SampleList() : base("sample", T("申报列表", "Applications"))
    {
        Row(x => x.Id, id => $"/sample/{id}");
        Column("number", T("编号", "No."), x => x.Number);
        Column("title", T("项目名称", "Title"), x => x.Title).Title();
        Column("organisation", T("承担单位", "Organisation"), x => x.OrganisationName).LinksTo(x => x.OrganisationId, id => $"/organisations/{id}").Clip();
        Coded("area", T("县（市、区）", "County"), x => x.Area, code => code == "330101" ? T("云岭区", "Yunling") : T("临江区", "Linjiang"));
        Amount("grant", T("申请资助", "Requested"), x => x.GrantFen).Zero(T("自筹", "Self-funded")).Sum();
        Amount("own", T("自筹", "Own funds"), x => x.OwnFen).Sum();
        Number("score", T("得分", "Score"), x => x.Score100).Hidden().Tone(score => (int)score < 60 ? Tone.Red : null);
        Date("due", T("期限", "Due"), x => x.DueOn);
        Time("received", T("收到", "Received"), x => x.SubmittedAt);
        Status("state", T("状态", "State"), x => x.State, ApplicationLifecycle.Table);
        Number("rank", T("排名", "Rank"), x => x.Rank, T("名", "th")).Hidden().Unsorted();
        Sorts("number");

        Search(T("名称、单位、编号", "Title, organisation, number"), x => x.Title, x => x.OrganisationName, x => x.Number);
        Choice("state", T("状态", "State"), x => x.State, ApplicationLifecycle.Table);
        Choice("area", T("县（市、区）", "County"), x => x.Area, async context =>
            [.. (await context.Db.Set<Application>().Select(a => a.Area).Distinct().OrderBy(a => a).ToListAsync()).Select(area => new Option(area, Keguan.Foundation.Text.Same(area)))]);
        AmountRange("grant", T("申请资助", "Requested"), x => x.GrantFen);
        NumberRange("score", T("得分", "Score"), x => x.Score100).More();
        DateRange("due", T("期限", "Due"), x => x.DueOn).More();
        DateRange("received", T("收到", "Received"), x => x.SubmittedAt).More();
        YesNo("flagged", T("分歧", "Spread"), x => x.SpreadFlagged).More();
        Where("late", T("时限", "Time"), [new("late", T("超期", "Overdue"))], (context, _) =>
        {
            var today = context.Today;
            return x => x.DueOn < today;
        });
        Tab("checking", T("待形审", "To check"), "state=formal-check&sort=-received");
        Tab("chief", T("科长", "Chief"), "state=in-review", actor => actor.Role == Roles.Chief.Code);
        Bulk("?handler=Pass", T("批量通过", "Pass"), Permissions.ApplicationsCheck);
    }

    public override string Permission => Permissions.ApplicationsRead;

    public override IQueryable<Application> Query(KeguanDb db, Actor actor) =>
        actor.SeesAll ? db.Set<Application>() : db.Set<Application>().Where(x => x.OrganisationId == actor.OrganisationId);

    public static Call NewCall() => new()
    {
        Definition = "science-plan", DefinitionVersion = "1", Code = Guid.NewGuid().ToString("N")[..8], Year = 2026, Title = "批次",
        OpensAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), ClosesAt = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    public static Application New(Call call, int number, Action<Builder>? with = null)
    {
        var builder = new Builder();
        with?.Invoke(builder);
        return new Application
        {
            Number = $"{call.Code}-{number:D6}", CallId = call.Id, Definition = "science-plan", DefinitionVersion = "1", Batch = call.Code, OrganisationId = builder.Organisation,
            OrganisationName = builder.OrganisationName, Area = builder.Area, Title = builder.Title, GrantFen = builder.GrantFen, OwnFen = builder.OwnFen, State = builder.State,
            DueOn = builder.DueOn, SubmittedAt = builder.SubmittedAt, Score100 = builder.Score, SpreadFlagged = builder.Flagged, CreatedAt = Support.Clock.Start, StateSince = Support.Clock.Start,
        };
    }

    public sealed class Builder
    {
        public Guid Organisation { get; set; } = Guid.CreateVersion7();
        public string OrganisationName { get; set; } = "云江学院";
        public string Area { get; set; } = "330101";
        public string Title { get; set; } = "淡水珍珠蚌健康养殖";
        public long GrantFen { get; set; } = 15_000_000;
        public long OwnFen { get; set; } = 30_500_000;
        public string State { get; set; } = ApplicationLifecycle.FormalCheck;
        public DateOnly? DueOn { get; set; } = new DateOnly(2026, 3, 1);
        public DateTime? SubmittedAt { get; set; } = new DateTime(2026, 1, 20, 1, 0, 0, DateTimeKind.Utc);
        public int? Score { get; set; }
        public bool Flagged { get; set; }
    }
}
