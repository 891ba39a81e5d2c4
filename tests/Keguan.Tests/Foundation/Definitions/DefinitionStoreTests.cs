using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Definitions;

public abstract class DefinitionStoreTests(City city) : CityTests(city)
{
    const string First = "key: plan\nlabel: {zh: 计划, en: Plan}\ndays: {value: 5, basis: 第二十条, status: 未核}\n";
    const string Second = "key: plan\nlabel: {zh: 计划, en: Plan}\ndays: {value: 7, basis: 第二十条, status: 源}\nvalid-from: 2027-01-01\n";

    readonly Folder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _folder.Dispose();
        await City.Db(db => db.Set<DefinitionVersion>().Where(version => version.Key.StartsWith("samples/")).ExecuteDeleteAsync());
        await base.DisposeAsync();
    }

    DefinitionStore Store() => _folder.Store(City.Services.GetRequiredService<IServiceScopeFactory>());

    async Task<DefinitionStore> Started()
    {
        var store = Store();
        await City.Do((KeguanDb db) => store.RememberAsync(db, Cancel));
        return store;
    }

    [Fact]
    public async Task The_definitions_of_the_house_are_in_the_database_after_the_start()
    {
        var store = City.Services.GetRequiredService<DefinitionStore>();
        foreach (var (folder, count) in store.Count())
            Assert.Equal(count, await City.Db(db => db.Set<DefinitionVersion>().CountAsync(version => version.Key.StartsWith(folder + "/"), Cancel)));
    }

    [Fact]
    public async Task A_subject_keeps_the_version_that_it_was_made_under()
    {
        _folder.Write("samples/plan.yaml", First);
        var old = (await Started()).Get<Sample>("plan");
        _folder.Write("samples/plan.yaml", Second);
        var store = await Started();
        Assert.Equal(7, store.Get<Sample>("plan").Value.Days!.Whole);
        Assert.Equal(5, store.Get<Sample>("plan", old.Version).Value.Days!.Whole);
        Assert.Same(store.Get<Sample>("plan", old.Version), store.Get<Sample>("plan", old.Version));
        Assert.Equal(store.Get<Sample>("plan").Version, store.Get<Sample>("plan", store.Get<Sample>("plan").Version).Version);
        Assert.Equal(ContentHash.Of(First), old.Version);
        Assert.Equal(old.Version[..12], old.ShortVersion);

        var rows = await City.Db(db => db.Set<DefinitionVersion>().Where(version => version.Key == "samples/plan").OrderBy(version => version.ValidFrom).ToListAsync(Cancel));
        Assert.Equal(2, rows.Count);
        Assert.Contains(rows, row => row.ValidFrom == new DateOnly(2027, 1, 1) && row.Content == Second);
    }

    [Fact]
    public async Task A_definition_that_is_gone_from_the_folder_is_still_there_for_its_subjects()
    {
        _folder.Write("samples/plan.yaml", First);
        var version = (await Started()).Get<Sample>("plan").Version;
        _folder.Delete("samples/plan.yaml");
        var store = await Started();
        Assert.Null(store.Find<Sample>("plan"));
        Assert.Throws<KeyNotFoundException>(() => store.Get<Sample>("plan"));
        Assert.Equal(5, store.Get<Sample>("plan", version).Value.Days!.Whole);
    }

    [Fact]
    public async Task Starting_again_remembers_nothing_twice()
    {
        _folder.Write("samples/plan.yaml", First);
        await Started();
        await Task.WhenAll(Started(), Started(), Started());
        _folder.Write("samples/plan.yaml", First.ReplaceLineEndings("\r\n"));
        await Started();
        Assert.Equal(1, await City.Db(db => db.Set<DefinitionVersion>().CountAsync(version => version.Key == "samples/plan", Cancel)));
    }

    [Fact]
    public async Task Two_that_start_together_do_not_stop_each_other()
    {
        _folder.Write("samples/plan.yaml", First);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Started()));
        Assert.Equal(1, await City.Db(db => db.Set<DefinitionVersion>().CountAsync(version => version.Key == "samples/plan", Cancel)));
    }

    [Fact]
    public async Task An_earlier_version_with_keys_of_its_time_is_read_and_one_that_cannot_be_is_reported()
    {
        await City.Save(
            new DefinitionVersion { Key = "samples/old", Hash = new string('a', 64), Content = First.Replace("plan", "old") + "forgotten: 1\n", FirstSeen = City.Clock.Now },
            new DefinitionVersion { Key = "samples/odd", Hash = new string('b', 64), Content = "key: odd\n", FirstSeen = City.Clock.Now });
        var store = Store();
        Assert.Equal(5, store.Get<Sample>("old", new string('a', 64)).Value.Days!.Whole);
        Assert.Throws<InvalidDefinitionException>(() => store.Get<Sample>("odd", new string('b', 64)));
        Assert.Throws<KeyNotFoundException>(() => store.Get<Sample>("old", new string('c', 64)));
        var error = Assert.Single(await City.Ask((KeguanDb db) => store.CheckRememberedAsync(db, Cancel)));
        Assert.Equal("samples/odd@bbbbbbbbbbbb:1:1", error.At.ToString());
    }

    [Fact]
    public async Task A_wrong_definition_stops_the_start_and_leaves_nothing_behind()
    {
        _folder.Write("samples/good.yaml", First.Replace("plan", "good"));
        _folder.Write("samples/plan.yaml", First.Replace("days", "dais"));
        var thrown = await Assert.ThrowsAsync<InvalidDefinitionException>(Started);
        Assert.Contains("definitions/samples/plan.yaml:3:1: 不认识的键“dais”；是否想写 days？", thrown.Message);
        Assert.Equal(0, await City.Db(db => db.Set<DefinitionVersion>().CountAsync(version => version.Key.StartsWith("samples/"), Cancel)));
    }
}

public sealed class DefinitionStoreTestsOnSqlite(Sqlite city) : DefinitionStoreTests(city), IClassFixture<Sqlite>;

public sealed class DefinitionStoreTestsOnPostgres(Postgres city) : DefinitionStoreTests(city), IClassFixture<Postgres>;
