using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Organisations.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Organisations;

/// <summary>Organisations, people and members of a city under test.</summary>
static class Registered
{
    static int _number = 5_000;

    /// <summary>A valid code that no other test has.</summary>
    public static string Code(char registry = '9', char kind = '1', string area = "990102") => Uscc.Make(registry, kind, area, Interlocked.Increment(ref _number));

    /// <summary>An organisation with its journal, verified unless another state is asked for.</summary>
    public static async Task<Organisation> Organisation(this City city, string name, string state = OrganisationLifecycle.Verified, string? code = null, string kind = "enterprise", string area = "990102", string legal = "顾望舒", string address = "工业路 1 号", string phone = "0571-88886666")
    {
        await using var scope = city.ScopeOf();
        var (db, journal) = (scope.ServiceProvider.GetRequiredService<KeguanDb>(), scope.ServiceProvider.GetRequiredService<Journal>());
        var organisation = new Organisation
        {
            Uscc = code ?? Code(), Name = name, Kind = kind, Area = area, Address = address, Industry = "34", LegalRepresentative = legal, FoundedOn = new DateOnly(2015, 6, 1), Staff = 120,
            ContactName = "林知夏", ContactPhone = phone, RegisteredAt = city.Clock.Now, StateSince = city.Clock.Now,
        };
        db.Add(organisation);
        journal.Act(OrganisationLifecycle.Table, organisation, "register");
        if (state is OrganisationLifecycle.Verified or OrganisationLifecycle.Suspended)
        {
            journal.Act(OrganisationLifecycle.Table, organisation, "verify");
            organisation.VerifiedAt = city.Clock.Now;
        }
        if (state == OrganisationLifecycle.Refused) journal.Act(OrganisationLifecycle.Table, organisation, "refuse", new Act { Reason = "执照不清" });
        if (state == OrganisationLifecycle.Suspended) journal.Act(OrganisationLifecycle.Table, organisation, "suspend", new Act { Reason = "歇业" });
        await db.SaveChangesAsync();
        return organisation;
    }

    public static Task<Visitor> Member(this City city, Organisation organisation, Role? role = null, string? name = null) =>
        city.As(role ?? Roles.UnitAdmin, organisation.Id, organisation.Name, name: name);

    public static async Task<Person> Person(this City city, Organisation organisation, string name, string? residentId = null)
    {
        var id = residentId ?? ResidentId.Make("990102", new DateOnly(1980, 1, 1).AddDays(Interlocked.Increment(ref _number)), 101);
        var person = new Person { OrganisationId = organisation.Id, Name = name, IdKey = await city.Db(db => PersonKeys.KeyAsync(db, id)), IdMasked = Masking.ResidentId(id), Title = "高级工程师", Phone = "13800010412", Email = "someone@example.cn" };
        await city.Save(person);
        return person;
    }

    public static Task<Organisation> Again(this City city, Organisation organisation) => city.Db(db => db.Organisations().AsNoTracking().SingleAsync(one => one.Id == organisation.Id));

    public static Task<List<Entry>> Entries(this City city, Guid subject) =>
        city.Db(db => db.Set<Entry>().AsNoTracking().Include(entry => entry.Text).Where(entry => entry.SubjectId == subject).OrderBy(entry => entry.Sequence).ToListAsync());

    public static Task<List<string>> NoticesOf(this City city, Guid account) =>
        city.Db(db => db.Set<Notice>().Where(notice => notice.AccountId == account).OrderBy(notice => notice.At).Select(notice => notice.TitleZh).ToListAsync());

    public static Task<List<RoleGrant>> GrantsOf(this City city, Organisation organisation) =>
        city.Db(db => db.Set<RoleGrant>().AsNoTracking().Where(grant => grant.OrganisationId == organisation.Id && grant.EndedAt == null).OrderBy(grant => grant.GrantedAt).ThenBy(grant => grant.Id).ToListAsync());
}
