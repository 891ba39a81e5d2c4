using Keguan.Foundation.Access;

namespace Keguan.Tests.Support;

public abstract class ServerProcessTests(City city) : CityTests(city)
{
    [Fact]
    public async Task A_killed_server_starts_again_and_knows_who_was_signed_in()
    {
        var city = await AnotherCity(realTime: true);
        using var officer = await city.As(Roles.Officer, name: "司马若谷");
        await using (var server = await ServerProcess.StartAsync(city))
        {
            using var there = officer.Before(server.Address);
            (await there.Open("/gallery")).Says("司马若谷");
            await server.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => there.Get("/gallery"));
        }
        await using var again = await ServerProcess.StartAsync(city);
        using var back = officer.Before(again.Address);
        (await back.Open("/gallery")).Says("司马若谷");
        using var stranger = city.Public().Before(again.Address);
        (await stranger.Open("/gallery")).SaysNot("司马若谷");
    }
}

public sealed class ServerProcessTestsOnSqlite(Sqlite city) : ServerProcessTests(city), IClassFixture<Sqlite>;

public sealed class ServerProcessTestsOnPostgres(Postgres city) : ServerProcessTests(city), IClassFixture<Postgres>;
