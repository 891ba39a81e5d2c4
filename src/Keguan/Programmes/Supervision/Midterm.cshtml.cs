using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Projects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>中期报告: written by the organisation, judged by the officer.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class MidtermModel(DefinitionStore definitions, FileStore files, Notices notices, CodeTables codes, PdfWorker pdf) : KeguanPage
{
    static readonly string[] States = [ProjectLifecycle.Running, ProjectLifecycle.Rectifying, ProjectLifecycle.Due];

    public MatterHead Head { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public MidtermReport? Report { get; private set; }
    public ProjectForm Shown { get; private set; } = null!;
    public TargetReports TargetRows { get; private set; } = null!;
    public IReadOnlyList<SpendingRow> Spending { get; private set; } = [];

    /// <summary>Id of the project: a report that is not begun has none of its own.</summary>
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public List<TargetInput> Targets { get; set; } = [];
    [BindProperty] public string? Opinion { get; set; }

    public DateOnly Today => ChinaTime.DayOf(Now);
    public DateOnly DueOn => Report?.DueOn ?? ProjectDates.Midterm(Project, Programme);
    public bool IsLate => Report is not { State: MidtermLifecycle.Submitted or MidtermLifecycle.Passed } && DueOn < Today;
    public bool Editing => Actor.Can(Permissions.ProjectsOwn) && Report is null or { State: MidtermLifecycle.Drafted or MidtermLifecycle.Returned } && WriteRefused is null;
    public Text? WriteRefused => !Actor.Can(Permissions.ProjectsOwn) ? T("中期报告由承担单位填写", "The organisation writes the report")
        : !States.Contains(Project.State) ? T($"项目当前为“{ProjectLifecycle.Table.StateOf(Project.State).Inside.Zh}”，不能填写中期报告", $"The project is “{ProjectLifecycle.Table.StateOf(Project.State).Inside.En}”: no mid-term report now") : null;
    public Text? Doubt => SpendingRow.Doubt(Project, [.. Spending]);

    FileOwner Owner => new(MidtermReport.Subject, Report!.Id);
    string Here => $"/programmes/supervision/midterm/{Id}";

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Project = await Db.Projects().VisibleTo(Actor).Include(one => one.Targets).FirstAsync(one => one.Id == Id, Cancel);
        if (Project.State == ProjectLifecycle.AgreementPending) return false;
        Programme = definitions.Get<ProgrammeDefinition>(Project.Definition, Project.DefinitionVersion).Value;
        Report = await Db.Midterms().FirstOrDefaultAsync(one => one.ProjectId == Id, Cancel);
        Spending = await Db.Spending().AsNoTracking().Where(row => row.ProjectId == Id).ToListAsync(Cancel);
        var typed = Request.HasFormContentType && Actor.Can(Permissions.ProjectsOwn) ? ProjectForm.Posted(Programme.Supervision.Midterm, Request.Form) : FormValues.FromJson(Report?.Data);
        await ShowAsync(typed);
        if (Request.HasFormContentType && Targets.Count > 0) TargetRows.Typed = Targets;
        return true;
    }

    async Task ShowAsync(FormValues typed)
    {
        IReadOnlyList<StoredFile> stored = Report is { Sequence: > 0 } ? await files.List(Owner, cancel: Cancel) : [];
        Shown = ProjectForm.Of(Programme.Supervision.Midterm, typed, stored, codes, Today);
        TargetRows = await TargetReports.LoadAsync(Db, Project, Report?.Id, stored, Editing, Cancel);
    }

    /// <summary>Keeps everything that was typed and uploaded, right or wrong; nothing is saved yet.</summary>
    async Task KeepAsync()
    {
        Refusal.If(WriteRefused);
        if (Report is null)
        {
            Report = new MidtermReport { ProjectId = Id, Project = Project, DueOn = ProjectDates.Midterm(Project, Programme) };
            Db.Add(Report);
            Journal.Act(MidtermLifecycle.Table, Report, "draft", new Act { Summary = "开始填写中期报告" });
        }
        else
        {
            Refusal.If(MidtermLifecycle.Table.Refused(Report, "submit", Actor, Now));
            Journal.Note(MidtermReport.Subject, Report, "revise", new Act { Summary = "修改中期报告" });
        }
        Report.StateSince = Now;
        Report.Data = Shown.Typed.ToJson();
        TargetRows.Keep(Db, Report.Id, Targets, Wrong);
        var form = await files.Apply(Owner, ProjectForm.SlotsOf(Programme.Supervision.Midterm), Request.Form, slot => FormValues.NameOf(slot.Key), Cancel);
        var proof = await files.Apply(Owner, TargetRows.Slots, Request.Form, cancel: Cancel);
        foreach (var (name, reason) in form.Problems.Concat(proof.Problems)) Wrong(name, reason);
    }

    [Acts(Permissions.ProjectsOwn)]
    public async Task<IActionResult> OnPostAsync() => await SaveAsync(submit: false);

    [Acts(Permissions.ProjectsOwn)]
    public Task<IActionResult> OnPostSubmitAsync() => SaveAsync(submit: true);

    async Task<IActionResult> SaveAsync(bool submit)
    {
        if (!await LoadAsync()) return NotFound();
        if (ProjectForm.EditRows(Programme.Supervision.Midterm, Shown.Typed, Request.Form))
        {
            await ShowAsync(Shown.Typed);
            TargetRows.Typed = Targets;
            return Page();
        }
        var bound = ModelState.IsValid;
        await KeepAsync();
        if (!bound || !ModelState.IsValid)
        {
            // What could be kept is kept; what is wrong comes back.
            await Db.SaveChangesAsync(Cancel);
            return await Invalid();
        }
        if (submit)
        {
            await Db.SaveChangesAsync(Cancel);
            await ShowAsync(Shown.Typed);
            foreach (var error in Shown.Reading.Errors) Wrong(error.Name, error.Message);
            TargetRows.Judge(Targets, final: false, Wrong);
            if (!ModelState.IsValid) return await Invalid();
            await SubmitAsync();
        }
        await Db.SaveChangesAsync(Cancel);
        return Done(submit ? T("中期报告已提交", "The report was submitted") : T("已保存", "Saved"), submit ? $"/programmes/supervision/project/{Id}" : Here);
    }

    async Task SubmitAsync()
    {
        var late = DueOn < Today;
        Journal.Act(MidtermLifecycle.Table, Report!, "submit", new Act
        {
            Summary = late ? $"提交中期报告（逾期 {Today.DayNumber - DueOn.DayNumber} 天）" : "提交中期报告",
            Payload = new { due = DueOn, late, targets = TargetRows.Targets.Select(target => new { target.Name, TargetRows.RowOf(target)!.Current, target.Unit }), spentFen = Project.SpentFen },
        });
        TargetRows.Publish();
        Report!.SubmittedAt = Report.StateSince = Now;
        Report.DecideBy = WorkingCalendar.Default.AddWorkingDays(Today, Programme.Supervision.PromisedDays.Whole);
        Journal.Note("project", Project, "midterm-submitted", new Act { Summary = late ? "提交中期报告（逾期）" : "提交中期报告" });
        await notices.TellRolesAsync([Roles.Officer], T($"“{Project.Title}”中期报告待审核", $"The mid-term report of “{Project.Title}” awaits review"), Here, cancel: Cancel);
    }

    [Acts(Permissions.SupervisionManage)]
    public Task<IActionResult> OnPostPassAsync() => DecideAsync("pass", T("已通过", "Passed"), () =>
    {
        Report!.PassedAt = Now;
        if (Project.State == ProjectLifecycle.Running) Project.DueOn = Project.EndOn;
        Journal.Note("project", Project, "midterm-passed", new Act { Reason = Opinion, Summary = "中期报告通过" });
        return T($"“{Project.Title}”中期报告已通过", $"The mid-term report of “{Project.Title}” passed");
    });

    [Acts(Permissions.SupervisionManage)]
    public Task<IActionResult> OnPostReturnAsync() => DecideAsync("return", T("已退回", "Returned"), () =>
    {
        Journal.Note("project", Project, "midterm-returned", new Act { Reason = Opinion, Summary = "中期报告退回修改" });
        return T($"“{Project.Title}”中期报告被退回：{Opinion}", $"The mid-term report of “{Project.Title}” was returned: {Opinion}");
    });

    async Task<IActionResult> DecideAsync(string action, Text said, Func<Text> change)
    {
        if (!await LoadAsync() || Report is null) return NotFound();
        Journal.Act(MidtermLifecycle.Table, Report, action, new Act { Reason = Opinion });
        Report.Opinion = (Opinion ?? "").Trim();
        Report.StateSince = Now;
        await notices.TellOrganisationAsync(Project.OrganisationId, change(), Here, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(said, $"/programmes/supervision/project/{Id}");
    }

    public async Task<IActionResult> OnGetPrintAsync(string format = "docx")
    {
        if (!await LoadAsync() || Report is null) return NotFound();
        var document = MidtermPaper.Of(Project, Report, Programme, Shown, TargetRows, Spending);
        var name = $"{Project.Number} 中期报告";
        if (format != "pdf") return File(document.ToArray(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", name + ".docx");
        if (pdf.Unavailable is { } why) throw new Refusal(why);
        return File(await pdf.Convert(document, Cancel), "application/pdf", name + ".pdf");
    }
}
