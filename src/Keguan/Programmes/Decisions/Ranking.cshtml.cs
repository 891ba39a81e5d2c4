using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Decisions;

/// <summary>排序与拟立项: per category by score, with running sum and cut line; the grant by rule, by hand with a reason; then the publicity.</summary>
[Needs(Permissions.ApprovalPropose, Permissions.ApprovalDecide)]
public sealed class RankingModel(DefinitionStore definitions, Proposing proposing, FileStore files) : KeguanPage
{
    public const string MinutesSlot = "minutes";
    static readonly FileSlot Minutes = new(MinutesSlot, T("会议纪要", "Minutes"));

    public sealed record Row(Application Application, int Rank, long GrantFen, long RunningFen, bool Above);

    public Call Call { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public IReadOnlyList<(CallCategory Category, IReadOnlyList<Row> Rows)> Categories { get; private set; } = [];
    public IReadOnlyList<StoredFile> MinutesFiles { get; private set; } = [];
    public int Proposed { get; private set; }
    public long ProposedFen { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public List<Guid> Chosen { get; set; } = [];
    [BindProperty] public Dictionary<string, string?> Grant { get; set; } = [];
    [BindProperty] public Dictionary<string, string?> Reason { get; set; } = [];
    [BindProperty] public string? Why { get; set; }
    [BindProperty] public int WorkingDays { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        var call = await Db.Calls().Include(one => one.Categories).FirstOrDefaultAsync(one => one.Id == Id && one.State != CallLifecycle.Drafted, Cancel);
        if (call is null) return false;
        Call = call;
        Programme = definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value;
        string[] states = [ApplicationLifecycle.Shortlisted, ApplicationLifecycle.Proposed, ApplicationLifecycle.Publicised, ApplicationLifecycle.Objected, ApplicationLifecycle.Approved];
        var applications = await Db.Applications().Where(one => one.CallId == Id && states.Contains(one.State)).ToListAsync(Cancel);
        var result = new List<(CallCategory, IReadOnlyList<Row>)>();
        foreach (var category in call.Categories.OrderBy(one => one.Category))
        {
            var rows = new List<Row>();
            long running = 0;
            var rank = 0;
            // Equal scores are ordered by number of submission only for display; the officer sees that they are equal.
            foreach (var application in applications.Where(one => one.Category == category.Category).OrderByDescending(one => one.Score100 ?? -1).ThenBy(one => one.Number))
            {
                var grant = application.ProposedFen ?? Proposing.GrantByRule(Programme, application, category.CapFen);
                running += grant;
                rows.Add(new Row(application, ++rank, grant, running, running <= LineFen(category) && (application.Score100 ?? 0) >= Programme.Approval.LeastScore.Value * 100));
            }
            if (rows.Count > 0) result.Add((category, rows));
        }
        Categories = result;
        Proposed = applications.Count(one => one.State == ApplicationLifecycle.Proposed);
        ProposedFen = applications.Where(one => one.State != ApplicationLifecycle.Shortlisted).Sum(one => one.ProposedFen ?? 0);
        MinutesFiles = await files.List(new FileOwner("call", Id), MinutesSlot, Cancel);
        if (WorkingDays == 0) WorkingDays = Programme.Approval.PublicityWorkingDays.Whole;
        return true;
    }

    /// <summary>Where the money ends: the category's own budget, or the call's where none was set apart.</summary>
    public long LineFen(CallCategory category) => category.BudgetFen > 0 ? category.BudgetFen : Call.BudgetFen;

    public Text? PubliciseRefused => !Actor.Can(Permissions.PublicityManage) ? T("您当前的身份无权发布公示", "Your role may not publish")
        : Proposed == 0 ? T("还没有列入拟立项的申报", "Nothing is proposed yet")
        : MinutesFiles.Count == 0 ? T("请先上传会议纪要", "Upload the minutes first") : null;

    IEnumerable<Row> Picked => Categories.SelectMany(one => one.Rows).Where(row => Chosen.Contains(row.Application.Id));

    [Acts(Permissions.ApprovalPropose)]
    public async Task<IActionResult> OnPostProposeAsync()
    {
        if (!Actor.Can(Permissions.ApprovalPropose) || !await LoadAsync()) return NotFound();
        Refusal.If(Chosen.Count == 0, "请先勾选申报", "Choose some applications first");
        // Who comes second is not told that he did it.
        if (Picked.FirstOrDefault(row => row.Application.State != ApplicationLifecycle.Shortlisted) is { } other)
        {
            var state = ApplicationLifecycle.Table.StateOf(other.Application.State).Inside;
            throw new Refusal($"“{other.Application.Title}”当前状态为“{state.Zh}”，不能列入拟立项；请取消勾选", $"“{other.Application.Title}” is “{state.En}” now and can't be proposed; don't choose it");
        }
        foreach (var row in Picked.ToList())
        {
            var key = row.Application.Id.ToString();
            long? byHand = null;
            if (Grant.GetValueOrDefault(key) is { Length: > 0 } typed)
            {
                if (!Money.TryParseWan(typed, out var fen, out var error)) Wrong($"Grant[{key}]", T($"{row.Application.Title}：{error.Zh}", $"{row.Application.Title}: {error.En}"));
                else byHand = fen;
            }
            if (ModelState.IsValid) proposing.Propose(Programme, row.Application, Categories.First(one => one.Category.Category == row.Application.Category).Category.CapFen, byHand, Reason.GetValueOrDefault(key));
        }
        if (!ModelState.IsValid)
        {
            Db.ChangeTracker.Clear();
            return await Invalid();
        }
        var over = Categories.FirstOrDefault(one => one.Rows.Where(row => row.Application.State != ApplicationLifecycle.Shortlisted).Sum(row => row.Application.ProposedFen ?? 0) > LineFen(one.Category));
        if (over.Category is { } category)
            throw new Refusal($"“{Programme.CategoryLabel(category.Category).Zh}”拟资助合计超过安排资金 {Money.Wan(LineFen(category))} 万元", $"The proposed grants of {Programme.CategoryLabel(category.Category).En} exceed its budget");
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已列入拟立项 {Chosen.Count} 项", $"{Chosen.Count} proposed"), $"/programmes/decisions/ranking/{Id}");
    }

    [Acts(Permissions.ApprovalPropose)]
    public async Task<IActionResult> OnPostUnproposeAsync()
    {
        if (!Actor.Can(Permissions.ApprovalPropose) || !await LoadAsync()) return NotFound();
        Refusal.If(Chosen.Count == 0, "请先勾选申报", "Choose some applications first");
        foreach (var row in Picked) proposing.Unpropose(row.Application, Why);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已移出拟立项", "Taken out"), $"/programmes/decisions/ranking/{Id}");
    }

    [Acts(Permissions.ApprovalPropose)]
    public async Task<IActionResult> OnPostDeclineAsync()
    {
        if (!Actor.Can(Permissions.ApprovalPropose) || !await LoadAsync()) return NotFound();
        Refusal.If(Chosen.Count == 0, "请先勾选申报", "Choose some applications first");
        foreach (var row in Picked) await proposing.DeclineAsync(row.Application, Why, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已记为未立项并通知单位", "Declined; the organisations were told"), $"/programmes/decisions/ranking/{Id}");
    }

    [Acts(Permissions.ApprovalPropose)]
    public async Task<IActionResult> OnPostMinutesAsync()
    {
        if (!Actor.Can(Permissions.ApprovalPropose) || !await LoadAsync()) return NotFound();
        var changes = await files.Apply(new FileOwner("call", Id), [Minutes], Request.Form, cancel: Cancel);
        foreach (var file in changes.Added) Journal.Note("call", Call, "attach", new Foundation.Journal.Act { Summary = $"上传会议纪要：{file.Name}", Payload = new { file.Name, file.Sha256 } });
        foreach (var file in changes.Removed) Journal.Note("call", Call, "detach", new Foundation.Journal.Act { Summary = $"移除会议纪要：{file.Name}", Payload = new { file.Name, file.Sha256 } });
        await Db.SaveChangesAsync(Cancel);
        foreach (var (name, reason) in changes.Problems) Wrong(name, reason);
        return ModelState.IsValid ? Done(T("会议纪要已更新", "Minutes updated"), $"/programmes/decisions/ranking/{Id}") : await Invalid();
    }

    [Acts(Permissions.PublicityManage)]
    public async Task<IActionResult> OnPostPubliciseAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(PubliciseRefused);
        var publicity = await proposing.PubliciseAsync(Call, Programme, WorkingDays, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已公示，{publicity.EndsOn:yyyy-MM-dd} 止", $"Published until {publicity.EndsOn:yyyy-MM-dd}"), $"/programmes/decisions/publicity/{publicity.Id}");
    }
}
