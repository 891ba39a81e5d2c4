using System.IO.Compression;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Backup;
using Keguan.Foundation.Journal;
using Keguan.Tests.Foundation.Journal.Sealing;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Backup;

public abstract class BackupTests(City city) : CityTests(city)
{
    [Fact]
    public async Task What_was_backed_up_comes_back_row_by_row_and_file_by_file()
    {
        var city = await FilledCity();
        var (file, made) = await BackUp(city);
        Assert.True(made.Rows >= 8);
        Assert.Equal(["documents/ab/one.pdf", "keys/journal-signing.pem"], made.Files.Select(one => one.Path));

        var other = await AnotherCity();
        await Restore(other, file);

        var (_, again) = await BackUp(other);
        Assert.Equal(made.Tables.Where(table => table.Name != "data_protection_keys").Select(Print), again.Tables.Where(table => table.Name != "data_protection_keys").Select(Print));
        Assert.Equal(made.Files.Select(one => one.ToString()), again.Files.Select(one => one.ToString()));
        Assert.Equal("内容", await File.ReadAllTextAsync(Path.Combine(other.Folder, "documents", "ab", "one.pdf"), Cancel));

        // Sealed history is whole, and goes on under the same key.
        await other.RestartAsync();
        Assert.Empty((await Chronicle.Verify(other)).Findings.Where(finding => !finding.What.Zh.StartsWith("account ", StringComparison.Ordinal)));   // the harness makes its people without their entries
        await Chronicle.Write(other, 2);
        await Chronicle.Seal(other);
        Assert.Empty((await Chronicle.Verify(other)).Findings.Where(finding => !finding.What.Zh.StartsWith("account ", StringComparison.Ordinal)));   // the harness makes its people without their entries

        // The application goes on with it: the officer of old signs in, and new rows get new numbers.
        var account = await other.Db(db => db.Users.SingleAsync(user => user.DisplayName == "周文"));
        using var officer = await other.As(account);
        await other.Save(new Microsoft.AspNetCore.Identity.IdentityUserClaim<Guid> { UserId = account.Id, ClaimType = "kind", ClaimValue = "second" });
        Assert.Equal(2, await other.Db(db => db.UserClaims.CountAsync(Cancel)));
    }

    [Fact]
    public async Task A_county_on_SQLite_grows_onto_PostgreSQL_and_back()
    {
        if (Database.Postgres.Missing is { } reason) Assert.Skip(reason);
        var city = await FilledCity();
        var (file, made) = await BackUp(city);

        await using City other = city is Sqlite ? new Postgres() : new Sqlite();
        await other.InitializeAsync();
        await Restore(other, file);

        var (_, again) = await BackUp(other);
        Assert.NotEqual(made.Database, again.Database);
        Assert.Equal(made.Tables.Select(Values), again.Tables.Select(Values));
        Assert.Equal(3, await other.Db(db => db.Set<Entry>().CountAsync(Cancel)));
        Assert.Empty((await Chronicle.Findings(other)).Where(finding => !finding.What.Zh.StartsWith("account ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bureau_with_data_is_not_overwritten_unless_told_to_and_then_its_data_are_moved_aside()
    {
        var (file, _) = await BackUp(await FilledCity());
        var other = await FilledCity();
        using (await other.As(Roles.Chief, name: "后来的科长")) { }

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Restore(other, file));
        Assert.Contains("已有数据", refusal.Reason.Zh, StringComparison.Ordinal);
        Assert.Equal(1, await other.Db(db => db.Users.CountAsync(user => user.DisplayName == "后来的科长", Cancel)));

        await other.StopAsync();
        await Restore(other, file, replace: true);
        Assert.Equal(0, await other.Db(db => db.Users.CountAsync(user => user.DisplayName == "后来的科长", Cancel)));
        Assert.Single(Directory.EnumerateDirectories(other.Folder, "documents.before-restore-*"));
        if (other is Sqlite) Assert.Single(Directory.EnumerateFiles(other.Folder, "keguan.db.before-restore-*"));
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_with_the_part_that_is_wrong_and_nothing_is_changed()
    {
        var (file, _) = await BackUp(await FilledCity());
        using (var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Update, Cancel))
        {
            zip.GetEntry("documents/ab/one.pdf")!.Delete();
            using var writer = new StreamWriter(await zip.CreateEntry("documents/ab/one.pdf").OpenAsync(Cancel));
            await writer.WriteAsync("别的内容");
        }
        var other = await AnotherCity();
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Restore(other, file));
        Assert.Contains("documents/ab/one.pdf", refusal.Reason.Zh, StringComparison.Ordinal);
        Assert.False(await other.Db(db => db.Users.AnyAsync(Cancel)));
    }

    [Theory]
    [InlineData("documents/../../etc/cron.d/x")]
    [InlineData("/documents/x")]
    [InlineData("keys/..\\x")]
    [InlineData("wwwroot/x.js")]
    public async Task A_backup_that_would_write_elsewhere_is_refused(string path)
    {
        var file = Path.Combine(City.Folder, Guid.NewGuid() + ".zip");
        await using (var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Create, Cancel))
        {
            await using (var entry = await zip.CreateEntry(path).OpenAsync(Cancel)) entry.WriteByte(1);
            await using var manifest = await zip.CreateEntry("manifest.json").OpenAsync(Cancel);
            await System.Text.Json.JsonSerializer.SerializeAsync(manifest, new Manifest
            {
                MadeAt = Clock.Start,
                Database = "sqlite",
                Migration = "",
                Tables = [],
                Files = [new FilePart(path, 1, "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a")],
            }, System.Text.Json.JsonSerializerOptions.Web, Cancel);
        }
        var refusal = await Assert.ThrowsAsync<Refusal>(() => BackupReader.OpenAsync(file, Cancel));
        Assert.Contains("路径不合法", refusal.Reason.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_that_is_no_backup_is_refused_in_clear_words()
    {
        var file = Path.Combine(City.Folder, "x.zip");
        await File.WriteAllTextAsync(file, "not a zip", Cancel);
        Assert.Contains("不是科管的备份文件", (await Assert.ThrowsAsync<Refusal>(() => BackupReader.OpenAsync(file, Cancel))).Reason.Zh, StringComparison.Ordinal);
        Assert.Contains("找不到", (await Assert.ThrowsAsync<Refusal>(() => BackupReader.OpenAsync(file + "2", Cancel))).Reason.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_owner_may_read_a_backup()
    {
        if (OperatingSystem.IsWindows()) return;
        var (file, _) = await BackUp(City);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task While_it_is_copied_others_may_write_and_the_copy_does_not_see_half_of_it()
    {
        var city = await FilledCity();
        var writing = Task.Run(() => Chronicle.Write(city, 30), Cancel);
        var (_, made) = await BackUp(city);
        await writing;
        var entries = made.Tables.Single(table => table.Name == "entries").Rows;
        Assert.Equal(entries, made.Tables.Single(table => table.Name == "entry_texts").Rows);
    }

    async Task<City> FilledCity()
    {
        var city = await AnotherCity();
        using var officer = await city.As(Roles.Officer, section: "高新科", name: "周文");
        await city.Save(new Microsoft.AspNetCore.Identity.IdentityUserClaim<Guid> { UserId = officer.AccountId, ClaimType = "kind", ClaimValue = "a \"quoted\"\nvalue" });
        await Chronicle.Write(city, 3);
        await Chronicle.Seal(city);
        Directory.CreateDirectory(Path.Combine(city.Folder, "documents", "ab"));
        await File.WriteAllTextAsync(Path.Combine(city.Folder, "documents", "ab", "one.pdf"), "内容", Cancel);
        return city;
    }

    static async Task<(string File, Manifest Manifest)> BackUp(City city)
    {
        var file = Path.Combine(city.Folder, Guid.NewGuid() + ".zip");
        return (file, await city.Ask((BackupWriter writer) => writer.WriteAsync(file, Cancel)));
    }

    static async Task Restore(City city, string file, bool replace = false)
    {
        await using var backup = await BackupReader.OpenAsync(file, Cancel);
        await city.Do((Restore restore) => restore.RunAsync(backup, replace, Cancel));
    }

    static string Print(TablePart table) => $"{table.Name} {table.Rows} {table.Sha256}";

    /// <summary>The databases sort identifiers and write fractions of a second differently; what is in them is the same number of bytes but for that.</summary>
    static string Values(TablePart table) => $"{table.Name} {table.Rows} {string.Join(",", table.Columns.Select(column => $"{column.Name} {column.Type}").Order())}";
}

public sealed class BackupTestsOnSqlite(Sqlite city) : BackupTests(city), IClassFixture<Sqlite>;

public sealed class BackupTestsOnPostgres(Postgres city) : BackupTests(city), IClassFixture<Postgres>;
