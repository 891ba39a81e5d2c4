using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Forms;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>Who of the library may review what: the active experts with their relations and their load, held against the parties of an application.</summary>
public sealed class ReviewPanels(KeguanDb db, TimeProvider time)
{
    /// <summary>How many days of past reviews count as load.</summary>
    const int LoadDays = 365;

    /// <summary>The library as it is now, read once for many applications.</summary>
    public sealed record Library(IReadOnlyList<Expert> Experts, ILookup<Guid, ExpertRelation> Relations, Dictionary<Guid, int> Loads, IReadOnlySet<string> Applicants, DateOnly Day);

    public async Task<Library> LibraryAsync(Guid callId, CancellationToken cancel = default)
    {
        var experts = await db.Experts().Where(expert => expert.State == ExpertLifecycle.Active).ToListAsync(cancel);
        var relations = await db.ExpertRelations().AsNoTracking().Where(relation => db.Experts().Any(expert => expert.Id == relation.ExpertId && expert.State == ExpertLifecycle.Active)).ToListAsync(cancel);
        var since = time.GetUtcNow().UtcDateTime.AddDays(-LoadDays);
        var loads = await db.ReviewTasks().Live().Where(task => task.AssignedAt >= since).GroupBy(task => task.ExpertId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancel);
        return new Library(experts, relations.ToLookup(relation => relation.ExpertId), loads, await ApplicantsAsync(callId, cancel), ChinaTime.Today(time));
    }

    /// <summary>Person keys of all who lead or take part in what was submitted to the call.</summary>
    public async Task<IReadOnlySet<string>> ApplicantsAsync(Guid callId, CancellationToken cancel)
    {
        var leaders = await db.Applications().Where(one => one.CallId == callId && one.SubmittedAt != null && one.LeaderKey != "").Select(one => one.LeaderKey).Distinct().ToListAsync(cancel);
        var members = await db.Set<ApplicationMember>().Where(member => member.Application.CallId == callId && member.Application.SubmittedAt != null && member.PersonKey != "").Select(member => member.PersonKey).Distinct().ToListAsync(cancel);
        return leaders.Concat(members).ToHashSet();
    }

    /// <summary>The parties of an application, from its register entry and its form. The application is loaded with its sections.</summary>
    public async Task<RecusalCase> CaseAsync(Application application, IReadOnlySet<string>? applicants = null, CancellationToken cancel = default)
    {
        var typed = application.Sections.Aggregate(new FormValues(), (all, section) => all.With(FormValues.FromJson(section.Data)));
        var partners = typed.RowsOf("partners");
        var codes = partners.Select(row => row.GetValueOrDefault("uscc", "")).Where(code => code.Length > 0).ToArray();
        var registered = await db.Organisations().AsNoTracking().Where(one => one.Id == application.OrganisationId || codes.Contains(one.Uscc)).Select(one => new { one.Id, one.Uscc, one.Name }).ToListAsync(cancel);
        var members = await db.Set<ApplicationMember>().AsNoTracking().Where(member => member.ApplicationId == application.Id).ToListAsync(cancel);

        var (own, partner, employer) = (T("申报单位", "applicant"), T("合作单位", "partner"), T("成员单位", "member's organisation"));
        var organisations = new List<TiedOrganisation> { new(application.OrganisationId, application.OrganisationName, own) };
        foreach (var one in registered) organisations.Add(new(one.Id, one.Name, one.Id == application.OrganisationId ? own : partner));
        organisations.AddRange(partners.Select(row => new TiedOrganisation(registered.FirstOrDefault(one => one.Uscc == row.GetValueOrDefault("uscc", ""))?.Id, row.GetValueOrDefault("name", ""), partner)));
        organisations.AddRange(members.Select(member => member.OrganisationName).Concat(typed.RowsOf("members").Select(row => row.GetValueOrDefault("organisation", ""))).Distinct().Select(name => new TiedOrganisation(null, name, employer)));

        var people = new List<TiedPerson> { new(application.LeaderKey, application.LeaderName, T("项目负责人", "leader")) };
        people.AddRange(members.Select(member => new TiedPerson(member.PersonKey, member.Name, T("项目成员", "member"))));
        people.AddRange(typed.RowsOf("members").Select(row => row.GetValueOrDefault("name", "")).Where(name => people.TrueForAll(known => known.Name != name)).Select(name => new TiedPerson("", name, T("项目成员", "member"))));
        return new RecusalCase
        {
            Organisations = [.. organisations.Where(one => one.Name.Length > 0).DistinctBy(one => (one.Id, one.Name))],
            People = [.. people.Where(person => person.Name.Length > 0)],
            Named = [.. typed.RowsOf("recuse").Select(row => row.GetValueOrDefault("name", "").Trim()).Where(name => name.Length > 0)],
            Applicants = applicants ?? new HashSet<string>(),
        };
    }

    /// <summary>Everybody active, each with load and the reason where he may not. <paramref name="speciality"/> lets in those of a speciality beside those of the discipline.</summary>
    public async Task<IReadOnlyList<Candidate>> CandidatesAsync(Library library, Application application, string speciality, CancellationToken cancel = default)
    {
        var parties = await CaseAsync(application, library.Applicants, cancel);
        var tasks = await db.ReviewTasks().AsNoTracking().Where(task => task.SubjectType == Reviewing.Subject && task.SubjectId == application.Id).Select(task => new { task.ExpertId, task.State }).ToListAsync(cancel);
        return
        [
            .. library.Experts.Select(expert => new Candidate(
                expert, library.Loads.GetValueOrDefault(expert.Id), Matches(expert, application, speciality),
                Recusal.Reason(expert, [.. library.Relations[expert.Id]], parties, library.Day)
                    ?? (tasks.FirstOrDefault(task => task.ExpertId == expert.Id) is { } task ? Met(task.State) : expert.AccountId is null && expert.Email.Length == 0 ? T("没有账号也没有邮箱，无法邀请", "No account and no address to invite him by") : null))),
        ];
    }

    static Text Met(string state) => state switch
    {
        ReviewTaskLifecycle.Recused => T("已就本项申请回避", "Has recused himself here"),
        ReviewTaskLifecycle.Cancelled => T("已从本项撤换", "Was taken off this panel"),
        _ => T("已在本项评审组", "Is on this panel"),
    };

    /// <summary>The same first-level discipline (three digits of GB/T 13745), or the speciality that the officer chose.</summary>
    static bool Matches(Expert expert, Application application, string speciality) =>
        (speciality.Length > 0 && expert.Speciality == speciality)
        || (application.Discipline.Length >= 3 && expert.Disciplines.Split(',', StringSplitOptions.TrimEntries).Any(code => code.Length >= 3 && code.AsSpan(0, 3).SequenceEqual(application.Discipline.AsSpan(0, 3))));
}
