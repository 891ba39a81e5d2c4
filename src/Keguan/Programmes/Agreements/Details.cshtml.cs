using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Projects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Agreements;

/// <summary>合同（任务书）of a project: targets and budget as they bind, what may be edited, review, seals, print.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class DetailsModel(DefinitionStore definitions, FileStore files, Notices notices, PdfWorker pdf) : KeguanPage
{
    static readonly FileSlot OwnSeal = new(ProjectSlots.SignedAgreement, T("签章任务书（单位）", "Sealed by the organisation")) { Kinds = [FileKind.Pdf] };
    static readonly FileSlot BothSeals = new(ProjectSlots.Agreement, T("签章任务书（双方）", "Sealed by both")) { Kinds = [FileKind.Pdf] };

    public MatterHead Head { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public Agreement? Agreement { get; private set; }
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public IReadOnlyList<StoredFile> Signed { get; private set; } = [];
    public IReadOnlyList<StoredFile> Both { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public InputModel Input { get; set; } = new();

    public sealed class InputModel
    {
        public string? Route { get; set; }
        public List<TargetInput> Targets { get; set; } = [];
        public List<BudgetInput> Budget { get; set; } = [];
    }

    public sealed class TargetInput
    {
        public Guid Id { get; set; }
        public decimal? Goal { get; set; }
        public DateOnly? DueOn { get; set; }
        public string? Method { get; set; }
    }

    public sealed class BudgetInput
    {
        public Guid Id { get; set; }
        public string? Note { get; set; }
        [Foundation.Ui.Wan] public long? GrantFen { get; set; }
        [Foundation.Ui.Wan] public long? OwnFen { get; set; }
    }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Project = await Db.Projects().VisibleTo(Actor).Include(one => one.Targets).Include(one => one.Budget).AsSplitQuery().FirstAsync(one => one.Id == Id, Cancel);
        Programme = definitions.Get<ProgrammeDefinition>(Project.Definition, Project.DefinitionVersion).Value;
        Agreement = await Db.Agreements().FirstOrDefaultAsync(one => one.ProjectId == Id, Cancel);
        var owner = new FileOwner("project", Id);
        Signed = await files.List(owner, ProjectSlots.SignedAgreement, Cancel);
        Both = await files.List(owner, ProjectSlots.Agreement, Cancel);
        if (!Request.HasFormContentType) Fill();
        return true;
    }

    void Fill()
    {
        Input.Route = Agreement?.Route;
        Input.Targets = [.. Project.Targets.OrderBy(target => target.Order).Select(target => new TargetInput { Id = target.Id, Goal = target.Goal / (decimal)ProjectTarget.Scale, DueOn = target.DueOn, Method = target.Method })];
        Input.Budget = [.. Project.Budget.OrderBy(item => item.Order).Select(item => new BudgetInput { Id = item.Id, Note = item.Note, GrantFen = item.GrantFen, OwnFen = item.OwnFen })];
    }

    public bool Editing => Agreement?.State == AgreementLifecycle.Drafted && Actor.Can(Permissions.ProjectsOwn);
    public bool MayEdit(string what) => Programme.Agreement.Editable.Contains(what);
    public Text? Refused(string action) => Agreement is null ? T("任务书尚未生成", "There is no agreement yet") : AgreementLifecycle.Table.Refused(Agreement, action, Actor, Now);

    /// <summary>What was typed goes into targets and budget; only what the definition lets be edited, and never another total.</summary>
    void Apply()
    {
        if (MayEdit("route")) Agreement!.Route = (Input.Route ?? "").Trim();
        for (var i = 0; i < Input.Targets.Count && MayEdit("targets"); i++)
        {
            var typed = Input.Targets[i];
            if (Project.Targets.FirstOrDefault(one => one.Id == typed.Id) is not { } target) continue;
            if (typed.Goal is not { } goal || Math.Abs(goal) > 1_000_000_000_000m) { Wrong($"Input.Targets[{i}].Goal", T($"{target.Name}：请填写完成时的数值", $"{target.Name}: fill in the goal")); continue; }
            if (string.IsNullOrWhiteSpace(typed.Method)) Wrong($"Input.Targets[{i}].Method", T($"{target.Name}：请填写考核方式", $"{target.Name}: say how it is shown"));
            if (typed.DueOn is { } due && (due < Project.StartOn || due > Project.EndOn)) Wrong($"Input.Targets[{i}].DueOn", T($"{target.Name}：完成时间应在执行期内", $"{target.Name}: due within the project's time"));
            target.Goal = (long)Math.Round(goal * ProjectTarget.Scale);
            target.DueOn = typed.DueOn;
            target.Method = (typed.Method ?? "").Trim();
        }
        for (var i = 0; i < Input.Budget.Count && MayEdit("budget"); i++)
        {
            var typed = Input.Budget[i];
            if (Project.Budget.FirstOrDefault(one => one.Id == typed.Id) is not { } item) continue;
            if (typed.GrantFen is not { } grant || grant < 0) { Wrong($"Input.Budget[{i}].GrantFen", T("请填写不小于 0 的金额", "Fill in an amount of at least 0")); continue; }
            item.GrantFen = grant;
            item.OwnFen = Math.Max(0, typed.OwnFen ?? 0);
            item.Note = (typed.Note ?? "").Trim();
        }
        var sum = Project.Budget.Sum(item => item.GrantFen);
        if (sum != Project.GrantFen && Project.Budget.Count > 0)
            Wrong("Input.Budget", T($"预算中财政资助合计 {Money.Wan(sum)} 万元，应等于核定资助 {Money.Wan(Project.GrantFen)} 万元", $"The grants in the budget add up to {Money.Wan(sum)} 万元; they must equal the grant of {Money.Wan(Project.GrantFen)} 万元"));
    }

    [Acts(Permissions.ProjectsOwn, Permissions.AgreementsReview)]
    public async Task<IActionResult> OnPostGenerateAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(Agreement is not null, "任务书已生成", "The agreement is there already");
        Refusal.If(Project.State != ProjectLifecycle.AgreementPending || !(Actor.Can(Permissions.ProjectsOwn) || Actor.Can(Permissions.AgreementsReview)), "当前不能生成任务书", "No agreement can be generated now");
        var route = Project.ApplicationId is { } applicationId
            ? await Db.Set<Applications.ApplicationSection>().Where(section => section.ApplicationId == applicationId && section.Section == "content").Select(section => section.Data).FirstOrDefaultAsync(Cancel) : null;
        var agreement = new Agreement { ProjectId = Id, Project = Project, Route = Foundation.Forms.FormValues.FromJson(route)["route"], DueOn = Project.DueOn };
        Db.Add(agreement);
        Journal.Act(AgreementLifecycle.Table, agreement, "generate", new Act { Summary = "由申报书生成任务书" });
        await Db.SaveChangesAsync(Cancel);
        return Done(T("任务书已生成，请核对后提交", "Generated; check it and submit"), $"/programmes/agreements/details/{Id}");
    }

    [Acts(Permissions.ProjectsOwn)]
    public async Task<IActionResult> OnPostSaveAsync()
    {
        if (!await LoadAsync() || Agreement is null) return NotFound();
        Refusal.If(!Editing, "当前不能修改任务书", "The agreement can't be changed now");
        Apply();
        if (!ModelState.IsValid) return await Again();
        Journal.Note("project", Project, "revise", new Act { Summary = "修改任务书" });
        await Db.SaveChangesAsync(Cancel);
        return Done(T("任务书已保存", "Saved"), $"/programmes/agreements/details/{Id}");
    }

    [Acts(Permissions.ProjectsOwn)]
    public async Task<IActionResult> OnPostSubmitAsync()
    {
        if (!await LoadAsync() || Agreement is null) return NotFound();
        Refusal.If(Refused("submit"));
        Apply();
        if (!ModelState.IsValid) return await Again();
        Journal.Act(AgreementLifecycle.Table, Agreement, "submit", new Act { Summary = "提交任务书", Payload = new { targets = Project.Targets.Select(target => new { target.Name, target.Goal, target.Unit }), budget = Project.Budget.Select(item => new { item.Subject, item.GrantFen, item.OwnFen }) } });
        Agreement.SubmittedAt = Now;
        Agreement.DueOn = WorkingCalendar.Default.AddWorkingDays(ChinaTime.DayOf(Now), Programme.Agreement.PromisedDays.Whole);
        await notices.TellRolesAsync([Roles.Officer], T($"“{Project.Title}”任务书待审核", $"The agreement of “{Project.Title}” awaits review"), $"/programmes/agreements/details/{Id}", cancel: Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("任务书已提交审核", "Submitted"), $"/programmes/agreements/details/{Id}");
    }

    /// <summary>Bad input: what was typed stays, nothing of it is kept in the context.</summary>
    async Task<IActionResult> Again()
    {
        Db.ChangeTracker.Clear();
        return await Invalid();
    }

    [Acts(Permissions.AgreementsReview)]
    public Task<IActionResult> OnPostAcceptAsync() => MoveAsync("accept", T("已审核通过，请单位签章", "Accepted; the organisation seals it"),
        () => T($"“{Project.Title}”任务书已审核通过，请打印签章后上传", $"The agreement of “{Project.Title}” was accepted; print, seal and upload it"), () => Agreement!.AcceptedAt = Now);

    [Acts(Permissions.AgreementsReview)]
    public Task<IActionResult> OnPostReturnAsync() => MoveAsync("return", T("已退回", "Returned"), () => T($"“{Project.Title}”任务书被退回：{Reason}", $"The agreement of “{Project.Title}” was returned: {Reason}"));

    [Acts(Permissions.AgreementsReview)]
    public Task<IActionResult> OnPostRejectSealAsync() => MoveAsync("reject-seal", T("已退回签章件", "Returned"), () => T($"“{Project.Title}”签章件被退回：{Reason}", $"The sealed agreement of “{Project.Title}” was returned: {Reason}"));

    [Acts(Permissions.ProjectsOwn)]
    public Task<IActionResult> OnPostSealAsync() => UploadAsync("seal", OwnSeal, T("签章件已上传，待主管部门签章", "Uploaded"));

    [Acts(Permissions.AgreementsReview)]
    public Task<IActionResult> OnPostEnforceAsync() => UploadAsync("enforce", BothSeals, T("任务书已生效", "In force"));

    async Task<IActionResult> MoveAsync(string action, Text said, Func<Text> tell, Action? change = null)
    {
        if (!await LoadAsync() || Agreement is null) return NotFound();
        Journal.Act(AgreementLifecycle.Table, Agreement, action, new Act { Reason = Reason });
        change?.Invoke();
        await notices.TellOrganisationAsync(Project.OrganisationId, tell(), $"/programmes/agreements/details/{Id}", Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(said, $"/programmes/agreements/details/{Id}");
    }

    /// <summary>A sealed PDF with the step that it allows; both or neither.</summary>
    async Task<IActionResult> UploadAsync(string action, FileSlot slot, Text said)
    {
        if (!await LoadAsync() || Agreement is null) return NotFound();
        Refusal.If(Refused(action));
        var changes = await files.Apply(new FileOwner("project", Id), [slot], Request.Form, cancel: Cancel);
        foreach (var (name, problem) in changes.Problems) Wrong(name, problem);
        if (ModelState.IsValid && changes.Added.Count == 0) Wrong(slot.Key, T("请选择签章后的 PDF", "Choose the sealed PDF"));
        if (!ModelState.IsValid) return await Again();
        var file = changes.Added[0];
        Journal.Act(AgreementLifecycle.Table, Agreement, action, new Act { Summary = $"{slot.Label.Zh}：{file.Name}", Payload = new { file.Name, file.Sha256 } });
        if (action == "enforce")
        {
            Agreement.SignedOn = ChinaTime.DayOf(Now);
            Agreement.DueOn = null;
            Journal.Act(ProjectLifecycle.Table, Project, "sign", new Act { Summary = "任务书生效，双方签章", Payload = new { file.Sha256 } });
            Project.StateSince = Now;
            Project.DueOn = Project.StartOn.AddDays((int)((Project.EndOn.DayNumber - Project.StartOn.DayNumber) * Programme.Supervision.MidtermAtPercent.Value / 100));
            await notices.TellOrganisationAsync(Project.OrganisationId, T($"“{Project.Title}”任务书已生效，中期报告 {Project.DueOn:yyyy-MM-dd} 到期", $"The agreement of “{Project.Title}” is in force; the mid-term report is due on {Project.DueOn:yyyy-MM-dd}"), $"/programmes/projects/details/{Id}", Cancel);
        }
        else
        {
            await notices.TellRolesAsync([Roles.Officer], T($"“{Project.Title}”任务书单位已签章，请签章生效", $"The agreement of “{Project.Title}” was sealed by the organisation"), $"/programmes/agreements/details/{Id}", cancel: Cancel);
        }
        await Db.SaveChangesAsync(Cancel);
        return Done(said, $"/programmes/agreements/details/{Id}");
    }

    public async Task<IActionResult> OnGetPrintAsync(string format = "docx")
    {
        if (!await LoadAsync() || Agreement is null) return NotFound();
        var document = AgreementPaper.Of(Project, Agreement, Programme);
        var name = $"{Project.Number} 任务书";
        if (format != "pdf") return File(document.ToArray(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", name + ".docx");
        if (pdf.Unavailable is { } why) throw new Refusal(why);
        return File(await pdf.Convert(document, Cancel), "application/pdf", name + ".pdf");
    }
}
