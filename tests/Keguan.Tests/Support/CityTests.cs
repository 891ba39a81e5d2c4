namespace Keguan.Tests.Support;

/// <summary>
/// Behaviour that must be the same on both databases. The tests stand in an abstract class; two lines below it name the databases:
/// <code>
/// public abstract class CallTests(City city) : CityTests(city) { [Fact] public async Task A_call_…() { … } }
/// public sealed class CallTestsOnSqlite(Sqlite city) : CallTests(city), IClassFixture&lt;Sqlite&gt;;
/// public sealed class CallTestsOnPostgres(Postgres city) : CallTests(city), IClassFixture&lt;Postgres&gt;;
/// </code>
/// All tests of a class share one city, one after the other; the clock is set back before each. Whoever needs a city alone asks for
/// <see cref="AnotherCity"/>.
/// </summary>
public abstract class CityTests : IAsyncLifetime
{
    readonly List<City> _others = [];

    protected CityTests(City city)
    {
        if (city.Missing is { } reason) Assert.Skip(reason);
        City = city;
        City.Clock.Set(Clock.Start);
    }

    protected City City { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync() => default;

    /// <summary>An untouched city on the same kind of database, gone after the test.</summary>
    protected async Task<City> AnotherCity(Action<IServiceCollection>? configure = null, bool onPort = false, bool inBackground = false, bool realTime = false, Action<WebApplication>? map = null)
    {
        City city = City is Sqlite
            ? new Sqlite { Configure = configure, OnPort = onPort, InBackground = inBackground, RealTime = realTime, Map = map }
            : new Postgres { Configure = configure, OnPort = onPort, InBackground = inBackground, RealTime = realTime, Map = map };
        _others.Add(city);
        await city.InitializeAsync();
        return city;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var city in _others) await city.DisposeAsync();
    }
}
