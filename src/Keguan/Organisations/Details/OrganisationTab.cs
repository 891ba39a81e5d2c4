using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Pages;
using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Details;

public sealed record OrganisationTabLink(Foundation.Text Label, string Url, int? Count);

/// <summary>One tab of an organisation's page: loads the organisation that the actor may see, and the tabs that he may open.</summary>
public abstract class OrganisationTab : KeguanPage
{
    [FromRoute] public Guid Id { get; set; }

    /// <summary>Tracked: the actions of the page change it.</summary>
    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<OrganisationTabLink> Tabs { get; private set; } = [];

    /// <summary>What the bureau sees and a recommending unit does not: people, members, files, breaches, the record.</summary>
    public bool SeesPeople => Actor.SeesAll;

    /// <summary>The subjects whose entries are told on this page.</summary>
    protected IReadOnlyList<(string Type, Guid Id)> Subjects { get; private set; } = [];

    protected string Here => $"/organisations/details/{Id}";

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.Organisations().VisibleTo(Actor).FirstOrDefaultAsync(one => one.Id == Id, Cancel) is not { } organisation) return false;
        Organisation = organisation;
        await LoadTabsAsync();
        return await LoadTabAsync();
    }

    /// <summary>What this tab shows.</summary>
    protected virtual Task<bool> LoadTabAsync() => Task.FromResult(true);

    async Task LoadTabsAsync()
    {
        var tabs = new List<OrganisationTabLink> { new(T("概要", "Summary"), Here, null) };
        var subjects = new List<(string, Guid)> { (Organisation.Subject, Id) };
        if (SeesPeople)
        {
            var members = Roles.Members.Select(role => role.Code).ToArray();
            var records = await Db.IntegrityRecords().VisibleTo(Actor).Where(record => record.OrganisationId == Id).Select(record => record.Id).ToListAsync(Cancel);
            subjects.AddRange(records.Select(record => (IntegrityLifecycle.Subject, record)));
            tabs.Add(new(T("人员", "People"), Here + "/people", await Db.People().CountAsync(person => person.OrganisationId == Id, Cancel)));
            tabs.Add(new(T("成员与权利", "Members"), Here + "/members", await Db.Set<RoleGrant>().CountAsync(grant => grant.OrganisationId == Id && grant.EndedAt == null && members.Contains(grant.Role), Cancel)));
            tabs.Add(new(T("申报与项目", "Applications and projects"), Here + "/matters", null));
            tabs.Add(new(T("诚信记录", "Integrity"), Here + "/integrity", records.Count));
            tabs.Add(new(T("附件", "Files"), Here + "/files", await Db.Set<StoredFile>().CountAsync(file => file.SubjectType == Organisation.Subject && file.SubjectId == Id && file.RemovedAt == null, Cancel)));
        }
        else tabs.Add(new(T("申报与项目", "Applications and projects"), Here + "/matters", null));
        Subjects = subjects;
        if (SeesPeople) tabs.Add(new(T("记录", "Record"), Here + "/record", await Timeline.CountAsync(Db, Subjects, Cancel)));
        Tabs = tabs;
    }
}
