using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Experts;

/// <summary>What is known of an expert, as typed. Empty personal data mean: as it was.</summary>
public sealed record ExpertFacts
{
    public string Name { get; init; } = "";
    public string ResidentId { get; init; } = "";
    public string OrganisationName { get; init; } = "";
    public string Title { get; init; } = "";
    public string Speciality { get; init; } = "";
    public string Disciplines { get; init; } = "";
    public string Role { get; init; } = "technical";
    public bool Local { get; init; } = true;
    public string Area { get; init; } = "";
    public string Phone { get; init; } = "";
    public string Email { get; init; } = "";
}

/// <summary>Keeping the library: enter, change, admit with an invitation to an account, relations. The caller saves.</summary>
public sealed class ExpertKeeping(KeguanDb db, Journal journal, CurrentActor actor, ExpertAccounts accounts)
{
    public async Task<Expert> EnterAsync(ExpertFacts facts, CancellationToken cancel = default)
    {
        var expert = new Expert { Name = facts.Name, OrganisationName = facts.OrganisationName, Title = facts.Title, Speciality = facts.Speciality, CreatedAt = journal.Now };
        await WriteAsync(expert, facts, cancel);
        Refusal.If(expert.IdKey.Length > 0 && await db.Experts().AnyAsync(other => other.IdKey == expert.IdKey && other.State != ExpertLifecycle.Removed, cancel), "该身份证号的专家已在库中", "An expert with this resident id is in the library already");
        db.Add(expert);
        journal.Act(ExpertLifecycle.Table, expert, "enter", new Act { Summary = $"登记专家 {expert.Name}" });
        return expert;
    }

    public async Task ReviseAsync(Expert expert, ExpertFacts facts, CancellationToken cancel = default)
    {
        Refusal.If(expert.State == ExpertLifecycle.Removed, "专家已出库，不能修改", "This expert has been removed");
        var before = new { expert.Name, expert.OrganisationName, expert.Title, expert.Speciality, expert.Disciplines, expert.Role, expert.Local };
        await WriteAsync(expert, facts, cancel);
        Refusal.If(expert.IdKey.Length > 0 && await db.Experts().AnyAsync(other => other.Id != expert.Id && other.IdKey == expert.IdKey && other.State != ExpertLifecycle.Removed, cancel), "该身份证号的专家已在库中", "An expert with this resident id is in the library already");
        journal.Note(ExpertLifecycle.Table.Subject, expert, "revise", new Act { Summary = "修改专家信息", Payload = new { before, after = new { expert.Name, expert.OrganisationName, expert.Title, expert.Speciality, expert.Disciplines, expert.Role, expert.Local } } });
    }

    async Task WriteAsync(Expert expert, ExpertFacts facts, CancellationToken cancel)
    {
        (expert.Name, expert.OrganisationName, expert.Title, expert.Speciality) = (facts.Name.Trim(), facts.OrganisationName.Trim(), facts.Title.Trim(), facts.Speciality.Trim());
        (expert.Disciplines, expert.Role, expert.Local, expert.Area) = (facts.Disciplines, facts.Role, facts.Local, facts.Area);
        expert.OrganisationId = await FindOrganisationAsync(expert.OrganisationName, cancel);
        if (facts.ResidentId.Length > 0)
        {
            expert.IdKey = await PersonKeys.KeyAsync(db, facts.ResidentId, cancel);
            expert.IdMasked = Masking.ResidentId(facts.ResidentId);
        }
        if (facts.Phone.Length > 0) expert.Phone = facts.Phone;
        if (facts.Email.Length > 0) expert.Email = facts.Email;
    }

    /// <summary>The register's organisation of that name, by the words that don't vary.</summary>
    async Task<Guid?> FindOrganisationAsync(string name, CancellationToken cancel)
    {
        var key = Organisation.KeyOf(name);
        return key.Length == 0 ? null : await db.Organisations().Where(one => one.Name == name || one.NameKey == key).OrderBy(one => one.Name == name ? 0 : 1).Select(one => (Guid?)one.Id).FirstOrDefaultAsync(cancel);
    }

    public async Task MoveAsync(Expert expert, string action, string? reason, CancellationToken cancel = default)
    {
        journal.Act(ExpertLifecycle.Table, expert, action, new Act { Reason = reason });
        if (action == "admit") await accounts.InviteAsync(expert, cancel);
        if (action is not ("suspend" or "remove")) return;
        var open = await db.ReviewTasks().Where(task => task.ExpertId == expert.Id && ReviewTaskLifecycle.Open.Contains(task.State)).CountAsync(cancel);
        Refusal.If(open > 0, $"该专家还有 {open} 项评审在手，请先撤换", $"This expert has {open} open reviews: replace him there first");
    }

    public async Task<ExpertRelation> RelateAsync(Expert expert, string kind, string organisationName, string personName, DateOnly? until, CancellationToken cancel = default)
    {
        var relation = new ExpertRelation
        {
            ExpertId = expert.Id, Kind = kind, OrganisationName = organisationName.Trim(), OrganisationId = await FindOrganisationAsync(organisationName.Trim(), cancel), PersonName = personName.Trim(), Until = until,
            DeclaredAt = journal.Now, DeclaredBy = actor.Value.Name,
        };
        db.Add(relation);
        journal.Note(ExpertLifecycle.Table.Subject, expert, "relate", new Act { Summary = $"登记利害关系：{relation.Who}（{RelationKinds.Of(kind).Zh}）", Payload = new { kind, relation.OrganisationName, relation.PersonName, until } });
        return relation;
    }

    /// <summary>What was declared by mistake; the Journal keeps that it was there.</summary>
    public void Unrelate(Expert expert, ExpertRelation relation, string? reason)
    {
        Refusal.If(string.IsNullOrWhiteSpace(reason), "删除利害关系须写明理由", "Removing a relation needs a reason");
        db.Remove(relation);
        journal.Note(ExpertLifecycle.Table.Subject, expert, "unrelate", new Act { Summary = $"删除利害关系：{relation.Who}（{RelationKinds.Of(relation.Kind).Zh}）", Reason = reason });
    }

    /// <summary>What is wrong with a relation as typed, by field.</summary>
    public static IEnumerable<(string Field, Text Reason)> Check(string? kind, string? organisationName, string? personName, DateOnly? until, DateOnly today)
    {
        if (kind is null || !RelationKinds.All.ContainsKey(kind)) yield return ("Kind", T("请选择关系种类", "Choose the kind"));
        if (string.IsNullOrWhiteSpace(organisationName) && string.IsNullOrWhiteSpace(personName)) yield return ("RelatedOrganisation", T("请填写单位或人员", "Name an organisation or a person"));
        if (organisationName?.Length > ExpertRelation.NameMax) yield return ("RelatedOrganisation", T($"最多 {ExpertRelation.NameMax} 字", $"At most {ExpertRelation.NameMax} characters"));
        if (personName?.Length > ExpertRelation.NameMax) yield return ("RelatedPerson", T($"最多 {ExpertRelation.NameMax} 字", $"At most {ExpertRelation.NameMax} characters"));
        if (until < today) yield return ("Until", T("截止日不能早于今天", "The last day can't be in the past"));
    }
}
