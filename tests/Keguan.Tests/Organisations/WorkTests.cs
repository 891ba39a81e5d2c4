using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Work;
using Keguan.Organisations;
using Keguan.Organisations.Exports;
using Keguan.Tests.Support;

namespace Keguan.Tests.Organisations;

/// <summary>What organisations put on the desks and into the search.</summary>
public abstract class WorkTests(City city) : CityTests(city)
{
    static readonly Actor Officer = new() { AccountId = Guid.NewGuid(), Role = Roles.Officer.Code };

    static Task<IReadOnlyList<WorkQueue>> Queues(City city, Actor actor) =>
        city.Ask((IEnumerable<IWorkSource> sources) => city.Db(db => sources.OfType<OrganisationWork>().Single().QueuesAsync(db, actor, city.Clock.Now, Cancel)));

    [Fact]
    public async Task Registrations_wait_for_officers_and_are_late_after_the_promised_working_day()
    {
        var city = await AnotherCity();
        Assert.Equal((0, 0, 0), Assert.Single(await Queues(city, Officer)) is var none ? (none.Count, none.DueToday, none.Overdue) : default);
        city.Clock.China(2026, 3, 5, 23, 59);
        await city.Organisation("云江周四有限公司", OrganisationLifecycle.Registered);
        city.Clock.China(2026, 3, 6, 0, 1);
        await city.Organisation("云江周五有限公司", OrganisationLifecycle.Registered);
        city.Clock.China(2026, 3, 7, 12);
        await city.Organisation("云江周六有限公司", OrganisationLifecycle.Registered);
        await city.Organisation("云江已核有限公司");

        // Thursday's was due on Friday; Friday's and Saturday's are due on Monday.
        city.Clock.China(2026, 3, 6, 18);
        var queue = Assert.Single(await Queues(city, Officer));
        Assert.Equal((3, 1, 0, 1), (queue.Count, queue.DueToday, queue.Overdue, queue.PromisedDays));
        city.Clock.China(2026, 3, 9, 9);
        queue = Assert.Single(await Queues(city, Officer));
        Assert.Equal((3, 2, 1, new DateOnly(2026, 3, 5)), (queue.Count, queue.DueToday, queue.Overdue, queue.OldestOn));
        Assert.Equal("/organisations?state=registered", queue.Url);
        var late = await city.Ask((IEnumerable<IWorkSource> sources) => city.Db(db => sources.OfType<OrganisationWork>().Single().LateAndSoonAsync(db, Officer, city.Clock.Now, new DateOnly(2026, 3, 9), 2, Cancel)));
        Assert.Equal([("云江周四有限公司", new DateOnly(2026, 3, 6)), ("云江周五有限公司", new DateOnly(2026, 3, 9))], late.Select(item => (item.Title, item.DueOn)));

        using var officer = await city.As(Roles.Officer);
        (await officer.Open(queue.Url)).Says("云江周四有限公司").SaysNot("云江已核有限公司");
    }

    [Fact]
    public async Task Others_have_nothing_of_it_but_an_administrator_whose_organisation_was_refused()
    {
        var refused = await City.Organisation("云江被退有限公司", OrganisationLifecycle.Refused);
        Assert.Equal("/organisations/own", Assert.Single(await Queues(City, new Actor { Role = Roles.UnitAdmin.Code, OrganisationId = refused.Id })).Url);
        Assert.Empty(await Queues(City, new Actor { Role = Roles.Filler.Code, OrganisationId = refused.Id }));
        Assert.Empty(await Queues(City, new Actor { Role = Roles.Leader.Code }));
        Assert.Empty(await Queues(City, new Actor { Role = Roles.Expert.Code }));
        var fine = await City.Organisation("云江不退有限公司");
        Assert.Empty(await Queues(City, new Actor { Role = Roles.UnitAdmin.Code, OrganisationId = fine.Id }));
    }

    [Theory]
    [InlineData("2026-03-06", "2026-03-09")]
    [InlineData("2026-02-14", "2026-02-24")]
    [InlineData("2026-03-02", "2026-03-03")]
    public async Task The_promise_counts_working_days(string since, string due)
    {
        var verifying = City.Services.GetRequiredService<Verifying>();
        var calendar = City.Services.GetRequiredService<WorkingCalendar>();
        Assert.Equal(calendar.AddWorkingDays(DateOnly.Parse(since), 1), verifying.DueOn(ChinaTime.StartOf(DateOnly.Parse(since))));
        if (calendar.Knows(2026)) Assert.Equal(DateOnly.Parse(due), verifying.DueOn(ChinaTime.StartOf(DateOnly.Parse(since))));
        for (var day = new DateOnly(2026, 1, 20); day < new DateOnly(2026, 3, 20); day = day.AddDays(1))
        {
            var (lateBefore, dueBefore) = verifying.Bounds(day);
            for (var came = day.AddDays(-20); came <= day; came = came.AddDays(1))
            {
                var at = ChinaTime.StartOf(came);
                Assert.Equal(verifying.DueOn(at) < day, at < lateBefore);
                Assert.Equal(verifying.DueOn(at) <= day, at < dueBefore);
            }
        }
        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_search_finds_organisations_and_people_for_who_may_see_them()
    {
        var organisation = await City.Organisation("云江寻觅光缆有限公司");
        await City.Person(organisation, "寻觅者");
        var other = await City.Organisation("云江寻常光缆有限公司");
        Task<IReadOnlyList<SearchHit>> Search(Actor actor, string words) =>
            City.Ask((IEnumerable<ISearchSource> sources) => City.Db(db => sources.OfType<OrganisationSearch>().Single().SearchAsync(db, actor, words, 10, Cancel)));
        Assert.Equal(["云江寻觅光缆有限公司", "寻觅者"], (await Search(Officer, "寻觅")).Select(hit => hit.Title));
        Assert.Equal(other.Name, Assert.Single(await Search(Officer, other.Uscc.ToLowerInvariant())).Title);
        var member = new Actor { AccountId = Guid.NewGuid(), Role = Roles.Filler.Code, OrganisationId = other.Id };
        Assert.Empty(await Search(member, "寻觅"));
        Assert.Equal("/organisations/own", Assert.Single(await Search(member, "寻常")).Url);
        Assert.Empty(await Search(new Actor { Role = Roles.Expert.Code }, "寻觅"));
        Assert.Empty(await Search(Actor.Public, "寻觅"));
    }
}

public sealed class WorkTestsOnSqlite(Sqlite city) : WorkTests(city), IClassFixture<Sqlite>;

public sealed class WorkTestsOnPostgres(Postgres city) : WorkTests(city), IClassFixture<Postgres>;
