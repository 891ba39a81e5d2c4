using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Projects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>过程 of a project: mid-term report, spending, visits, rectifications, changes.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class ProjectModel(DefinitionStore definitions, Rectifying rectifying) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public MidtermReport? Report { get; private set; }
    public IReadOnlyList<SiteVisit> Visits { get; private set; } = [];
    public IReadOnlyList<Rectification> Rectifications { get; private set; } = [];
    public IReadOnlyList<SpendingRow> Spending { get; private set; } = [];
    public ILookup<Guid, StoredFile> VisitFiles { get; private set; } = Array.Empty<StoredFile>().ToLookup(file => file.SubjectId);

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Items { get; set; }
    [BindProperty] public DateOnly? Until { get; set; }

    public DateOnly Today => ChinaTime.DayOf(Now);
    public DateOnly MidtermDue => Report?.DueOn ?? ProjectDates.Midterm(Project, Programme);
    public bool MidtermLate => Report is not { State: MidtermLifecycle.Submitted or MidtermLifecycle.Passed } && MidtermDue < Today && Project.State is ProjectLifecycle.Running or ProjectLifecycle.Rectifying;
    public bool MayRectify => Actor.Can(Permissions.SupervisionManage) && Project.State is ProjectLifecycle.Running or ProjectLifecycle.Rectifying;

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Project = await Db.Projects().VisibleTo(Actor).FirstAsync(one => one.Id == Id, Cancel);
        Programme = definitions.Get<ProgrammeDefinition>(Project.Definition, Project.DefinitionVersion).Value;
        Report = await Db.Midterms().AsNoTracking().FirstOrDefaultAsync(one => one.ProjectId == Id, Cancel);
        Visits = await Db.SiteVisits().AsNoTracking().Where(visit => visit.ProjectId == Id).OrderByDescending(visit => visit.VisitedOn).ToListAsync(Cancel);
        Rectifications = await Db.Rectifications().AsNoTracking().Where(one => one.ProjectId == Id).OrderByDescending(one => one.Number).ToListAsync(Cancel);
        Spending = await Db.Spending().AsNoTracking().Where(row => row.ProjectId == Id).ToListAsync(Cancel);
        var ids = Visits.Select(visit => visit.Id).ToArray();
        VisitFiles = (await Db.Set<StoredFile>().AsNoTracking().Where(file => file.SubjectType == SiteVisit.Owner && ids.Contains(file.SubjectId) && file.RemovedAt == null).ToListAsync(Cancel)).ToLookup(file => file.SubjectId);
        if (!Request.HasFormContentType) Until ??= Today.AddDays(Programme.Supervision.RectifyDays.Whole);
        return true;
    }

    [Acts(Permissions.SupervisionManage)]
    public async Task<IActionResult> OnPostRectifyAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(!Actor.Can(Permissions.SupervisionManage), "您当前的身份无权通知整改", "Your present role may not ask for rectification");
        if (Project.State != ProjectLifecycle.Rectifying) Refusal.If(ProjectLifecycle.Table.Refused(Project, "ask-rectify", Actor, Now));
        var items = (Items ?? "").Trim();
        if (items.Length is 0 or > Rectification.ItemsMax) Wrong(nameof(Items), T($"请写明整改事项，不超过 {Rectification.ItemsMax} 字", $"Say what is to be put right, in at most {Rectification.ItemsMax} characters"));
        if (Until is null) Wrong(nameof(Until), T("请填写整改期限", "Fill in the deadline"));
        if (!ModelState.IsValid) return await Invalid();
        var one = await rectifying.OpenAsync(Project, items, Until!.Value, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已通知整改，期限 {one.DueOn:yyyy-MM-dd}", $"Asked to put right by {one.DueOn:yyyy-MM-dd}"), $"/programmes/supervision/project/{Id}");
    }
}
