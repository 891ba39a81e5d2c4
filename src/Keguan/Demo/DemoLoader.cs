using System.Globalization;
using Keguan.Demo.Loading;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Numbering;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Checks;
using Keguan.Programmes.Definitions;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Demo;

/// <summary>How far the loading is.</summary>
public sealed record DemoProgress(Text Step, int Done, int Total);

/// <summary>
/// Brings the demonstration city into an empty database: every step that was ever taken in it is taken again, at its time and by its actor, through the lifecycles, so that the
/// Journal holds it. All in one transaction: the city is there or it isn't.
/// </summary>
public static class DemoLoader
{
    /// <summary>The programme that the city runs.</summary>
    const string Programme = "science-plan";

    /// <summary>Whether there is anything yet that the city would get mixed up with.</summary>
    public static async Task<bool> IsEmptyAsync(KeguanDb db, CancellationToken cancel = default) => !await db.Organisations().AnyAsync(cancel) && !await db.Users.AnyAsync(cancel);

    /// <param name="anchor">The city's present day; all that happened lies before it.</param>
    public static async Task LoadAsync(IServiceProvider services, DateOnly anchor, IProgress<DemoProgress>? progress = null, CancellationToken cancel = default)
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider;
        provider.GetRequiredService<CurrentActor>().Value = Actor.System;
        var db = provider.GetRequiredService<KeguanDb>();
        if (!await IsEmptyAsync(db, cancel)) throw new Refusal("数据库中已有单位或账号，示范城市只能装入空数据库", "There are organisations or accounts in this database; the demonstration city goes into an empty one only");
        Report(T("编写示范城市", "Writing the city"), 0, 1);
        var city = DemoCity.Create(anchor);
        var definition = provider.GetRequiredService<DefinitionStore>().Get<ProgrammeDefinition>(Programme);
        var papers = await Papers.MakeAsync(provider.GetRequiredService<BlobStore>(), cancel);

        var track = db.ChangeTracker.AutoDetectChangesEnabled;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            await db.InTransactionAsync(async () =>
            {
                var stage = new Stage(db);
                var passwordHash = provider.GetRequiredService<Passwords>().Hash(DemoSignIns.Password);
                var register = new Register(stage, city, papers, passwordHash);
                await register.PlanAsync(db, cancel);
                var calls = new CallScenes(stage, city, register, definition);
                calls.Plan();
                var applications = new ApplicationScenes(stage, city, register, calls, definition, new FormFiller(city, register, definition.Value, provider.GetRequiredService<CodeTables>()), papers);
                applications.Plan();
                new ReviewScenes(stage, city, register, applications, definition.Value).Plan();
                var projects = new ProjectScenes(stage, city, register, calls, applications, definition, papers);
                projects.Plan();
                new NoticeScenes(stage, city, register, definition.Value.DocumentMark).Plan();
                await stage.PlayAsync(applications.Rank, (done, total) => Report(T("逐步办理", "Taking every step"), done, total), cancel);

                Notify(db, stage, register.Cast, anchor);
                await db.SaveChangesAsync(cancel);
                db.ChangeTracker.Clear();
                await CountOnAsync(provider.GetRequiredService<Numbers>(), city, applications, projects, definition.Value, cancel);
                await CheckAsync(db, provider.GetRequiredService<ApplicationDossiers>(), done => Report(T("自动核查", "Running the checks"), done, 0), cancel);
            }, cancel);
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = track;
        }

        void Report(Text step, int done, int total) => progress?.Report(new DemoProgress(step, done, total));
    }

    /// <summary>The latest few lines of those whom visitors sign in as; older ones have been read.</summary>
    static void Notify(KeguanDb db, Stage stage, Cast cast, DateOnly anchor)
    {
        const int most = 6;
        var unreadSince = ChinaTime.StartOf(anchor).AddDays(-3);
        var told = stage.Told.ToLookup(one => one.Listener);
        foreach (var (account, listens) in cast.Guests)
            foreach (var (at, _, line, url) in listens.SelectMany(listener => told[listener]).OrderByDescending(one => one.At).Take(most))
                db.Add(new Notice { AccountId = account, At = at, TitleZh = Short(line.Zh), TitleEn = Short(line.En), Url = url, ReadAt = at < unreadSince ? at.AddHours(3) : null });

        static string Short(string line) => line.Length <= Notice.TitleMax ? line : line[..Notice.TitleMax];
    }

    /// <summary>Whoever applies next gets the number behind the city's last.</summary>
    static async Task CountOnAsync(Numbers numbers, DemoCity city, ApplicationScenes applications, ProjectScenes projects, ProgrammeDefinition programme, CancellationToken cancel)
    {
        foreach (var call in city.Calls)
        {
            var last = city.AllApplications.Where(one => one.Call == call.Key).Max(one => int.Parse(one.Number.AsSpan(one.Number.Length - 4), CultureInfo.InvariantCulture));
            await numbers.GoOnAfter("application." + programme.Key, call.Year.ToString(CultureInfo.InvariantCulture), last, cancel);
        }
        foreach (var (year, last) in projects.Lists)
        {
            await numbers.GoOnAfter("payment-list", year.ToString(CultureInfo.InvariantCulture), last, cancel);
            await numbers.GoOnAfter("document-" + programme.DocumentMark, year.ToString(CultureInfo.InvariantCulture), ProjectScenes.FirstDocument + last, cancel);
        }
        foreach (var (year, last) in projects.Changes) await numbers.GoOnAfter("change", year.ToString(CultureInfo.InvariantCulture), last, cancel);
        foreach (var (year, last) in projects.Certificates) await numbers.GoOnAfter("acceptance-certificate." + programme.Key, year.ToString(CultureInfo.InvariantCulture), last, cancel);
        foreach (var (day, last) in applications.Receipts) await numbers.GoOnAfter("receipt", ChinaTime.Day(day), last, cancel);
    }

    /// <summary>What the automatic checks say of everything that waits for somebody's eye.</summary>
    static async Task CheckAsync(KeguanDb db, ApplicationDossiers dossiers, Action<int> progress, CancellationToken cancel)
    {
        string[] waiting = [ApplicationLifecycle.Recommending, ApplicationLifecycle.FormalCheck, ApplicationLifecycle.Supplementing];
        var ids = await db.Applications().Where(one => waiting.Contains(one.State)).OrderBy(one => one.Number).Select(one => one.Id).ToListAsync(cancel);
        var found = new List<(Guid Id, int Failed, int Warned)>();
        foreach (var id in ids)
        {
            var dossier = (await dossiers.FindAsync(id, Actor.System, cancel))!;
            var (checks, _) = await dossiers.CheckAsync(dossier, dossier.Application.SubmittedAt!.Value, cancel);
            found.Add((id, checks.Count(check => check.Status is CheckStatus.Failed or CheckStatus.Unanswered), checks.Count(check => check.Status == CheckStatus.Warned)));
            db.ChangeTracker.Clear();
            if (found.Count % 20 == 0) progress(found.Count);
        }
        foreach (var group in found.Where(one => one.Failed + one.Warned > 0).GroupBy(one => (one.Failed, one.Warned)))
        {
            var these = group.Select(one => one.Id).ToArray();
            await db.Applications().Where(one => these.Contains(one.Id))
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.ChecksFailed, group.Key.Failed).SetProperty(one => one.ChecksWarned, group.Key.Warned), cancel);
        }
    }
}
