using System.Globalization;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Keguan.Review.Exports;

namespace Keguan.Demo.Loading;

/// <summary>名录 of the city: bureaus, organisations, people, experts, and their accounts.</summary>
sealed class Register(Stage stage, DemoCity city, Papers papers, string passwordHash)
{
    readonly Dictionary<int, Organisation> _organisations = [];
    readonly Dictionary<int, Person> _people = [];
    readonly Dictionary<int, Expert> _experts = [];
    readonly Dictionary<string, Organisation> _bureaus = [];
    readonly Dictionary<string, string> _keys = [];

    public Cast Cast { get; } = new(stage, city, passwordHash);

    public Organisation OrganisationOf(int number) => _organisations[number];
    public Person PersonOf(int number) => _people[number];
    public Expert ExpertOf(int number) => _experts[number];

    /// <summary>The county bureau that recommends from an area.</summary>
    public Organisation BureauOf(string area) => _bureaus[area];

    /// <summary>Key under which a resident id is found again.</summary>
    public string KeyOf(string residentId) => _keys[residentId];

    public async Task PlanAsync(KeguanDb db, CancellationToken cancel)
    {
        foreach (var id in city.People.Select(person => person.ResidentId).Concat(city.Experts.Select(expert => expert.ResidentId))) _keys[id] = await PersonKeys.KeyAsync(db, id, cancel);

        foreach (var bureau in city.CountyBureaus.Prepend(city.Bureau))
        {
            var one = new Organisation
            {
                Uscc = bureau.Uscc, Name = bureau.Name, NameKey = Organisation.KeyOf(bureau.Name), Kind = "government", Area = bureau.Area, Address = bureau.Address,
                ContactName = bureau.Contact, ContactPhone = bureau.Phone, RegisteredAt = Cast.Founded, StateSince = Cast.Founded, VerifiedAt = Cast.Founded,
            };
            if (bureau != city.Bureau) _bureaus[bureau.Area] = one;
            stage.Keep(one);
            stage.Plan(Cast.Founded, Actor.System, () =>
            {
                stage.Journal.Act(OrganisationLifecycle.Table, one, "register", new Act { Summary = "登记" });
                stage.Journal.Act(OrganisationLifecycle.Table, one, "verify", new Act { Summary = "核实通过" });
            });
        }
        Cast.AddOfficials(area => _bureaus[area]);
        foreach (var organisation in city.Organisations) Plan(organisation);
        foreach (var person in city.People) Add(person);
        foreach (var organisation in city.Organisations) AddAccounts(organisation);
        foreach (var expert in city.Experts) Plan(expert);
        AddReaders();
    }

    /// <summary>Accounts of all who sit on a panel. That of machinery reads now: its experts are those whom visitors sign in as.</summary>
    void AddReaders()
    {
        var now = city.Panels.First(panel => panel.Call == city.ClosedCall.Key && panel.Field == "machinery").Experts.Take(DemoSignIns.Experts).ToList();
        foreach (var number in city.Panels.SelectMany(panel => panel.Experts).Distinct())
        {
            var place = now.IndexOf(number);
            Cast.AddExpert(city.Expert(number), ExpertOf(number), place < 0 ? string.Create(CultureInfo.InvariantCulture, $"z{number:000}") : DemoSignIns.UserNameOfExpert(place), Admitted(city.Expert(number)));
        }
    }

    static DateTime Admitted(CityExpert known) => DemoTime.At(WorkingCalendar.Default.AddWorkingDays(ChinaTime.DayOf(known.EnteredAt), 2), 10 + (known.Number % 7), known.Number % 60);

    void Plan(CityOrganisation known)
    {
        // Looked at by the officer within a few working days.
        var day = WorkingCalendar.Default.AddWorkingDays(ChinaTime.DayOf(known.RegisteredAt), 1 + (known.Number % 3));
        var verified = DemoTime.At(day, 9 + (known.Number % 8), known.Number * 7 % 60);
        var one = new Organisation
        {
            Uscc = known.Uscc, Name = known.Name, NameKey = Organisation.KeyOf(known.Name), Kind = known.Kind, Area = known.Area, Address = known.Address, Industry = known.Industry,
            LegalRepresentative = known.LegalRepresentative, FoundedOn = known.FoundedOn, Staff = known.Staff, HighTech = known.HighTech, ContactName = known.Contact.Name, ContactPhone = known.Contact.Phone,
            ContactEmail = known.Contact.Email, RegisteredAt = known.RegisteredAt, StateSince = verified, VerifiedAt = verified,
        };
        _organisations[known.Number] = one;
        stage.Keep(one);
        stage.Plan(verified, Cast.Official(Officials.HandlerOf(known.Fields[0])), () => stage.Journal.Act(OrganisationLifecycle.Table, one, "verify", new Act { Summary = "核实通过" }));
    }

    void AddAccounts(CityOrganisation known)
    {
        var organisation = OrganisationOf(known.Number);
        var contact = Cast.Member(known.Contact, Roles.UnitAdmin, organisation, PersonOf(known.Contact.Number), known.RegisteredAt);
        Cast.Member(known.Filler, Roles.Filler, organisation, PersonOf(known.Filler.Number), known.RegisteredAt.AddDays(1));
        stage.Keep(papers.Of(new FileOwner(Organisation.Subject, organisation.Id), "licence", contact, known.RegisteredAt)!);
        stage.Plan(known.RegisteredAt, contact, () => stage.Journal.Act(OrganisationLifecycle.Table, organisation, "register", new Act { Summary = "登记" }));
    }

    void Add(CityPerson person)
    {
        var one = new Person
        {
            OrganisationId = OrganisationOf(person.Organisation).Id, Name = person.Name, IdKey = KeyOf(person.ResidentId), IdMasked = Masking.ResidentId(person.ResidentId), Title = person.Title,
            Profession = person.Profession, Phone = person.Phone, Email = person.Email,
        };
        _people[person.Number] = one;
        stage.Keep(one);
    }

    void Plan(CityExpert known)
    {
        var one = new Expert
        {
            Name = known.Name, IdKey = KeyOf(known.ResidentId), IdMasked = Masking.ResidentId(known.ResidentId), OrganisationId = known.Organisation is { } employer ? OrganisationOf(employer).Id : null,
            OrganisationName = known.OrganisationName, Title = known.Title, Speciality = known.Speciality, Disciplines = string.Join(',', known.Disciplines), Role = known.Role, Local = known.Local,
            Area = known.Place, Phone = known.Phone, Email = known.Email, CreatedAt = known.EnteredAt,
        };
        _experts[known.Number] = one;
        stage.Keep(one);
        stage.Plan(known.EnteredAt, Cast.Official("officer-1"), () => stage.Journal.Act(ExpertLifecycle.Table, one, "enter", new Act { Summary = $"登记专家 {one.Name}" }));
        stage.Plan(Admitted(known), Cast.Official("chief-plan"), () => stage.Journal.Act(ExpertLifecycle.Table, one, "admit"));
    }
}
