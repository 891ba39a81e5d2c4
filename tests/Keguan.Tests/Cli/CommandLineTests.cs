using Keguan.Foundation.Access;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Cli;

public abstract class CommandLineTests(City city) : CityTests(city)
{
    [Fact]
    public async Task Backup_and_restore_by_command()
    {
        using (await City.As(Roles.Officer)) { }
        var file = Path.Combine(City.Folder, "keguan.zip");
        Assert.Contains("已备份", (await Terminal.RunAsync(City, "backup", file)).Ended(0).Output, StringComparison.Ordinal);
        Assert.Contains("--force", (await Terminal.RunAsync(City, "backup", file)).Ended(1).Error, StringComparison.Ordinal);
        Assert.Contains("已有数据", (await Terminal.RunAsync(City, "restore", file)).Ended(1).Error, StringComparison.Ordinal);

        var other = await AnotherCity();
        await other.StopAsync();
        Assert.Contains("已恢复", (await Terminal.RunAsync(other, "restore", file)).Ended(0).Output, StringComparison.Ordinal);
        Assert.True(await other.Db(db => db.Users.AnyAsync(Cancel)));
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_said_in_one_line()
    {
        var answer = (await Terminal.RunAsync("backup", Path.Combine(City.Folder, "never.zip"), "--KEGUAN_DATABASE=Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=2", "--KEGUAN_DATA=" + City.Folder)).Ended(3);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
        Assert.Contains("未能完成", answer.Error, StringComparison.Ordinal);
    }
}

public sealed class CommandLineTestsOnSqlite(Sqlite city) : CommandLineTests(city), IClassFixture<Sqlite>;

public sealed class CommandLineTestsOnPostgres(Postgres city) : CommandLineTests(city), IClassFixture<Postgres>;
