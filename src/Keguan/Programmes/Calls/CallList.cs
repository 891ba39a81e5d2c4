using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Definitions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>One line of the list of calls.</summary>
public sealed class CallRow
{
    public Guid Id { get; init; }
    public string Code { get; init; } = "";
    public string Definition { get; init; } = "";
    public string Title { get; init; } = "";
    public string Section { get; init; } = "";
    public string DocumentNumber { get; init; } = "";
    public int Year { get; init; }

    /// <summary>State, and of a published call the phase of its window.</summary>
    public string Phase { get; init; } = "";
    public DateTime OpensAt { get; init; }
    public DateTime ClosesAt { get; init; }
    public DateTime? PublishedAt { get; init; }
    public long BudgetFen { get; init; }
    public int Planned { get; init; }
    public int Submitted { get; init; }
    public long AskedFen { get; init; }
}

/// <summary>申报通知列表, for the bureau and the recommending units.</summary>
public sealed class CallList : ListDefinition<CallRow>
{
    public CallList() : base("calls", T("申报通知", "Calls"))
    {
        Row(one => one.Id, id => $"/programmes/calls/details/{id}");
        Column("code", T("批次", "Code"), one => one.Code);
        Column("title", T("标题", "Title"), one => one.Title).Title();
        Coded("programme", T("计划", "Programme"), one => one.Definition, ProgrammeWords.Programme).Hidden();
        Column("section", T("承办科室", "Section"), one => one.Section).Hidden();
        Column("document", T("文号", "Document"), one => one.DocumentNumber);
        Time("opens", T("受理开始", "Opens"), one => one.OpensAt);
        Time("closes", T("受理截止", "Closes"), one => one.ClosesAt);
        Time("published", T("发布时间", "Published"), one => one.PublishedAt).Hidden();
        Amount("budget", T("安排资金", "Budget"), one => one.BudgetFen).Sum();
        Number("planned", T("拟立项", "Planned"), one => one.Planned, T("项", "")).Sum();
        Number("submitted", T("已申报", "Submitted"), one => one.Submitted, T("项", "")).Sum().LinksTo(one => one.Id, id => CallFunnel.Url((Guid)id, CallFunnel.Submitted));
        Amount("asked", T("申请资助", "Grant asked"), one => one.AskedFen).Sum();
        Status("phase", T("状态", "State"), one => one.Phase, code => CallPhases.Of(code) is var state ? new Tag(state.Inside, state.Tone) : default);

        Search(T("标题、批次、文号", "Title, code, document number"), one => one.Title, one => one.Code, one => one.DocumentNumber);
        Choice("phase", T("状态", "State"), one => one.Phase, CallPhases.All.Select(state => new Option(state.Code, state.Inside)));
        Choice("programme", T("计划", "Programme"), one => one.Definition, ProgrammeWords.Programmes.Select(programme => new Option(programme.Key, programme.Label)));
        DateRange("closing", T("受理截止", "Closes"), one => one.ClosesAt);
        NumberRange("year", T("年度", "Year"), one => one.Year).More();

        Tab("open", T("受理中", "Open"), "phase=open&sort=closes");
        Tab("upcoming", T("即将受理", "Announced"), "phase=upcoming&sort=opens");
        Tab("drafts", T("拟定和待审核", "Drafts"), "phase=drafted&phase=submitted", actor => actor.SeesAll);
        Tab("closed", T("已截止", "Closed"), "phase=closed");
        Sorts("-closes");
        Unit = T("个", "calls");
        Empty = T("还没有申报通知", "No calls yet");
        EmptyHint = T("通知按计划的定义起草，科长审核后在门户发布。", "A call is drafted from a programme's definition, approved by a section chief and published on the portal.");
    }

    public override string Permission => Permissions.CallsRead;

    public override IQueryable<CallRow> Query(KeguanDb db, Actor actor)
    {
        var now = db.GetService<TimeProvider>().GetUtcNow().UtcDateTime;
        var applications = db.Applications().VisibleTo(actor).Where(one => CallFunnel.SubmittedStates.Contains(one.State));
        return db.Calls().VisibleTo(actor).Select(call => new CallRow
        {
            Id = call.Id,
            Code = call.Code,
            Definition = call.Definition,
            Title = call.Title,
            Section = call.Section,
            DocumentNumber = call.DocumentNumber,
            Year = call.Year,
            Phase = call.State != CallLifecycle.Published ? call.State : now < call.OpensAt ? CallPhases.Upcoming : now <= call.ClosesAt ? CallPhases.Open : CallPhases.Closed,
            OpensAt = call.OpensAt,
            ClosesAt = call.ClosesAt,
            PublishedAt = call.PublishedAt,
            BudgetFen = call.BudgetFen,
            Planned = call.Planned,
            Submitted = applications.Count(one => one.CallId == call.Id),
            AskedFen = applications.Where(one => one.CallId == call.Id).Sum(one => one.GrantFen),
        });
    }
}
