using System.Globalization;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Keguan.Review.Exports;

namespace Keguan.Demo.Loading;

/// <summary>Everybody who acts, each with an account and an identity of his own.</summary>
sealed class Cast(Stage stage, DemoCity city, string passwordHash)
{
    readonly Dictionary<string, Actor> _officials = [];
    readonly Dictionary<int, Account> _accounts = [];
    readonly Dictionary<(int Person, string Role), Actor> _members = [];
    readonly Dictionary<int, Actor> _experts = [];

    /// <summary>Who listens to what, of those whom visitors sign in as.</summary>
    public List<(Guid Account, IReadOnlyList<string> Listens)> Guests { get; } = [];

    /// <summary>When the bureau's own accounts were made, before all else.</summary>
    public DateTime Founded { get; } = DemoTime.At(city.Anchor.AddDays(-840), 9);

    public Actor Official(string key) => _officials[key];

    public void AddOfficials(Func<string, Organisation?> bureauOf)
    {
        foreach (var official in city.Officials)
        {
            var bureau = official.Area.Length > 0 ? bureauOf(official.Area) : null;
            var account = NewAccount(DemoSignIns.UserNameOf(official.Name), official.Name, Founded);
            var actor = Grant(account, official.Role, Founded, bureau, official.Area, bureau is null ? official.Section : "", null);
            _officials[official.Key] = actor;
            Guests.Add((account.Id, bureau is null ? [official.Role] : ["bureau:" + bureau.Id]));
        }
    }

    /// <summary>A member of an organisation in one of his roles.</summary>
    public Actor Member(CityPerson person, Role role, Organisation organisation, Person entry, DateTime since)
    {
        if (_members.TryGetValue((person.Number, role.Code), out var known)) return known;
        var pinyin = DemoSignIns.UserNameOf(person.Name);
        if (!_accounts.TryGetValue(person.Number, out var account))
        {
            account = NewAccount(pinyin.Length > 0 ? pinyin : string.Create(CultureInfo.InvariantCulture, $"p{person.Number:0000}"), person.Name, since);
            _accounts[person.Number] = account;
            entry.AccountId = account.Id;
            if (pinyin.Length > 0) Guests.Add((account.Id, ["unit:" + organisation.Id]));
        }
        return _members[(person.Number, role.Code)] = Grant(account, role.Code, since, organisation, "", "", entry.Id);
    }

    public Actor Expert(int number) => _experts[number];

    public void AddExpert(CityExpert person, Expert entry, string userName, DateTime since)
    {
        var account = NewAccount(userName, person.Name, since);
        entry.AccountId = account.Id;
        Guests.Add((account.Id, ["expert:" + entry.Id]));
        _experts[person.Number] = Grant(account, Roles.Expert.Code, since, null, "", "", entry.Id);
    }

    Account NewAccount(string userName, string name, DateTime since)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = userName,
            NormalizedUserName = userName.ToUpperInvariant(),
            DisplayName = name,
            PasswordHash = passwordHash,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = since,
            Demo = true,
        };
        stage.Keep(account);
        stage.Plan(since, Actor.System, () => stage.Journal.Act(AccountLifecycle.Table, account, "create"));
        return account;
    }

    Actor Grant(Account account, string role, DateTime since, Organisation? organisation, string area, string section, Guid? person)
    {
        var grant = new RoleGrant
        {
            AccountId = account.Id, Role = role, OrganisationId = organisation?.Id, OrganisationName = organisation?.Name ?? "", Area = area, Section = section, PersonId = person, GrantedAt = since,
        };
        stage.Keep(grant);
        account.LastGrantId ??= grant.Id;
        var words = RoleGrants.Words(grant);
        stage.Plan(since, Actor.System, () => stage.Journal.Note(AccountLifecycle.Subject, account, "grant", new Act
        {
            Summary = $"授予身份：{words.Zh}", Payload = new { grant.Id, grant.Role, grant.OrganisationId, grant.Section },
        }));
        return new Actor
        {
            AccountId = account.Id, GrantId = grant.Id, Name = account.DisplayName, Role = role, OrganisationId = organisation?.Id, OrganisationName = organisation?.Name ?? "", Area = area,
            Section = section, PersonId = person,
        };
    }
}
