using Keguan.Foundation.Access;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Projects;
using Keguan.Tests.Foundation.Work;
using Keguan.Tests.Programmes;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Access;

/// <summary>No page asks the database once for each row it shows: with fifty rows it sends as many queries as with five.</summary>
public abstract class QueryGuardTests(City city) : CityTests(city)
{
    const int Most = 60;

    [Fact]
    public async Task Pages_send_as_many_queries_for_fifty_rows_as_for_five()
    {
        var city = await AnotherCity();
        var town = await Town.FoundAsync(city);
        var visitors = new List<Visitor> { town.Admin, await town.Recommender() };
        foreach (var role in (Role[])[Roles.Officer, Roles.Chief, Roles.Leader, Roles.Finance, Roles.Inspector, Roles.Expert, Roles.SystemAdmin, Roles.AuditAdmin]) visitors.Add(await city.As(role));
        var doors = (await Door.AllAsync(city)).Where(door => !door.HasParameters && door.Needs is not null).ToList();

        await Filled.SoManyAsync(city, town, 5, [.. visitors]);
        var application = await city.Db(db => db.Applications().Where(one => one.State == ApplicationLifecycle.FormalCheck).Select(one => one.Id).FirstAsync());
        var project = await city.Db(db => db.Projects().Where(one => one.State == ProjectLifecycle.Running).Select(one => one.Id).FirstAsync());
        IEnumerable<string> Pages(Visitor visitor) => doors.Where(door => door.Opens(Roles.Find(visitor.Grant!.Role))).Select(door => door.Address)
            .Concat(["/search?q=" + Uri.EscapeDataString("研发"), $"/programmes/applications/details/{application}", $"/programmes/applications/record/{application}", $"/programmes/projects/details/{project}", $"/programmes/decisions/ranking/{town.Call.Id}"]);

        var few = await CountAsync(visitors, Pages);
        await Filled.SoManyAsync(city, town, 45, [.. visitors]);
        var many = await CountAsync(visitors, Pages);

        Assert.Empty(many.Where(one => one.Value.Count > few[one.Key].Count).Select(one => $"{one.Key}: {few[one.Key].Count} queries with 5 rows, {one.Value.Count} with 50\n{one.Value.Words}"));
        Assert.Empty(many.Where(one => one.Value.Count > Most).Select(one => $"{one.Key}: {one.Value.Count} queries\n{one.Value.Words}"));
    }

    static async Task<Dictionary<string, (int Count, string Words)>> CountAsync(List<Visitor> visitors, Func<Visitor, IEnumerable<string>> pages)
    {
        var counts = new Dictionary<string, (int, string)>();
        foreach (var visitor in visitors)
        {
            foreach (var url in pages(visitor))
            {
                // Once to warm what is remembered between requests, then counted.
                await visitor.Get(url);
                using var queries = visitor.City.CountQueries();
                await visitor.Get(url);
                // How far the Journal is sealed is asked every few seconds, by whichever page comes then.
                counts[$"{visitor.Grant!.Role} {url}"] = (queries.Commands.Count(command => !command.Contains("journal_checkpoints", StringComparison.Ordinal)), queries.ToString());
            }
        }
        return counts;
    }
}

public sealed class QueryGuardTestsOnSqlite(Sqlite city) : QueryGuardTests(city), IClassFixture<Sqlite>;

public sealed class QueryGuardTestsOnPostgres(Postgres city) : QueryGuardTests(city), IClassFixture<Postgres>;
