using Keguan.Foundation.Imports;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes.Import;

public abstract class ProjectImportTests(City city) : CityTests(city)
{
    static string Sample(string name) => Repository.At("samples", name);

    [Fact]
    public async Task Last_years_batch_comes_in_as_opening_entries_and_every_sum_is_the_reports()
    {
        City.Clock.China(2026, 11, 18);
        await using (var scope = City.ScopeOf())
        {
            var definition = scope.ServiceProvider.GetRequiredService<ImportRegistry>().Find("programmes/science-plan")!;
            await using var file = File.OpenRead(Sample("science-plan-2025-1.xlsx"));
            var import = await scope.ServiceProvider.GetRequiredService<Importer>().ApplyAsync(definition, file, "science-plan-2025-1.xlsx", cancel: Cancel);
            Assert.Equal(213, import.Rows);
        }
        var batch = await City.Db(db => db.ApprovalBatches().SingleAsync());
        Assert.Equal(("2025-1", 213, 39, 4_528_000_000L), (batch.Code, batch.Projects, batch.SelfFunded, batch.GrantFen));
        Assert.Equal((213, 4_528_000_000L, 3_634_100_000L), await City.Db(async db => (await db.Projects().CountAsync(), await db.Projects().SumAsync(one => one.GrantFen), await db.Projects().SumAsync(one => one.ReleasedFen))));
        Assert.Equal(4_528_000_000L, await City.Db(db => db.Payments().SumAsync(one => one.AmountFen)));
        var balance = Assert.Single(await City.Db(db => Balances.PerBatchAsync(db, new DateOnly(2026, 11, 18))));
        Assert.Equal((4_528_000_000L, 3_634_100_000L, 893_900_000L), (balance.GrantedFen, balance.ReleasedFen, balance.OutstandingFen));
        Assert.Empty(await City.Db(db => Balances.PerBatchAsync(db, batch.ApprovedOn.AddDays(-1))));
        Assert.Single(await City.Db(db => Balances.PerBatchAsync(db, batch.ApprovedOn)));

        // A second time every row is there already.
        await using var again = City.ScopeOf();
        await using var twice = File.OpenRead(Sample("science-plan-2025-1.xlsx"));
        var reading = await again.ServiceProvider.GetRequiredService<Importer>().ReadAsync(again.ServiceProvider.GetRequiredService<ImportRegistry>().Find("programmes/science-plan")!, twice, null, Cancel);
        Assert.Equal(213, reading.FaultCount);
    }

    [Fact]
    public async Task A_file_with_twelve_faults_says_each_and_changes_nothing()
    {
        var city = await AnotherCity();
        city.Clock.China(2026, 11, 18);
        await using var scope = city.ScopeOf();
        var importer = scope.ServiceProvider.GetRequiredService<Importer>();
        var definition = scope.ServiceProvider.GetRequiredService<ImportRegistry>().Find("programmes/science-plan")!;
        await using var file = File.OpenRead(Sample("science-plan-2025-1-with-faults.xlsx"));
        var reading = await importer.ReadAsync(definition, file, null, Cancel);
        Assert.True(reading.FaultCount == 12, string.Join("\n", reading.Faults.Select(fault => fault.InWords.Zh)));
        file.Position = 0;
        await Assert.ThrowsAsync<Keguan.Foundation.Refusal>(() => importer.ApplyAsync(definition, file, "faults.xlsx", cancel: Cancel));
        Assert.Equal(0, await city.Db(db => db.Projects().CountAsync()));
    }
}

public sealed class ProjectImportTestsOnSqlite(Sqlite city) : ProjectImportTests(city), IClassFixture<Sqlite>;

public sealed class ProjectImportTestsOnPostgres(Postgres city) : ProjectImportTests(city), IClassFixture<Postgres>;
