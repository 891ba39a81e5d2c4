using System.Text;
using System.Text.Json;
using Keguan.Foundation.Access;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Tests.Support;

namespace Keguan.Tests.Cli;

public abstract class ExportCommandTests(City city) : CityTests(city)
{
    [Fact]
    public async Task The_command_writes_byte_for_byte_what_the_page_exports()
    {
        var city = await WithApplications();
        using var officer = await city.As(Roles.Officer);
        var page = (await officer.Open("/programmes/applications?handler=Export&as=csv&state=formal-check&sort=-grant&cols=number,title,grant,state")).Bytes;

        var file = Path.Combine(city.Folder, "list.csv");
        var answer = (await Terminal.RunAsync(city, "export", "applications", "--filter", "state=formal-check", "--sort=-grant", "--columns", "number,title,grant,state", "-o", file, "--as", officer.Account!.UserName!)).Ended(0);
        Assert.Empty(answer.Output);
        Assert.Contains("2 行", answer.Error, StringComparison.Ordinal);
        Assert.Equal(page, await File.ReadAllBytesAsync(file, Cancel));
        Assert.Contains("传感器 3", Encoding.UTF8.GetString(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_it_goes_to_standard_output_and_nothing_else_does()
    {
        var city = await WithApplications();
        var answer = (await Terminal.RunAsync(city, "export", "applications", "--format", "json")).Ended(0);
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal(4, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Empty(answer.Error);
    }

    [Fact]
    public async Task As_a_member_only_his_own_are_there()
    {
        var city = await WithApplications();
        using var member = await city.As(Roles.UnitAdmin);
        var answer = (await Terminal.RunAsync(city, "export", "applications", "--format", "json", "--as", member.Account!.UserName!)).Ended(0);
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal(0, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Contains("没有可用的账号", (await Terminal.RunAsync(city, "export", "applications", "--as", "nobody")).Ended(1).Error, StringComparison.Ordinal);
        using var admin = await city.As(Roles.SystemAdmin);
        Assert.Contains("无权导出", (await Terminal.RunAsync(city, "export", "applications", "--as", admin.Account!.UserName!)).Ended(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_list_does_not_know_is_refused_and_what_it_knows_is_said()
    {
        var unknown = (await Terminal.RunAsync(City, "export", "applications", "--filter", "stat=draft")).Ended(1);
        Assert.Contains("stat", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("state, category", unknown.Error, StringComparison.Ordinal);
        Assert.Empty(unknown.Output);
        (await Terminal.RunAsync(City, "export", "applications", "--filter", "state=no-such-state")).Ended(1);
        (await Terminal.RunAsync(City, "export", "applications", "--filter", "state")).Ended(2);
        (await Terminal.RunAsync(City, "export", "applications", "--format", "xlsx")).Ended(2);
        (await Terminal.RunAsync(City, "export", "applications", "--format", "pdf")).Ended(2);
        Assert.Contains("applications", (await Terminal.RunAsync(City, "export", "no-such-list")).Ended(2).Error, StringComparison.Ordinal);
    }

    async Task<City> WithApplications()
    {
        var city = await AnotherCity();
        var call = new Call { Definition = "science-plan", DefinitionVersion = "v", Code = "2026-1", Year = 2026, Title = "申报通知", OpensAt = Clock.Start, ClosesAt = Clock.Start.AddDays(30), State = "published" };
        await city.Save(call);
        for (var i = 1; i <= 4; i++)
        {
            await city.Save(new Application
            {
                Number = $"T2026-{i:0000}",
                CallId = call.Id,
                Definition = "science-plan",
                DefinitionVersion = "v",
                Batch = call.Code,
                OrganisationId = Guid.CreateVersion7(),
                OrganisationName = $"单位 {i}",
                Area = "990102",
                Title = $"柔性传感器 {i}",
                GrantFen = 1_000_000 * i,
                State = i % 2 == 1 ? "formal-check" : "in-review",
            });
        }
        return city;
    }
}

public sealed class ExportCommandTestsOnSqlite(Sqlite city) : ExportCommandTests(city), IClassFixture<Sqlite>;

public sealed class ExportCommandTestsOnPostgres(Postgres city) : ExportCommandTests(city), IClassFixture<Postgres>;
