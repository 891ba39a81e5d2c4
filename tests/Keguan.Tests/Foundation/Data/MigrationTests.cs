using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Data;

public abstract class MigrationTests(City city) : CityTests(city)
{
    [Fact]
    public async Task The_migrations_make_exactly_the_tables_of_the_model()
    {
        Assert.NotEmpty(await City.Db(db => Task.FromResult(db.Database.GetMigrations().ToList())));
        Assert.Empty(await City.Db(db => db.Database.GetPendingMigrationsAsync()));
        Assert.False(await City.Db(db => Task.FromResult(db.Database.HasPendingModelChanges())), "the model has changed: dotnet run --project tools/migrations NAME");
    }
}

public sealed class MigrationTestsOnSqlite(Sqlite city) : MigrationTests(city), IClassFixture<Sqlite>;

public sealed class MigrationTestsOnPostgres(Postgres city) : MigrationTests(city), IClassFixture<Postgres>;
