using Keguan.Tests.Foundation.Journal.Sealing;
using Keguan.Tests.Support;

namespace Keguan.Tests.Cli;

public abstract class JournalCommandTests(City city) : CityTests(city)
{
    [Fact]
    public async Task A_sound_Journal_is_said_to_be_sound_and_contains_yesterdays_checkpoint()
    {
        var city = await AnotherCity();
        var kept = Path.Combine(city.Folder, "kept.txt");
        Assert.Contains("还没有封存", (await Terminal.RunAsync(city, "journal", "checkpoint")).Ended(1).Error, StringComparison.Ordinal);
        await Chronicle.Write(city, 5);
        await Chronicle.Seal(city);
        (await Terminal.RunAsync(city, "journal", "checkpoint", "-o", kept)).Ended(0);
        await Chronicle.Write(city, 5);
        await Chronicle.Seal(city);

        var answer = (await Terminal.RunAsync(city, "journal", "verify", "--checkpoint", kept)).Ended(0);
        Assert.Contains("记录链完好：核对 10 条记录", answer.Output, StringComparison.Ordinal);
        Assert.Empty(answer.Error);
        (await Terminal.RunAsync(city, "journal", "verify", "--since", "5")).Ended(0);
    }

    [Fact]
    public async Task A_tampered_entry_is_named_and_the_exit_code_says_so()
    {
        var city = await AnotherCity();
        var ids = await Chronicle.Write(city, 6);
        await Chronicle.Seal(city);
        await Chronicle.Tamper(city, "UPDATE entries SET \"to\" = 'approved' WHERE id = {0}", ids[3]);

        var answer = (await Terminal.RunAsync(city, "journal", "verify")).Ended(1);
        Assert.Contains(ids[3].ToString(), answer.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(ids[2].ToString(), answer.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_foreign_checkpoint_and_a_file_that_is_none_are_refused()
    {
        var city = await AnotherCity();
        await Chronicle.Write(city, 2);
        await Chronicle.Seal(city);
        var file = Path.Combine(city.Folder, "note.txt");
        await File.WriteAllTextAsync(file, "nonsense", Cancel);
        Assert.Contains("无法读取", (await Terminal.RunAsync(city, "journal", "verify", "--checkpoint", file)).Ended(1).Error, StringComparison.Ordinal);

        var other = await AnotherCity();
        await Chronicle.Write(other, 2);
        await Chronicle.Seal(other);
        (await Terminal.RunAsync(other, "journal", "checkpoint", "-o", file)).Ended(0);
        (await Terminal.RunAsync(city, "journal", "verify", "--checkpoint", file)).Ended(1);
    }
}

public sealed class JournalCommandTestsOnSqlite(Sqlite city) : JournalCommandTests(city), IClassFixture<Sqlite>;

public sealed class JournalCommandTestsOnPostgres(Postgres city) : JournalCommandTests(city), IClassFixture<Postgres>;
