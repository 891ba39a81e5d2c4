using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Acceptance;

/// <summary>验收 of a project: the request, the plan, the experts' opinion, the conclusion; and 终止 or 撤销.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class ProjectModel(DefinitionStore definitions, FileStore files, CodeTables codes, Accepting accepting, PdfWorker pdf) : KeguanPage
{
    const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public static readonly FileSlot Signed = new("opinion", T("签字的专家组意见", "Opinion signed by the experts")) { Kinds = FileKinds.Signed, MaxFiles = 3 };

    public sealed class PointInput
    {
        public string Key { get; set; } = "";
        public decimal? Points { get; set; }
        public string? Comment { get; set; }
    }

    public MatterHead Head { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public IReadOnlyList<AcceptanceRequest> Requests { get; private set; } = [];

    /// <summary>The request that is being worked on, or the last one; drafts are the organisation's own affair.</summary>
    public AcceptanceRequest? One { get; private set; }
    public ProjectForm? Shown { get; private set; }
    public TargetReports? TargetRows { get; private set; }
    public IReadOnlyList<StoredFile> Files { get; private set; } = [];
    public IReadOnlyList<Choice> ExpertChoices { get; private set; } = [];
    public Settlement? Settlement { get; private set; }
    public bool DeferredBefore { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public DateOnly? PlannedOn { get; set; }
    [BindProperty] public string? Manner { get; set; }
    [BindProperty] public string? Place { get; set; }
    [BindProperty] public List<Guid?> Experts { get; set; } = [];
    [BindProperty] public List<PointInput> Points { get; set; } = [];
    [BindProperty] public string? Opinion { get; set; }
    [BindProperty] public string? Conclusion { get; set; }
    [BindProperty] public string? Kind { get; set; }
    [BindProperty] public string? SettleReason { get; set; }
    [BindProperty, Wan] public long? RecoverFen { get; set; }

    public DateOnly Today => ChinaTime.DayOf(Now);
    public DateOnly RequestDue => Project.State is ProjectLifecycle.Due or ProjectLifecycle.Deferred && Project.DueOn is { } due ? due : ProjectDates.Request(Project, Programme);
    public bool IsLate => Project.State is ProjectLifecycle.Due or ProjectLifecycle.Deferred && Project.DueOn < Today;
    public Text? RequestRefused => Accepting.RequestRefused(Project, DeferredBefore, Actor, Now);
    public Text? ConclusionRefused(string conclusion) => Accepting.ConclusionRefused(Project, One, conclusion, DeferredBefore, Actor, Now);
    public Text? SettleRefused(string kind) => ProjectLifecycle.Table.Refused(Project, kind, Actor, Now);
    public IReadOnlyList<Choice> MannerChoices => [.. AcceptanceWords.Manners.Select(one => new Choice(one.Key, one.Value))];
    public IReadOnlyList<Choice> ConclusionChoices => [.. AcceptanceWords.Conclusions.Where(one => Project.State != ProjectLifecycle.Deferred || one.Key == "fail").Select(one => new Choice(one.Key, one.Value) { Disabled = ConclusionRefused(one.Key) is not null })];
    string Here => $"/programmes/acceptance/project/{Id}";

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Project = await Db.Projects().VisibleTo(Actor).Include(one => one.Targets).FirstAsync(one => one.Id == Id, Cancel);
        Programme = definitions.Get<ProgrammeDefinition>(Project.Definition, Project.DefinitionVersion).Value;
        Requests = await Db.AcceptanceRequests().Include(one => one.Experts).Include(one => one.Points).AsSplitQuery().Where(one => one.ProjectId == Id && one.State != AcceptanceLifecycle.Drafted).OrderBy(one => one.Round).ToListAsync(Cancel);
        One = Requests.Count > 0 ? Requests[^1] : null;
        DeferredBefore = Requests.Any(one => one.Conclusion == "defer");
        Settlement = await Db.Settlements().AsNoTracking().FirstOrDefaultAsync(one => one.ProjectId == Id, Cancel);
        if (One is { } request)
        {
            Files = await files.List(new FileOwner(AcceptanceRequest.Subject, request.Id), cancel: Cancel);
            Shown = ProjectForm.Of(Programme.Acceptance.Request, FormValues.FromJson(request.Data), Files, codes, Today, AcceptanceWords.AlsoRequired(Project, Programme));
            TargetRows = await TargetReports.LoadAsync(Db, Project, request.Id, Files, editing: false, Cancel);
        }
        if (One?.State == AcceptanceLifecycle.Submitted && Actor.Can(Permissions.AcceptanceManage))
        {
            var experts = await Accepting.Eligible(Db.Experts().AsNoTracking(), Project).OrderBy(expert => expert.Speciality).ThenBy(expert => expert.Name).Select(expert => new { expert.Id, expert.Name, expert.OrganisationName, expert.Speciality }).ToListAsync(Cancel);
            ExpertChoices = [.. experts.Select(expert => new Choice(expert.Id.ToString(), Text.Same($"{expert.Name}，{expert.OrganisationName}")) { Group = Text.Same(expert.Speciality) })];
            while (Experts.Count < Programme.Acceptance.Experts.Whole) Experts.Add(null);
            if (!Request.HasFormContentType) PlannedOn = Today.AddDays(Programme.Acceptance.NoticeDays.Whole);
        }
        if (!Request.HasFormContentType || Points.Count == 0)
            Points = [.. Programme.Acceptance.Criteria.Select(criterion => One?.Points.FirstOrDefault(point => point.Criterion == criterion.Key) is { } point ? new PointInput { Key = criterion.Key, Points = point.Points100 / 100m, Comment = point.Comment } : new PointInput { Key = criterion.Key })];
        if (!Request.HasFormContentType) Opinion = One?.Opinion;
        return true;
    }

    [Acts(Permissions.AcceptanceManage)]
    public async Task<IActionResult> OnPostReturnAsync()
    {
        if (!await LoadAsync() || One is null) return NotFound();
        await accepting.ReturnAsync(One, Programme, Reason, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已退回修改", "Returned"), Here);
    }

    [Acts(Permissions.AcceptanceManage)]
    public async Task<IActionResult> OnPostBeginAsync()
    {
        if (!await LoadAsync() || One is null) return NotFound();
        Refusal.If(AcceptanceLifecycle.Table.Refused(One, "organise", Actor, Now));
        if (PlannedOn is null) Wrong(nameof(PlannedOn), T("请填写验收日期", "Fill in the day"));
        if (Manner is null || !AcceptanceWords.Manners.ContainsKey(Manner)) Wrong(nameof(Manner), T("请选择验收形式", "Choose the form of acceptance"));
        if (string.IsNullOrWhiteSpace(Place) || Place.Length > 100) Wrong(nameof(Place), T("请填写地点，不超过 100 字", "Fill in the place, at most 100 characters"));
        for (var i = 0; i < Experts.Count; i++)
            if (Experts[i] is null) Wrong($"Experts[{i}]", T($"请选择第 {i + 1} 名专家", $"Choose expert {i + 1}"));
        if (!ModelState.IsValid) return await Invalid();
        await accepting.OrganiseAsync(One, Programme, PlannedOn!.Value, Manner!, Place!.Trim(), [.. Experts.OfType<Guid>()], Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已受理，验收定于 {PlannedOn:yyyy-MM-dd}", $"Begun; the acceptance is on {PlannedOn:yyyy-MM-dd}"), Here);
    }

    [Acts(Permissions.AcceptanceManage)]
    public async Task<IActionResult> OnPostOpinionAsync()
    {
        if (!await LoadAsync() || One is null) return NotFound();
        Refusal.If(AcceptanceLifecycle.Table.Refused(One, "opinion", Actor, Now));
        var points = new Dictionary<string, (decimal, string)>();
        foreach (var criterion in Programme.Acceptance.Criteria)
        {
            var i = Points.FindIndex(point => point.Key == criterion.Key);
            var typed = i < 0 ? null : Points[i];
            if (typed?.Points is not { } value || value < 0 || value > 100) Wrong($"Points[{Math.Max(0, i)}].Points", T($"{criterion.Label.Zh}：请填写 0 至 100 分", $"{criterion.Label.En}: 0 to 100 points"));
            else points[criterion.Key] = (value, (typed.Comment ?? "").Trim() is var comment && comment.Length > 500 ? comment[..500] : comment);
        }
        var text = (Opinion ?? "").Trim();
        if (text.Length is 0 or > AcceptanceRequest.OpinionMax) Wrong(nameof(Opinion), T($"请填写专家组意见，不超过 {AcceptanceRequest.OpinionMax} 字", $"Fill in the opinion, at most {AcceptanceRequest.OpinionMax} characters"));
        var changes = await files.Apply(new FileOwner(AcceptanceRequest.Subject, One.Id), [Signed], Request.Form, cancel: Cancel);
        foreach (var (name, problem) in changes.Problems) Wrong(name, problem);
        if (!ModelState.IsValid)
        {
            Db.ChangeTracker.Clear();
            return await Invalid();
        }
        await accepting.RecordOpinionAsync(One, Programme, points, text, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("专家组意见已登记", "The opinion was recorded"), Here);
    }

    [Acts(Permissions.AcceptanceDecide)]
    public async Task<IActionResult> OnPostConcludeAsync()
    {
        if (!await LoadAsync() || One is null) return NotFound();
        if (Conclusion is null || !AcceptanceWords.Conclusions.ContainsKey(Conclusion))
        {
            Wrong(nameof(Conclusion), T("请选择验收结论", "Choose the conclusion"));
            return await Invalid();
        }
        // The certificate's number and what bears it are stored together or not at all.
        await Db.InTransactionAsync(async () =>
        {
            await accepting.ConcludeAsync(One, Programme, Conclusion, DeferredBefore, Reason, Cancel);
            await Db.SaveChangesAsync(Cancel);
        }, Cancel);
        var words = AcceptanceWords.Conclusions[Conclusion];
        return Done(T($"验收结论：{words.Zh}", $"Concluded: {words.En}"), Here);
    }

    [Acts(Permissions.AcceptanceDecide)]
    public async Task<IActionResult> OnPostSettleAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Kind is not ("terminate" or "revoke")) Wrong(nameof(Kind), T("请选择终止或撤销", "Choose to terminate or to revoke"));
        if (RecoverFen is null) Wrong(nameof(RecoverFen), T("请填写应收回金额，没有则填 0", "Fill in the amount to come back, 0 for none"));
        if (!ModelState.IsValid) return await Invalid();
        await accepting.SettleAsync(Project, Kind!, SettleReason, RecoverFen!.Value, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(Kind == "revoke" ? T("项目已撤销", "Revoked") : T("项目已终止", "Terminated"), Here);
    }

    public async Task<IActionResult> OnGetPrintAsync(string what, string format = "docx")
    {
        if (!await LoadAsync()) return NotFound();
        var spending = await Db.Spending().AsNoTracking().Where(row => row.ProjectId == Id).ToListAsync(Cancel);
        var (name, document) = what switch
        {
            "request" when One is not null => ("验收申请", AcceptancePaper.Request(One, Programme, Shown!, TargetRows!, spending)),
            "opinion" when One?.OpinionAt is not null && (Actor.SeesAll || One.State == AcceptanceLifecycle.Concluded) => ("专家组意见", AcceptancePaper.Opinion(One, Programme)),
            "certificate" when One is { Certificate.Length: > 0 } => (One.Certificate, AcceptancePaper.Certificate(One, Programme, $"{Request.Scheme}://{Request.Host}{Request.PathBase}/portal/verify?number={One.Certificate}")),
            "settlement" when Settlement is not null => ("清算决定", AcceptancePaper.Decision(Project, Settlement)),
            _ => ("", null),
        };
        if (document is null) return NotFound();
        if (format != "pdf") return File(document.ToArray(), Docx, $"{Project.Number} {name}.docx");
        if (pdf.Unavailable is { } why) throw new Refusal(why);
        return File(await pdf.Convert(document, Cancel), "application/pdf", $"{Project.Number} {name}.pdf");
    }
}
