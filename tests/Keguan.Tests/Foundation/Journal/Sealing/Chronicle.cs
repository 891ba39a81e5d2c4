using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Lifecycle;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static Keguan.Foundation.Texts;

namespace Keguan.Tests.Foundation.Journal.Sealing;

/// <summary>A subject of no module, which swings to and fro and leaves entries.</summary>
internal sealed class Thing : ISubject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public string State { get; set; } = "";
    public int Sequence { get; set; }
    public SubjectFacts Facts { get; init; } = new("science-plan", "3f2a", Guid.CreateVersion7(), "531102", "city", "重点研发", "2026-1", "前补助");

    public static readonly Lifecycle<Thing> Swing = new("thing", T("物", "Thing"), [new("left", T("左", "Left")), new("right", T("右", "Right"))],
        [new("start", T("开始", "Start"), [""], "left", null), new("go", T("去", "Go"), ["left"], "right", null), new("back", T("回", "Back"), ["right"], "left", null)]);
}

/// <summary>Writes history into a city, and tampers with it.</summary>
internal static class Chronicle
{
    public static readonly Actor Officer = new() { AccountId = Guid.CreateVersion7(), OrganisationId = Guid.CreateVersion7(), Name = "王建国", Role = "chief" };

    /// <summary>Acts on several things in turn, one transaction each unless told otherwise. Returns the ids of the entries in the order written.</summary>
    public static async Task<List<Guid>> Write(City city, int count, int things = 3, int perTransaction = 1)
    {
        var ids = new List<Guid>();
        var all = Enumerable.Range(0, things).Select(_ => new Thing()).ToList();
        for (var i = 0; i < count; i += perTransaction)
        {
            await using var scope = city.ScopeOf(Officer);
            var (db, journal) = (scope.ServiceProvider.GetRequiredService<KeguanDb>(), scope.ServiceProvider.GetRequiredService<Keguan.Foundation.Journal.Journal>());
            for (var j = i; j < Math.Min(count, i + perTransaction); j++)
            {
                var thing = all[j % things];
                ids.Add(journal.Act(Thing.Swing, thing, thing.State switch { "" => "start", "left" => "go", _ => "back" }, new Act
                {
                    Reason = $"理由 {j}",
                    Summary = $"第 {j} 步",
                    Payload = new { Number = j },
                    Posts = j % 3 == 2 ? [] : [Post.Count("thing.moved"), Post.Fen("thing.cost", 100L * j)],
                    Corrects = j > 0 && j % 5 == 0 ? ids[0] : null,
                }).Id);
            }
            await db.SaveChangesAsync();
            city.Clock.Forward(TimeSpan.FromMilliseconds(1500));
        }
        return ids;
    }

    public static Task<long> Seal(City city) => city.Ask((Sealer sealer) => sealer.SealAllAsync());

    /// <summary>A sealer as in another process: with a lease, a tree in memory and settings of its own.</summary>
    public static Sealer AnotherSealer(City city, SealerOptions? options = null, CheckpointKey? key = null) =>
        ActivatorUtilities.CreateInstance<Sealer>(city.Services, options ?? new SealerOptions(), key ?? city.Services.GetRequiredService<CheckpointKey>(), NullLogger<Sealer>.Instance);

    public static Task<VerificationReport> Verify(City city, VerificationOptions? options = null) => city.Ask((JournalVerifier verifier) => verifier.VerifyAsync(options));

    /// <summary>What is wrong, but for the guards that tampering has to remove first.</summary>
    public static async Task<List<Finding>> Findings(City city, VerificationOptions? options = null) =>
        [.. (await Verify(city, options)).Findings.Where(f => f.IsSerious && f.Kind != FindingKind.Guard)];

    /// <summary>Statements of somebody who has the database's own password and hinders its triggers and foreign keys.</summary>
    public static Task<int> Tamper(City city, string sql, params object[] values) => city.Ask(async (KeguanDb db) =>
    {
        await db.Database.OpenConnectionAsync();
        if (db.IsSqlite)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF");
            foreach (var trigger in await db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'trigger'").ToListAsync())
            {
                var drop = $"DROP TRIGGER \"{trigger}\"";
                await db.Database.ExecuteSqlRawAsync(drop);
            }
        }
        else
        {
            await db.Database.ExecuteSqlRawAsync("SET session_replication_role = replica");
        }
        try
        {
            return await db.Database.ExecuteSqlRawAsync(sql, values);
        }
        finally
        {
            await db.Database.ExecuteSqlRawAsync(db.IsSqlite ? "PRAGMA foreign_keys = ON" : "SET session_replication_role = origin");
        }
    });
}
