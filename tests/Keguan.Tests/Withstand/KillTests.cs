using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Withstand;

/// <summary>kill −9 in the middle of submissions: whatever an applicant was told is so after the restart, and nothing is there twice.</summary>
public abstract partial class KillTests(City city) : CityTests(city)
{
    const int Applications = 24;
    const int Clients = 4;
    const int Kills = 2;

    [Fact]
    public async Task Every_receipt_that_was_given_out_is_there_once_after_the_server_was_killed()
    {
        var city = await AnotherCity(realTime: true);
        city.Clock.Set(DateTime.UtcNow);
        var town = await Town.FoundAsync(city, call => call.Plan = call.Plan with { LimitPerLeader = 1000, LimitPerOrganisation = 1000 });
        var waiting = new ConcurrentQueue<Guid>(await PrepareAsync(city, town));
        var members = new List<Visitor>();
        for (var i = 0; i < Clients; i++) members.Add(await city.As(Roles.ProjectLeader, town.Enterprise.Id, town.Enterprise.Name));

        // What the applicants were told, by application: that it was received, and under which number.
        var received = new ConcurrentDictionary<Guid, bool>();
        var receipts = new ConcurrentDictionary<Guid, string>();
        for (var round = 0; round <= Kills; round++)
        {
            await using var server = await ServerProcess.StartAsync(city);
            var clients = members.Select(member => SubmitAsync(member.Before(server.Address), waiting, received, receipts)).ToList();
            if (round < Kills)
            {
                // Not before somebody was served, and then at any moment.
                var served = received.Count;
                while (received.Count == served && clients.Any(client => !client.IsCompleted)) await Task.Delay(5, Cancel);
                await Task.Delay(Random.Shared.Next(0, 250), Cancel);
                await server.KillAsync();
                await Task.WhenAll(clients);
                Assert.False(waiting.IsEmpty, "Everything had been submitted before the server was killed; give it more to do.");
                continue;
            }
            await Task.WhenAll(clients);
            await SealedAsync(city);
        }

        Assert.Empty(waiting);
        Assert.Equal(Applications, receipts.Count);
        Assert.Equal(Applications, receipts.Values.Distinct().Count());
        var stored = await city.Db(db => db.Applications().AsNoTracking().Where(one => one.CallId == town.Call.Id).ToListAsync());
        Assert.Equal(Applications, stored.Count);
        foreach (var application in stored)
        {
            Assert.Equal((receipts[application.Id], ApplicationLifecycle.Recommending, 64), (application.ReceiptNumber, application.State, application.ContentHash.Length));
            var entries = await city.Db(db => db.Set<Entry>().AsNoTracking().Include(entry => entry.Text).Where(entry => entry.SubjectId == application.Id).OrderBy(entry => entry.Sequence).ToListAsync());
            Assert.Equal(Enumerable.Range(1, application.Sequence), entries.Select(entry => entry.Sequence));
            Assert.Equal((application.State, application.ReceiptNumber), (entries[^1].To, ReceiptNumber().Match(Assert.Single(entries, entry => entry.Action == "submit").Text!.Payload).Value));
            Assert.Equal(1, await city.Db(db => db.Set<Notice>().CountAsync(notice => notice.AccountId == town.Admin.AccountId && notice.TitleZh.Contains(application.ReceiptNumber))));
        }
        Assert.Equal(Applications, await city.Db(db => db.Set<Posting>().Where(posting => posting.Batch == town.Call.Code && posting.Measure == "programme.applied").SumAsync(posting => posting.Quantity)));
        var verified = await Terminal.RunAsync(city, "journal", "verify");
        // The harness makes its people without their entries; nothing else is found.
        Assert.All(verified.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1], line => Assert.StartsWith("account ", line, StringComparison.Ordinal));
    }

    /// <summary>One application filled in at the front door, and the rest like it.</summary>
    static async Task<List<Guid>> PrepareAsync(City city, Town town)
    {
        var first = await town.FillAsync();
        var all = new List<Guid> { first };
        for (var i = 1; i < Applications; i++)
        {
            await using var scope = city.ScopeOf(new Actor { AccountId = town.Admin.AccountId, Name = "方晓筠", Role = Roles.UnitAdmin.Code, OrganisationId = town.Enterprise.Id });
            var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
            var call = await db.Calls().Include(one => one.Categories).Include(one => one.Recommenders).AsSplitQuery().SingleAsync(one => one.Id == town.Call.Id);
            var application = await scope.ServiceProvider.GetRequiredService<Submission>().StartAsync(call);
            var pattern = await db.Applications().AsNoTracking().Include(one => one.Sections).SingleAsync(one => one.Id == first);
            (application.Title, application.Category, application.FundingMode, application.LeaderId, application.LeaderName, application.LeaderKey) = ($"{pattern.Title}{i}", pattern.Category, pattern.FundingMode, pattern.LeaderId, pattern.LeaderName, pattern.LeaderKey);
            (application.GrantFen, application.OwnFen, application.StartOn, application.EndOn) = (pattern.GrantFen, pattern.OwnFen, pattern.StartOn, pattern.EndOn);
            db.RemoveRange(application.Sections);
            await db.SaveChangesAsync();
            foreach (var section in pattern.Sections)
                db.Add(new ApplicationSection { ApplicationId = application.Id, Section = section.Section, Revision = section.Revision, Data = section.Data, Complete = section.Complete, UpdatedAt = section.UpdatedAt, UpdatedBy = section.UpdatedBy, UpdatedByName = section.UpdatedByName });
            foreach (var file in await db.Set<Keguan.Foundation.Files.StoredFile>().AsNoTracking().Where(one => one.SubjectId == first).ToListAsync())
                db.Add(new Keguan.Foundation.Files.StoredFile { SubjectType = file.SubjectType, SubjectId = application.Id, Slot = file.Slot, Name = file.Name, Kind = file.Kind, Size = file.Size, Sha256 = file.Sha256, UploadedAt = file.UploadedAt });
            await db.SaveChangesAsync();
            all.Add(application.Id);
        }
        return all;
    }

    /// <summary>Somebody who submits one application after the other, and notes what he is told. Where the server is gone he has been told nothing, and tries again later.</summary>
    static async Task SubmitAsync(Visitor visitor, ConcurrentQueue<Guid> waiting, ConcurrentDictionary<Guid, bool> received, ConcurrentDictionary<Guid, string> receipts)
    {
        using var _ = visitor;
        while (waiting.TryDequeue(out var id))
        {
            try
            {
                var page = await visitor.Get($"/programmes/applications/submit/{id}");
                // What was sent may have been kept though nobody was told: then there is no button. But what he was told is not lost.
                if (page.Ok().Offers("确认提交"))
                {
                    Assert.False(received.ContainsKey(id), $"{id} was acknowledged, and is a draft again");
                    using var answer = await visitor.SendOnce(page.Form("确认提交").Request("确认提交"));
                    if (answer.Headers.Location?.OriginalString.Contains("/receipt/", StringComparison.Ordinal) == true) received.TryAdd(id, true);
                }
                var told = ReceiptNumber().Match((await visitor.Open($"/programmes/applications/receipt/{id}")).Text).Value;
                Assert.NotEqual("", told);
                if (!receipts.TryAdd(id, told)) Assert.Equal(receipts[id], told);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                waiting.Enqueue(id);
                return;
            }
        }
    }

    static async Task SealedAsync(City city)
    {
        for (var i = 0; i < 100; i++)
        {
            await Task.Delay(100, Cancel);
            if (!await city.Db(db => db.Set<Entry>().AnyAsync(entry => !db.Set<Seal>().Any(seal => seal.EntryId == entry.Id)))) return;
        }
        Assert.Fail("The Journal was not sealed within ten seconds.");
    }

    [GeneratedRegex(@"R\d{4}-\d{4}-\d{4}")]
    private static partial Regex ReceiptNumber();
}

public sealed class KillTestsOnSqlite(Sqlite city) : KillTests(city), IClassFixture<Sqlite>;

public sealed class KillTestsOnPostgres(Postgres city) : KillTests(city), IClassFixture<Postgres>;
