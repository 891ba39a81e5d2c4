using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Tests.Foundation.Accounts;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Cli;

public abstract class AccountCommandTests(City city) : CityTests(city)
{
    static string PathOf(string output) => new Uri(output.Trim()).PathAndQuery;

    [Fact]
    public async Task The_first_administrators_get_in_by_a_link()
    {
        // The command knows the machine's own time; the city keeps it, too.
        var city = await AnotherCity(realTime: true);
        var link = PathOf((await Terminal.RunAsync(city, "account", "invite", "sys1", "--name", "周砚秋", "--role", "system-admin")).Ended(0).Output);
        Assert.Contains("已被其他账号使用", (await Terminal.RunAsync(city, "account", "invite", "SYS1", "--name", "周砚秋", "--role", "audit-admin")).Ended(1).Error, StringComparison.Ordinal);
        (await Terminal.RunAsync(city, "account", "invite", "x", "--name", "周砚秋", "--role", "king")).Ended(2);

        var visitor = city.Public();
        var page = (await visitor.Open(link)).Says("周砚秋，欢迎使用").Says("系统管理员");
        var setup = await page.Form().Set("New", Someone.Password).Set("Again", Someone.Password).Submit();
        await setup.At("/accounts/secondfactor").Form("完成设置").Set("Code", Totp.CodeAt(setup.TextOf(".kg-secret").Replace(" ", ""), DateTime.UtcNow)).Submit();
        await visitor.Open("/accounts/admin");

        // Locked out of one's own system: whoever has the machine lets one in again.
        Assert.Contains("没有账号", (await Terminal.RunAsync(city, "account", "reset", "nobody", "--reason", "试")).Ended(1).Error, StringComparison.Ordinal);
        var again = PathOf((await Terminal.RunAsync(city, "account", "reset", "sys1", "--reason", "手机遗失")).Ended(0).Output);
        (await visitor.Get("/accounts/admin")).At("/accounts/signin");
        (await (await visitor.Open(again)).Form().Set("New", "Neulich-2027").Set("Again", "Neulich-2027").Submit()).Ok().At("/accounts/signin");
        Assert.Null(await city.Db(db => db.Users.Where(account => account.UserName == "sys1").Select(account => account.TotpSecret).SingleAsync(Cancel)));
    }
}

public sealed class AccountCommandTestsOnSqlite(Sqlite city) : AccountCommandTests(city), IClassFixture<Sqlite>;

public sealed class AccountCommandTestsOnPostgres(Postgres city) : AccountCommandTests(city), IClassFixture<Postgres>;
