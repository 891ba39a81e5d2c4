using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Acceptance;

/// <summary>验收申请, written by the organisation: the definition's form, evidence for each target, the audit report where the grant asks for it.</summary>
[Needs(Permissions.ProjectsOwn)]
public sealed class RequestModel(DefinitionStore definitions, FileStore files, CodeTables codes, Accepting accepting) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public AcceptanceRequest? One { get; private set; }
    public ProjectForm Shown { get; private set; } = null!;
    public TargetReports TargetRows { get; private set; } = null!;
    public bool DeferredBefore { get; private set; }
    AcceptanceRequest? _earlier;

    /// <summary>Id of the project.</summary>
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public List<TargetInput> Targets { get; set; } = [];

    public DateOnly Today => ChinaTime.DayOf(Now);
    public DateOnly DueOn => Project.State == ProjectLifecycle.Running || Project.DueOn is null ? ProjectDates.Request(Project, Programme) : Project.DueOn.Value;
    public bool AuditNeeded => AcceptanceWords.AuditNeeded(Project, Programme);
    public Text? Refused => Accepting.RequestRefused(Project, DeferredBefore, Actor, Now);

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Project = await Db.Projects().VisibleTo(Actor).Include(one => one.Targets).FirstAsync(one => one.Id == Id, Cancel);
        Programme = definitions.Get<ProgrammeDefinition>(Project.Definition, Project.DefinitionVersion).Value;
        var all = await Db.AcceptanceRequests().Where(one => one.ProjectId == Id).OrderBy(one => one.Round).ToListAsync(Cancel);
        One = all.LastOrDefault(one => one.State is AcceptanceLifecycle.Drafted or AcceptanceLifecycle.Returned);
        _earlier = all.LastOrDefault(one => one != One);
        DeferredBefore = all.Any(one => one.Conclusion == "defer");
        await ShowAsync(Request.HasFormContentType ? ProjectForm.Posted(Programme.Acceptance.Request, Request.Form) : FormValues.FromJson((One ?? _earlier)?.Data));
        if (Request.HasFormContentType && Targets.Count > 0) TargetRows.Typed = Targets;
        return true;
    }

    async Task ShowAsync(FormValues typed)
    {
        IReadOnlyList<StoredFile> stored = One is { Sequence: > 0 } one ? await files.List(new FileOwner(AcceptanceRequest.Subject, one.Id), cancel: Cancel) : [];
        Shown = ProjectForm.Of(Programme.Acceptance.Request, typed, stored, codes, Today, AcceptanceWords.AlsoRequired(Project, Programme));
        TargetRows = await TargetReports.LoadAsync(Db, Project, One?.Id, stored, editing: true, Cancel);
    }

    async Task KeepAsync()
    {
        Refusal.If(Refused);
        if (One is null)
        {
            One = new AcceptanceRequest { ProjectId = Id, Project = Project, Round = (_earlier?.Round ?? 0) + 1, StateSince = Now };
            Db.Add(One);
            Journal.Act(AcceptanceLifecycle.Table, One, "draft", new Act { Summary = "开始填写验收申请" });
        }
        else Journal.Note(AcceptanceRequest.Subject, One, "revise", new Act { Summary = "修改验收申请" });
        One.Data = Shown.Typed.ToJson();
        TargetRows.Keep(Db, One.Id, Targets, Wrong);
        var owner = new FileOwner(AcceptanceRequest.Subject, One.Id);
        var form = await files.Apply(owner, ProjectForm.SlotsOf(Programme.Acceptance.Request), Request.Form, slot => FormValues.NameOf(slot.Key), Cancel);
        var proof = await files.Apply(owner, TargetRows.Slots, Request.Form, cancel: Cancel);
        foreach (var (name, reason) in form.Problems.Concat(proof.Problems)) Wrong(name, reason);
    }

    public Task<IActionResult> OnPostAsync() => SaveAsync(submit: false);

    public Task<IActionResult> OnPostSubmitAsync() => SaveAsync(submit: true);

    async Task<IActionResult> SaveAsync(bool submit)
    {
        if (!await LoadAsync()) return NotFound();
        if (ProjectForm.EditRows(Programme.Acceptance.Request, Shown.Typed, Request.Form))
        {
            await ShowAsync(Shown.Typed);
            TargetRows.Typed = Targets;
            return Page();
        }
        var bound = ModelState.IsValid;
        await KeepAsync();
        await Db.SaveChangesAsync(Cancel);
        if (!bound || !ModelState.IsValid) return await Invalid();
        if (!submit) return Done(T("已保存", "Saved"), $"/programmes/acceptance/request/{Id}");
        await ShowAsync(Shown.Typed);
        foreach (var error in Shown.Reading.Errors)
        {
            var audit = error.Name == FormValues.NameOf(AcceptanceWords.Audit) && AuditNeeded;
            Wrong(error.Name, audit ? T($"资助达到 {Programme.Acceptance.AuditFrom.Shown.Zh}，须上传经费专项审计报告（{Programme.Acceptance.AuditFrom.Basis}）", $"Grants from {Programme.Acceptance.AuditFrom.Shown.En} need an audit report ({Programme.Acceptance.AuditFrom.Basis})") : error.Message);
        }
        TargetRows.Judge(Targets, final: true, Wrong);
        if (!ModelState.IsValid) return await Invalid();
        TargetRows.Publish();
        var stored = await files.List(new FileOwner(AcceptanceRequest.Subject, One!.Id), cancel: Cancel);
        await accepting.SubmitAsync(One, Programme, DeferredBefore, new
        {
            One.Round, targets = TargetRows.Targets.Select(target => new { target.Name, target.Current, target.Goal, target.Unit, target.Met }), files = stored.Select(file => new { file.Slot, file.Name, file.Sha256 }),
        }, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("验收申请已提交", "The request was submitted"), $"/programmes/acceptance/project/{Id}");
    }
}
