using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Definitions;
using Keguan.Review.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>What lists show of deadlines and scores.</summary>
static class ReviewWords
{
    /// <summary>“2026-03-16 24:00” rather than the next day's 00:00.</summary>
    public static Text Due(string instant) => Text.Same(Deadline.Shown(DateTime.SpecifyKind(DateTime.Parse(instant, CultureInfo.InvariantCulture), DateTimeKind.Utc)));

    public static Text Score(string hundredths) => Text.Same(Scoring.Shown(int.Parse(hundredths, CultureInfo.InvariantCulture)));
}

/// <summary>An application in or after review, with how far its panel is.</summary>
public sealed class ReviewRow
{
    public Guid Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string OrganisationName { get; init; } = "";
    public Guid CallId { get; init; }
    public string Category { get; init; } = "";
    public string State { get; init; } = "";
    public int Assigned { get; init; }
    public int Submitted { get; init; }
    public int Open { get; init; }
    public DateTime? DueAt { get; init; }
    public DateTime Since { get; init; }
    public int? Score100 { get; init; }
    public int? Rank { get; init; }
    public bool SpreadFlagged { get; init; }
}

/// <summary>评审: every application in review with sheets handed in and due.</summary>
public sealed class ReviewList : ListDefinition<ReviewRow>
{
    static readonly string[] States = [ApplicationLifecycle.InReview, ApplicationLifecycle.Shortlisted];

    public ReviewList() : base("reviews", T("评审", "Reviews"))
    {
        Row(row => row.Id, id => $"/programmes/reviews/details/{id}");
        Column("number", T("编号", "Number"), row => row.Number);
        Column("title", T("项目名称", "Title"), row => row.Title).Title();
        Column("organisation", T("承担单位", "Organisation"), row => row.OrganisationName).Clip();
        Coded("category", T("类别", "Category"), row => row.Category, ProgrammeWords.Category);
        Number("submitted", T("已提交", "Submitted"), row => row.Submitted, T("份", "sheets"));
        Number("assigned", T("专家", "Experts"), row => row.Assigned, T("名", "people"));
        Coded("due", T("评审截止", "Due"), row => row.DueAt, ReviewWords.Due);
        Coded("score", T("得分", "Score"), row => row.Score100, ReviewWords.Score);
        Number("rank", T("排名", "Rank"), row => row.Rank).Hidden();
        Status("spread", T("离散度", "Spread"), row => row.SpreadFlagged, code => code == "True" ? new Tag(T("离散度大", "wide"), Tone.Amber) : new Tag(T("正常", "normal"), Tone.Grey)).Hidden();
        Status("state", T("状态", "State"), row => row.State, ApplicationLifecycle.Table);
        Time("since", T("进入评审", "Since"), row => row.Since).Hidden();

        Search(T("项目名称、单位、编号", "Title, organisation, number"), row => row.Title, row => row.OrganisationName, row => row.Number);
        Choice("state", T("状态", "State"), row => row.State, States.Select(state => new Option(state, ApplicationLifecycle.Table.StateOf(state).Inside)));
        Choice("category", T("计划类别", "Category"), row => row.Category, ProgrammeWords.Categories.Select(category => new Option(category.Key, category.Label)));
        Choice("call", T("申报通知", "Call"), row => row.CallId, async context => [.. (await Calls.CallOptions.AllAsync(context.Db, context.Actor)).Select(call => new Option(call.Id.ToString(), Text.Same(call.Title)))]);
        Where("progress", T("进度", "Progress"),
            [new("unassigned", T("待分配专家", "No experts yet")), new("open", T("评审进行中", "Sheets missing")), new("overdue", T("有逾期未交", "Sheets overdue")), new("complete", T("待汇总", "To be concluded"))],
            (context, value) =>
            {
                var midnight = ChinaTime.StartOf(context.Today);
                return value switch
                {
                    "unassigned" => row => row.State == ApplicationLifecycle.InReview && row.Assigned == 0,
                    "open" => row => row.State == ApplicationLifecycle.InReview && row.Open > 0,
                    "overdue" => row => row.State == ApplicationLifecycle.InReview && row.Open > 0 && row.DueAt <= midnight,
                    _ => row => row.State == ApplicationLifecycle.InReview && row.Assigned > 0 && row.Open == 0,
                };
            });

        Tab("unassigned", T("待分配", "To assign"), "progress=unassigned");
        Tab("open", T("评审中", "Under way"), "progress=open");
        Tab("overdue", T("逾期", "Overdue"), "progress=overdue");
        Tab("complete", T("待汇总", "To conclude"), "progress=complete");
        Bulk("?handler=Remind", T("催办", "Remind"), Permissions.ReviewOrganise);
        Sorts("-number");
        Empty = T("没有评审中的申报", "Nothing is in review");
        EmptyHint = T("通过形式审查的申报显示在这里。", "What passed the formal check appears here.");
    }

    public override string Permission => Permissions.ReviewOrganise;

    public override IQueryable<ReviewRow> Query(KeguanDb db, Actor actor)
    {
        var tasks = db.ReviewTasks().Where(task => task.SubjectType == Reviewing.Subject);
        return db.Applications().VisibleTo(actor).Where(one => States.Contains(one.State)).Select(one => new ReviewRow
        {
            Id = one.Id, Number = one.Number, Title = one.Title, OrganisationName = one.OrganisationName, CallId = one.CallId, Category = one.Category, State = one.State,
            Assigned = tasks.Count(task => task.SubjectId == one.Id && ReviewTaskLifecycle.Live.Contains(task.State)),
            Submitted = tasks.Count(task => task.SubjectId == one.Id && task.State == ReviewTaskLifecycle.Submitted),
            Open = tasks.Count(task => task.SubjectId == one.Id && ReviewTaskLifecycle.Open.Contains(task.State)),
            DueAt = tasks.Where(task => task.SubjectId == one.Id && ReviewTaskLifecycle.Open.Contains(task.State)).Min(task => (DateTime?)task.DueAt),
            Since = one.StateSince, Score100 = one.Score100, Rank = one.Rank, SpreadFlagged = one.SpreadFlagged,
        });
    }
}

/// <summary>我的评审: an expert's own, invitations and unfinished ones first.</summary>
public sealed class MyReviewList : ListDefinition<ReviewTask>
{
    public MyReviewList() : base("my-reviews", T("我的评审", "My reviews"))
    {
        Row(task => task.Id, id => $"/programmes/reviews/score/{id}");
        Column("number", T("编号", "Number"), task => task.Number);
        Column("title", T("项目名称", "Title"), task => task.Title).Title();
        Coded("category", T("类别", "Category"), task => task.Category, ProgrammeWords.Category);
        Time("assigned", T("邀请", "Invited"), task => task.AssignedAt).Hidden();
        Coded("due", T("评审截止", "Due"), task => task.DueAt, ReviewWords.Due);
        Time("submitted", T("提交", "Submitted"), task => task.SubmittedAt);
        Coded("total", T("本人评分", "My score"), task => task.Total100, ReviewWords.Score);
        Status("state", T("状态", "State"), task => task.State, ReviewTaskLifecycle.Table);
        Search(T("项目名称、编号", "Title, number"), task => task.Title, task => task.Number);
        Choice("state", T("状态", "State"), task => task.State, ReviewTaskLifecycle.Table);
        Tab("open", T("待办", "To do"), "state=pending&state=accepted&sort=due");
        Tab("done", T("已提交", "Submitted"), "state=submitted");
        Sorts("due");
        Empty = T("没有评审任务", "No reviews");
        EmptyHint = T("被邀请评审时，通知会发到您的邮箱，任务显示在这里。", "When you are invited you get a mail, and the review appears here.");
    }

    public override string Permission => Permissions.ReviewScore;

    public override IQueryable<ReviewTask> Query(KeguanDb db, Actor actor) => db.ReviewTasks().VisibleTo(actor).Where(task => task.SubjectType == Reviewing.Subject);
}
