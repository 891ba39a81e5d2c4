using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Projects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Changes;

/// <summary>发起变更: first the kind, each with its level and clause or why not; then its form.</summary>
[Needs(Permissions.ProjectsOwn)]
public sealed class NewModel(Changing changing) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public ChangeKind? Kind { get; private set; }
    public Change? Change { get; private set; }
    public Text? Refused { get; private set; }
    public IReadOnlyList<(ChangeKind Kind, Text? Refused)> Kinds { get; private set; } = [];
    public IReadOnlyList<Choice> People { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid ProjectId { get; set; }
    [BindProperty(SupportsGet = true, Name = "kind")] public string? KindKey { get; set; }

    /// <summary>A draft, or what was returned, to go on with.</summary>
    [BindProperty(SupportsGet = true, Name = "change")] public Guid? ChangeId { get; set; }
    [BindProperty] public ChangeInput Input { get; set; } = new();

    bool IsPost => HttpMethods.IsPost(Request.Method);

    protected internal override async Task<bool> LoadAsync()
    {
        if (await changing.ProjectAsync(ProjectId, Cancel) is not { } project || await MatterHead.OfProjectAsync(Db, Actor, ProjectId, Cancel) is not { } head) return false;
        (Project, Head) = (project, head);
        Programme = changing.ProgrammeOf(project);
        if (ChangeId is { } id)
        {
            Change = await Db.Changes().VisibleTo(Actor).Include(one => one.Project).FirstOrDefaultAsync(one => one.Id == id && one.ProjectId == ProjectId && one.State == ChangeLifecycle.Drafted, Cancel);
            if (Change is null) return false;
            KindKey = Change.Kind;
        }
        if (string.IsNullOrEmpty(KindKey))
        {
            var kinds = new List<(ChangeKind, Text?)>();
            foreach (var kind in Programme.Changes) kinds.Add((kind, await changing.RefusedAsync(project, kind, null, Cancel)));
            Kinds = kinds;
            return true;
        }
        Kind = Programme.Changes.FirstOrDefault(kind => kind.Key == KindKey);
        if (Kind is null) return false;
        Refused = await changing.RefusedAsync(project, Kind, Change?.Id, Cancel);
        if (Kind.Key == "leader")
            People = [.. (await Db.People().AsNoTracking().Where(person => person.OrganisationId == project.OrganisationId && person.Id != project.LeaderId).OrderBy(person => person.Name).ToListAsync(Cancel))
                .Select(person => new Choice(person.Id.ToString(), Text.Same(person.Title.Length > 0 ? $"{person.Name}，{person.Title}" : person.Name)))];
        if (!IsPost) Fill();
        return true;
    }

    void Fill()
    {
        var content = Change is null ? new ChangeContent() : Changing.ContentOf(Change.Content);
        Input = new ChangeInput { Why = Change?.Why, EndOn = content.EndOn, PersonId = content.PersonId, Name = content.Name, Words = content.Words };
        foreach (var target in Project.Targets.OrderBy(one => one.Order))
        {
            var asked = content.Targets?.FirstOrDefault(one => one.Id == target.Id);
            Input.Targets.Add(new() { Id = target.Id, Goal = (asked?.Goal ?? target.Goal) / (decimal)ProjectTarget.Scale, DueOn = asked is null ? target.DueOn : asked.DueOn, Method = asked?.Method ?? target.Method });
        }
        foreach (var item in Project.Budget.OrderBy(one => one.Order))
        {
            var asked = content.Budget?.FirstOrDefault(one => one.Id == item.Id);
            Input.Budget.Add(new() { Id = item.Id, Subject = item.Subject, GrantFen = asked?.GrantFen ?? item.GrantFen, OwnFen = asked?.OwnFen ?? item.OwnFen });
        }
        foreach (var subject in Changing.SubjectsOf(Programme).Keys.Where(key => Project.Budget.All(item => item.Subject != key)))
        {
            var asked = content.Budget?.FirstOrDefault(one => one.Id is null && one.Subject == subject);
            Input.Budget.Add(new() { Subject = subject, GrantFen = asked?.GrantFen ?? 0, OwnFen = asked?.OwnFen ?? 0 });
        }
    }

    public Text SubjectLabel(string? key) => Changing.SubjectsOf(Programme).TryGetValue(key ?? "", out var label) ? label : Text.Same(key ?? "");

    public Task<IActionResult> OnPostSaveAsync() => StoreAsync(submit: false);

    public Task<IActionResult> OnPostSubmitAsync() => StoreAsync(submit: true);

    async Task<IActionResult> StoreAsync(bool submit)
    {
        if (!await LoadAsync() || Kind is null) return NotFound();
        Refusal.If(Refused);
        var content = await changing.ReadAsync(Project, Kind, Input, (field, why) => Wrong($"{nameof(Input)}.{field}", why), Cancel);
        if (string.IsNullOrWhiteSpace(Input.Why)) Wrong("Input.Why", T("请写明变更理由", "Say why"));
        else if (Input.Why.Length > Changes.Change.WhyMax) Wrong("Input.Why", T($"最多 {Changes.Change.WhyMax} 字", $"At most {Changes.Change.WhyMax} characters"));
        if (!ModelState.IsValid) return await Invalid();
        var change = Change ?? changing.Draft(Project, Kind);
        Changing.Write(change, Input.Why, content);
        await Db.InTransactionAsync(async () =>
        {
            if (submit) await changing.SubmitAsync(change, Kind, Cancel);
            await Db.SaveChangesAsync(Cancel);
        }, Cancel);
        return submit
            ? Done(change.State == ChangeLifecycle.Filed ? T("已备案，即时生效", "Filed; it takes effect at once") : T("变更申请已提交", "Submitted"), $"/programmes/changes/details/{change.Id}")
            : Done(T("草稿已保存", "Draft saved"), $"/programmes/changes/new/{ProjectId}?change={change.Id}");
    }
}
