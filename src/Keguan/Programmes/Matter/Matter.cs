using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Matter;

/// <summary>One tab of a matter's page.</summary>
public sealed record MatterTab(string Key, Text Label, string Url);

/// <summary>
/// A matter as people see it: the application and, once approved, its project are one thing with one head and one row of tabs
/// (概要 · 申报书 · 审查 · 评审 · 合同 · 经费 · 过程 · 验收 · 附件 · 记录).
/// </summary>
public sealed class MatterHead
{
    public Application? Application { get; private init; }
    public Project? Project { get; private init; }
    public string CallTitle { get; private init; } = "";
    public required Actor Actor { get; init; }

    /// <summary>Agreement, payments and changes of the project: what happens to them is told in its record.</summary>
    IReadOnlyList<(string Type, Guid Id)> Further { get; init; } = [];

    public string Title => Project?.Title ?? Application!.Title;
    public string Number => Project?.Number ?? Application!.Number;
    public string Definition => Project?.Definition ?? Application!.Definition;
    public string DefinitionVersion => Project?.DefinitionVersion ?? Application!.DefinitionVersion;
    public Guid OrganisationId => Project?.OrganisationId ?? Application!.OrganisationId;
    public string OrganisationName => Project?.OrganisationName ?? Application!.OrganisationName;
    public string Category => Project?.Category ?? Application!.Category;
    public string FundingMode => Project?.FundingMode ?? Application!.FundingMode;
    public State State => Project is { } project ? ProjectLifecycle.Table.StateOf(project.State) : ApplicationLifecycle.Table.StateOf(Application!.State);
    public Text StateText => Actor.Audience is Audience.Applicant or Audience.Public ? State.Outside : State.Inside;
    public DateOnly? DueOn => Project?.DueOn ?? Application?.DueOn;

    /// <summary>Subjects whose entries make the record tab.</summary>
    public IReadOnlyList<(string Type, Guid Id)> Subjects =>
        [.. new[] { Application is null ? default : ("application", Application.Id), Project is null ? default : ("project", Project.Id) }.Where(subject => subject.Item2 != default), .. Further];

    static async Task<IReadOnlyList<(string, Guid)>> FurtherAsync(KeguanDb db, Actor actor, Guid? project, CancellationToken cancel)
    {
        if (project is not { } id) return [];
        var payments = await db.Set<Payments.Payment>().Where(payment => payment.ProjectId == id).Select(payment => payment.Id).ToListAsync(cancel);
        var changes = await Changes.ChangeQueries.VisibleTo(db.Set<Changes.Change>(), actor).Where(change => change.ProjectId == id).Select(change => change.Id).ToListAsync(cancel);
        var agreements = await db.Set<Agreements.Agreement>().Where(agreement => agreement.ProjectId == id).Select(agreement => agreement.Id).ToListAsync(cancel);
        return [.. agreements.Select(one => ("agreement", one)), .. payments.Select(one => ("payment", one)), .. changes.Select(one => ("change", one))];
    }

    public static async Task<MatterHead?> OfApplicationAsync(KeguanDb db, Actor actor, Guid id, CancellationToken cancel)
    {
        var application = await db.Applications().VisibleTo(actor).Include(one => one.Call).AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancel);
        if (application is null) return null;
        var project = application.State == ApplicationLifecycle.Approved
            ? await db.Projects().VisibleTo(actor).AsNoTracking().FirstOrDefaultAsync(one => one.ApplicationId == id, cancel) : null;
        return new MatterHead { Application = application, Project = project, CallTitle = application.Call.Title, Actor = actor, Further = await FurtherAsync(db, actor, project?.Id, cancel) };
    }

    public static async Task<MatterHead?> OfProjectAsync(KeguanDb db, Actor actor, Guid id, CancellationToken cancel)
    {
        var project = await db.Projects().VisibleTo(actor).AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancel);
        if (project is null) return null;
        var application = project.ApplicationId is { } applicationId
            ? await db.Applications().VisibleTo(actor).Include(one => one.Call).AsNoTracking().FirstOrDefaultAsync(one => one.Id == applicationId, cancel) : null;
        return new MatterHead { Application = application, Project = project, CallTitle = application?.Call.Title ?? "", Actor = actor, Further = await FurtherAsync(db, actor, id, cancel) };
    }

    /// <summary>Only tabs that this actor may open and that have something to show.</summary>
    public IReadOnlyList<MatterTab> Tabs
    {
        get
        {
            var tabs = new List<MatterTab>
            {
                new("summary", T("概要", "Summary"), Project is { } shown ? $"/programmes/projects/details/{shown.Id}" : $"/programmes/applications/details/{Application!.Id}"),
            };
            if (Application is { } application)
            {
                tabs.Add(new("form", T("申报书", "Application"), $"/programmes/applications/form/{application.Id}"));
                if (application.SubmittedAt is not null) tabs.Add(new("check", T("审查", "Checks"), $"/programmes/applications/checks/{application.Id}"));
                if (application.CheckedAt is not null && Actor.SeesAll) tabs.Add(new("review", T("评审", "Review"), $"/programmes/applications/reviews/{application.Id}"));
            }
            if (Project is { } project)
            {
                tabs.Add(new("agreement", T("合同", "Agreement"), $"/programmes/agreements/details/{project.Id}"));
                tabs.Add(new("money", T("经费", "Money"), $"/programmes/payments/project/{project.Id}"));
                tabs.Add(new("progress", T("过程", "Progress"), $"/programmes/supervision/project/{project.Id}"));
                tabs.Add(new("acceptance", T("验收", "Acceptance"), $"/programmes/acceptance/project/{project.Id}"));
            }
            tabs.Add(new("files", T("附件", "Files"), Project is { } filed ? $"/programmes/projects/files/{filed.Id}" : $"/programmes/applications/files/{Application!.Id}"));
            tabs.Add(new("journal", T("记录", "Record"), Project is { } told ? $"/programmes/projects/record/{told.Id}" : $"/programmes/applications/record/{Application!.Id}"));
            return tabs;
        }
    }
}
