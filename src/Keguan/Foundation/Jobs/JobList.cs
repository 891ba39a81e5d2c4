using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Tables;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Jobs;

/// <summary>后台任务: one's own, and for the system administrator all.</summary>
public sealed class JobList : ListDefinition<Job>
{
    public JobList() : base("jobs", T("后台任务", "Jobs"))
    {
        Row(x => x.Id, id => $"/jobs/{id}");
        Column("title", T("任务", "Job"), x => x.TitleZh).Title();
        Column("by", T("发起人", "By"), x => x.ActorName);
        Time("created", T("发起时间", "Asked at"), x => x.CreatedAt);
        Time("ended", T("结束时间", "Ended at"), x => x.EndedAt);
        Number("progress", T("进度", "Progress"), x => x.Progress).Hidden();
        Number("attempts", T("运行次数", "Runs"), x => x.Attempts).Hidden();
        Status("state", T("状态", "State"), x => x.State, code => TagOf(Enum.Parse<JobState>(code)));
        Sorts("-created");
        Search(T("任务、发起人", "Job, by whom"), x => x.TitleZh, x => x.TitleEn, x => x.ActorName);
        Choice("state", T("状态", "State"), x => x.State, Enum.GetValues<JobState>().Select(state => new Option(state.ToString(), TagOf(state).Words)));
        DateRange("created", T("发起日期", "Asked on"), x => x.CreatedAt);
        Empty = T("目前没有后台任务", "No jobs");
        EmptyHint = T("导入、归档等耗时较长的工作会列在这里，离开页面也会继续。", "Work that takes long, such as imports and archives, is found here; it goes on when you leave the page.");
    }

    public override string Permission => Permissions.SignedIn;

    public override IQueryable<Job> Query(KeguanDb db, Actor actor) => db.Jobs().VisibleTo(actor);

    public static Tag TagOf(JobState state) => state switch
    {
        JobState.Queued => new(T("等待中", "Waiting"), Tone.Amber),
        JobState.Running => new(T("进行中", "Running"), Tone.Blue),
        JobState.Done => new(T("已完成", "Done"), Tone.Green),
        JobState.Failed => new(T("未完成", "Failed"), Tone.Red),
        _ => new(T("已取消", "Cancelled"), Tone.Grey),
    };
}
