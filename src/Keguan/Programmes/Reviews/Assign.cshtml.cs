using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>分配专家: choose applications, draw their panels; look at one application's candidates and who must stay out of it, and add one by hand.</summary>
[Needs(Permissions.ReviewOrganise)]
public sealed class AssignModel(DefinitionStore definitions, Reviewing reviewing, ReviewPanels panels) : KeguanPage
{
    const int Most = 200;

    public sealed record Row(Application Application, int Assigned);

    public Call Call { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyList<Choice> Specialities { get; private set; } = [];
    public Application? Shown { get; private set; }
    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];
    public bool Blind => Call.Plan.Blind || Programme.Review.Blind;

    [BindProperty(SupportsGet = true)] public Guid CallId { get; set; }
    [BindProperty(SupportsGet = true)] public string? Category { get; set; }
    [BindProperty(SupportsGet = true)] public Guid? Show { get; set; }
    [BindProperty(SupportsGet = true)] public string? Speciality { get; set; }
    [BindProperty] public List<Guid> Chosen { get; set; } = [];
    [BindProperty] public int Experts { get; set; }
    [BindProperty] public DateOnly? Due { get; set; }
    [BindProperty] public Guid? ExpertId { get; set; }
    [BindProperty] public string? Reason { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.Calls().VisibleTo(Actor).Include(one => one.Categories).FirstOrDefaultAsync(one => one.Id == CallId, Cancel) is not { } call) return false;
        Call = call;
        Programme = definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value;
        var tasks = Db.ReviewTasks().Live().Where(task => task.SubjectType == Reviewing.Subject);
        var rows = await Db.Applications().VisibleTo(Actor).Where(one => one.CallId == CallId && one.State == ApplicationLifecycle.InReview && (Category == null || one.Category == Category))
            .OrderBy(one => one.Number).Take(Most).Select(one => new { one, Assigned = tasks.Count(task => task.SubjectId == one.Id) }).ToListAsync(Cancel);
        Rows = [.. rows.Select(row => new Row(row.one, row.Assigned))];
        Specialities = [.. (await Db.Experts().Where(expert => expert.State == ExpertLifecycle.Active).Select(expert => expert.Speciality).Distinct().OrderBy(name => name).ToListAsync(Cancel)).Select(name => new Choice(name, Foundation.Text.Same(name)))];
        if (HttpMethods.IsGet(Request.Method) || Request.Form["Experts"].Count == 0) Experts = call.Plan.Experts;
        Due ??= ChinaTime.DayOf(Now).AddDays(call.Plan.ReviewDays);
        if (Show is { } id)
        {
            Shown = await Find(id);
            if (Shown is null) return false;
            Candidates = [.. (await panels.CandidatesAsync(await panels.LibraryAsync(CallId, Cancel), Shown, Speciality ?? "", Cancel))
                .OrderByDescending(candidate => candidate.Eligible).ThenByDescending(candidate => candidate.Matches).ThenBy(candidate => candidate.Load).ThenBy(candidate => candidate.Expert.Name, StringComparer.Ordinal)];
        }
        return true;
    }

    Task<Application?> Find(Guid id) => Db.Applications().VisibleTo(Actor).Include(one => one.Sections).FirstOrDefaultAsync(one => one.Id == id && one.CallId == CallId, Cancel);

    public IReadOnlyList<Choice> ByHand => [.. Candidates.Where(candidate => candidate.Excluded is null).Select(candidate => new Choice(candidate.Expert.Id.ToString(), Foundation.Text.Same($"{candidate.Expert.Name}，{candidate.Expert.OrganisationName}，{candidate.Expert.Speciality}")))];

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Chosen.Count == 0) Wrong(nameof(Chosen), T("请先勾选申报", "Choose some applications first"));
        if (Experts is < 1 or > 15) Wrong(nameof(Experts), T("每项专家应为 1 至 15 名", "1 to 15 experts each"));
        if (!ModelState.IsValid || Due is not { } due) return await Invalid();
        var chosen = Chosen.Distinct().ToArray();
        var applications = await Db.Applications().VisibleTo(Actor).Include(one => one.Sections).Where(one => one.CallId == CallId && chosen.Contains(one.Id)).OrderBy(one => one.Number).ToListAsync(Cancel);
        if (applications.Count != chosen.Length) return NotFound();
        var results = await reviewing.AssignAsync(Call, Programme, applications, Experts, due, Speciality ?? "", Cancel);
        await Db.SaveChangesAsync(Cancel);
        var missing = results.Where(result => result.Missing > 0).ToList();
        if (missing.Count > 0)
            Flash.Warning(TempData, T($"{missing.Count} 项专家不足：{string.Join("、", missing.Take(5).Select(result => $"{result.Application.Number} 缺 {result.Missing} 名"))}。可另选专业或手工补选", $"Too few experts for {missing.Count}: choose a speciality or add by hand"));
        return Done(T($"已为 {results.Count(result => result.Given > 0)} 项分配 {results.Sum(result => result.Given)} 人次，并通知专家", $"{results.Sum(result => result.Given)} invitations sent for {results.Count(result => result.Given > 0)} applications"), $"/programmes/reviews/assign/{CallId}");
    }

    public async Task<IActionResult> OnPostAddAsync()
    {
        if (!await LoadAsync() || Shown is null) return NotFound();
        if (ExpertId is not { } expert) { Wrong(nameof(ExpertId), T("请选择专家", "Choose an expert")); return await Invalid(); }
        if (Due is not { } due) return await Invalid();
        var task = await reviewing.AddAsync(Call, Programme, Shown, expert, due, Reason, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已邀请 {task.ExpertName}", $"{task.ExpertName} was invited"), $"/programmes/reviews/assign/{CallId}?show={Shown.Id}");
    }
}
