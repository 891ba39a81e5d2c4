using System.Globalization;
using Keguan.Demo;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Numbering;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Acceptance;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Checks;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Evaluation;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;
using Keguan.Review.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Demo;

public sealed class DemoLoaderOnSqliteTests(DemoLoaderOnSqliteTests.Loaded city) : DemoLoaderTests(city), IClassFixture<DemoLoaderOnSqliteTests.Loaded>
{
    public sealed class Loaded() : LoadedCity(Database.Sqlite);
}

/// <summary>The city is founded on whatever day somebody starts it.</summary>
public class DemoLoaderOnAnyDayTests
{
    [Theory]
    [InlineData(2027, 2, 14)]
    [InlineData(2026, 7, 1)]
    public async Task It_loads_on_any_day(int year, int month, int day)
    {
        await using var city = new Sqlite();
        await city.InitializeAsync();
        var anchor = new DateOnly(year, month, day);
        city.Clock.Set(DemoTime.At(anchor, 9));
        await DemoLoader.LoadAsync(city.Services, anchor);
        Assert.Equal(213, await city.Db(db => db.Projects().CountAsync()));
        Assert.Equal(36_341 * 100_000L, await city.Db(db => db.Set<Posting>().Where(posting => posting.Measure == "programme.released").SumAsync(posting => posting.Quantity)));
        Assert.Equal(0, await city.Db(db => db.Applications().CountAsync(one => one.ChecksFailed > 0)));
    }
}

public sealed class DemoLoaderOnPostgresTests(DemoLoaderOnPostgresTests.Loaded city) : DemoLoaderTests(city), IClassFixture<DemoLoaderOnPostgresTests.Loaded>
{
    public sealed class Loaded() : LoadedCity(Database.Postgres);
}

/// <summary>A city with the demonstration in it, loaded once for all tests of the class.</summary>
public abstract class LoadedCity(Database database) : City(database), IAsyncLifetime
{
    public static readonly DateOnly Anchor = new(2026, 11, 18);
    public DemoCity Told { get; } = DemoCity.Create(Anchor);

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        Settings[DemoMode.Setting] = "1";
        await InitializeAsync();
        if (Missing is not null) return;
        Clock.Set(DemoTime.At(Anchor, 9));
        await DemoLoader.LoadAsync(Services, Anchor);
    }
}

/// <summary>What is in the database after the demonstration city was loaded.</summary>
public abstract class DemoLoaderTests(LoadedCity city)
{
    const long Wan = 1_000_000;

    LoadedCity City
    {
        get
        {
            Assert.SkipWhen(city.Missing is not null, city.Missing ?? "");
            return city;
        }
    }

    [Fact]
    public async Task There_are_changes_visits_notices_and_applications_that_came_to_nothing()
    {
        await City.Do(async (KeguanDb db) =>
        {
            var changes = await db.Set<Keguan.Programmes.Changes.Change>().Include(one => one.Project).ToListAsync();
            Assert.Equal(City.Told.Projects.Sum(project => project.Changes.Count), changes.Count);
            Assert.All((string[])["submitted", "approved", "filed"], state => Assert.Contains(changes, one => one.State == state));
            Assert.Equal(changes.Count, changes.Select(one => one.Number).Distinct().Count());
            Assert.InRange(await db.SiteVisits().CountAsync(), 5, 60);
            Assert.Equal(6, await db.Set<Keguan.Portal.Notices.PortalNotice>().CountAsync(one => one.State == "published"));
            var last = await db.Applications().Where(one => one.Call.Code == City.Told.LastCall.Code && one.State != ApplicationLifecycle.Approved).Select(one => one.State).ToListAsync();
            Assert.Equal(City.Told.TurnedAway.Count, last.Count);
            Assert.Contains(ApplicationLifecycle.Rejected, last);
            Assert.Contains(ApplicationLifecycle.Unrecommended, last);
            // The form asks for divisions of industries, and has them.
            Assert.All(await db.Applications().Where(one => one.Industry != "").Select(one => one.Industry).Distinct().ToListAsync(), code => Assert.Equal(2, code.Length));
        });
    }

    [Fact]
    public async Task Everybody_and_everything_of_the_city_is_there()
    {
        await City.Do(async (KeguanDb db) =>
        {
            Assert.Equal(300, await db.Organisations().CountAsync(one => one.Kind != "government" && one.State == OrganisationLifecycle.Verified));
            Assert.Equal(7, await db.Organisations().CountAsync(one => one.Kind == "government"));
            Assert.Equal(City.Told.People.Count, await db.People().CountAsync());
            Assert.Equal(420, await db.Experts().CountAsync(one => one.State == ExpertLifecycle.Active));
            Assert.Equal(3, await db.Calls().CountAsync(one => one.State == CallLifecycle.Published));
            Assert.Equal(343, await db.Applications().CountAsync(one => one.Call.Code == City.Told.ClosedCall.Code));
            Assert.Equal(215, await db.Applications().CountAsync(one => one.Call.Code == City.Told.OpenCall.Code));
            Assert.Equal(213, await db.Projects().CountAsync());
        });
    }

    [Fact]
    public async Task Every_subject_stands_where_its_last_entry_left_it()
    {
        await City.Do(async (KeguanDb db) =>
        {
            var last = await db.Set<Entry>().AsNoTracking().Select(entry => new { entry.SubjectType, entry.SubjectId, entry.Sequence, entry.To }).ToListAsync();
            var heads = last.GroupBy(entry => (entry.SubjectType, entry.SubjectId)).ToDictionary(group => group.Key, group =>
            {
                // From one to the last without a gap.
                Assert.Equal(Enumerable.Range(1, group.Count()), group.Select(entry => entry.Sequence).Order());
                var head = group.MaxBy(entry => entry.Sequence)!;
                return (head.Sequence, head.To);
            });
            await Same("application", db.Applications());
            await Same("project", db.Projects());
            await Same("payment", db.Payments());
            await Same("agreement", db.Agreements());
            await Same("call", db.Calls());
            await Same("organisation", db.Organisations());
            await Same("expert", db.Experts());
            await Same("publicity", db.Publicities());
            await Same("review-task", db.ReviewTasks());
            await Same("midterm-report", db.Midterms());
            await Same("rectification", db.Rectifications());
            await Same("acceptance-request", db.Set<AcceptanceRequest>());
            await Same("account", db.Users);

            async Task Same<T>(string type, IQueryable<T> subjects) where T : class, ISubject
            {
                var all = await subjects.AsNoTracking().ToListAsync();
                Assert.NotEmpty(all);
                Assert.Equal(all.Count, heads.Keys.Count(key => key.SubjectType == type));
                Assert.All(all, one => Assert.Equal(heads[(type, one.Id)], (one.Sequence, one.State)));
            }
        });
    }

    [Fact]
    public async Task The_states_are_those_that_the_city_tells()
    {
        await City.Do(async (KeguanDb db) =>
        {
            var applications = await db.Applications().AsNoTracking().ToDictionaryAsync(one => one.Number);
            foreach (var known in City.Told.AllApplications)
            {
                var one = applications[known.Number];
                Assert.Equal((known.State, known.Score100, known.ProposedFen), (one.State, one.Score100, one.ProposedFen));
                // Ranked within call and category, as the product ranks.
                var better = applications.Values.Count(other => other.CallId == one.CallId && other.Category == one.Category && other.Score100 > one.Score100);
                Assert.Equal(known.Score100 is null ? null : 1 + better, one.Rank);
                if (known.Sections.Contains("budget")) Assert.Equal((known.Proposal.GrantFen, known.Proposal.OwnFen), (one.GrantFen, one.OwnFen));
            }
            var projects = await db.Projects().AsNoTracking().ToDictionaryAsync(one => one.Number);
            foreach (var known in City.Told.Projects)
                Assert.Equal((known.State, known.GrantFen, known.ReleasedFen, known.End), (projects[known.Application.Number].State, projects[known.Application.Number].GrantFen, projects[known.Application.Number].ReleasedFen, projects[known.Application.Number].EndOn));
        });
    }

    [Fact]
    public async Task Lists_postings_and_payments_give_the_same_sums()
    {
        await City.Do(async (KeguanDb db) =>
        {
            var batch = City.Told.Approval.Code;
            Assert.Equal(213, await Posted(db, "programme.approved", batch));
            Assert.Equal(4528 * Wan, await Posted(db, "programme.grant", batch));
            Assert.Equal(36_341 * Wan / 10, await Posted(db, "programme.released", batch));

            var projects = await db.Projects().AsNoTracking().Where(one => one.Batch == batch).ToListAsync();
            Assert.Equal((213, 39), (projects.Count, projects.Count(one => one.FundingMode == "self-funded")));
            Assert.Equal(4528 * Wan, projects.Sum(one => one.GrantFen));
            Assert.Equal(36_341 * Wan / 10, projects.Sum(one => one.ReleasedFen));
            Assert.Equal(await Posted(db, "programme.paid", batch), projects.Sum(one => one.PaidFen));
            Assert.Equal(await Posted(db, "programme.recovered", batch), projects.Sum(one => one.RecoveredFen));
            foreach (var (measure, action) in new[] { ("passed", "pass"), ("concluded", "conclude"), ("failed", "fail"), ("terminated", "terminate"), ("revoked", "revoke") })
                Assert.Equal(City.Told.Projects.Sum(one => one.Steps.Count(step => step.Action == action)), await Posted(db, "programme." + measure, batch));

            var payments = await db.Payments().AsNoTracking().ToListAsync();
            Assert.Equal(projects.Sum(one => one.ReleasedFen), payments.Where(one => one.ReleasedOn != null).Sum(one => one.AmountFen));
            Assert.Equal(projects.Sum(one => one.PaidFen), payments.Where(one => one.PaidOn != null).Sum(one => one.AmountFen));
            foreach (var project in projects) Assert.Equal(project.GrantFen, payments.Where(one => one.ProjectId == project.Id).Sum(one => one.AmountFen));
            Assert.Equal(5, payments.Count(one => one.State == PaymentLifecycle.Released));
            Assert.Contains(payments, one => one.State == PaymentLifecycle.Requested);
            Assert.Contains(payments, one => one.State == PaymentLifecycle.Recovered);

            var approved = await db.ApprovalBatches().AsNoTracking().SingleAsync();
            Assert.Equal((213, 39, 4528 * Wan, batch), (approved.Projects, approved.SelfFunded, approved.GrantFen, approved.Code));
        });
    }

    [Fact]
    public async Task Reports_spending_acceptance_and_evaluation_belong_to_the_projects_that_got_so_far()
    {
        await City.Do(async (KeguanDb db) =>
        {
            var told = City.Told.Projects;
            Assert.Equal(told.Count(one => one.Midterm?.SubmittedAt is not null), await db.Midterms().CountAsync());
            Assert.Equal(told.Sum(one => one.Spending.Sum(row => row.GrantFen + row.OwnFen)), await db.Projects().SumAsync(one => one.SpentFen));
            Assert.Equal(told.Sum(one => one.Spending.Sum(row => row.GrantFen)), await db.Spending().SumAsync(row => row.GrantFen));
            Assert.Equal(told.Count(one => one.Acceptance is not null), await db.Set<AcceptanceRequest>().CountAsync());
            Assert.Equal(told.Count(one => one.Evaluation is not null), await db.Evaluations().CountAsync());
            Assert.Equal(told.Count(one => one.Steps.Any(step => step.Action is "terminate" or "revoke")), await db.Set<Settlement>().CountAsync());
            var certificates = await db.Projects().Where(one => one.Certificate != "").Select(one => one.Certificate).ToListAsync();
            Assert.Equal(told.Count(one => one.Steps.Any(step => step.Action is "pass" or "conclude")), certificates.Distinct().Count());
        });
    }

    [Fact]
    public async Task The_funnel_of_the_closed_call_is_posted_step_by_step()
    {
        await City.Do(async (KeguanDb db) =>
        {
            var batch = City.Told.ClosedCall.Code;
            // 343 handed in, of which two were given up again.
            Assert.Equal(343 - 2, await Posted(db, "programme.applied", batch));
            Assert.Equal(318, await Posted(db, "programme.recommended", batch));
            Assert.Equal(233, await Posted(db, "programme.accepted", batch));
            Assert.Equal(83, await Posted(db, "programme.reviewed", batch));
            Assert.Equal(22, await Posted(db, "programme.proposed", batch));
            Assert.Equal(City.Told.Applications.Sum(one => one.ProposedFen ?? 0), await Posted(db, "programme.proposed-grant", batch));
            Assert.Equal(126, await Posted(db, "programme.applied", City.Told.OpenCall.Code));
            Assert.Equal(58, await Posted(db, "programme.recommended", City.Told.OpenCall.Code));
        });
    }

    static async Task<long> Posted(KeguanDb db, string measure, string batch) =>
        await db.Set<Posting>().Where(posting => posting.Measure == measure && posting.Batch == batch).SumAsync(posting => posting.Quantity);

    [Fact]
    public async Task The_Journal_is_sound_when_it_has_been_sealed()
    {
        await City.Ask((Sealer sealer) => sealer.SealAllAsync());
        var report = await City.Ask((JournalVerifier verifier) => verifier.VerifyAsync());
        Assert.True(report.IsSound, string.Join("\n", report.Findings));
    }

    [Fact]
    public async Task Nothing_happened_after_the_city_s_present_day_and_everybody_who_acted_has_an_account()
    {
        await City.Do(async (KeguanDb db) =>
        {
            var today = ChinaTime.StartOf(LoadedCity.Anchor);
            Assert.False(await db.Set<Entry>().AnyAsync(entry => entry.At >= today));
            var accounts = (await db.Users.Select(account => account.Id).ToListAsync()).ToHashSet();
            var actors = await db.Set<Entry>().Where(entry => entry.ActorId != null).Select(entry => entry.ActorId!.Value).Distinct().ToListAsync();
            Assert.All(actors, actor => Assert.Contains(actor, accounts));
            Assert.False(await db.Users.AnyAsync(account => !account.Demo));
            Assert.False(await db.Set<OutboxMail>().AnyAsync());
        });
    }

    [Fact]
    public async Task Who_drafted_a_call_did_not_approve_it_and_nobody_signed_for_himself()
    {
        await City.Do(async (KeguanDb db) =>
        {
            var entries = await db.Set<Entry>().AsNoTracking().Where(entry => entry.SubjectType == "call" || entry.SubjectType == "payment").ToListAsync();
            foreach (var call in entries.Where(entry => entry.SubjectType == "call").GroupBy(entry => entry.SubjectId))
                Assert.NotEqual(call.Single(entry => entry.Action == "draft").ActorId, call.Single(entry => entry.Action == "publish").ActorId);
            foreach (var payment in entries.Where(entry => entry.SubjectType == "payment").GroupBy(entry => entry.SubjectId).Where(payment => payment.Any(entry => entry.Action == "pay")))
                Assert.True(payment.Where(entry => entry.Action is "request" or "approve" or "pay").Select(entry => entry.ActorId).Distinct().Count() == 3);
        });
    }

    [Fact]
    public async Task What_was_submitted_is_complete_and_passes_its_own_checks()
    {
        await City.Do(async (KeguanDb db) =>
        {
            var submitted = await db.Applications().AsNoTracking().Where(one => one.SubmittedAt != null).Select(one => one.Id).ToListAsync();
            var incomplete = await db.Set<ApplicationSection>().Where(section => submitted.Contains(section.ApplicationId) && !section.Complete).Select(section => section.Section).ToListAsync();
            Assert.Empty(incomplete);
            var failing = await db.Applications().AsNoTracking().Where(one => one.ChecksFailed > 0).Select(one => one.Number).ToListAsync();
            Assert.Empty(failing);
            Assert.True(await db.Applications().CountAsync(one => one.ChecksWarned > 0) is > 3 and < 90);
        });
        // Read back from the database by the application's own code, hash and all.
        var dossiers = City.Services.CreateAsyncScope();
        await using (dossiers)
        {
            var provider = dossiers.ServiceProvider;
            foreach (var known in City.Told.AllApplications.Where(one => one.Steps.Any(step => step.Action == "submit")).Where((_, i) => i % 40 == 0))
            {
                var id = await City.Db(db => db.Applications().Where(one => one.Number == known.Number).Select(one => one.Id).SingleAsync());
                var dossier = (await provider.GetRequiredService<ApplicationDossiers>().FindAsync(id, Actor.System))!;
                Assert.Empty(dossier.Reading.Errors);
                Assert.Equal(0, dossier.MissingAttachments);
                Assert.Equal(dossier.Application.ContentHash, Submission.HashOf(dossier));
                Assert.Matches("^R[0-9]{4}-[0-9]{4}-[0-9]{4}$", dossier.Application.ReceiptNumber);
            }
        }
    }

    [Fact]
    public async Task Sheets_of_the_experts_give_the_scores()
    {
        await City.Do(async (KeguanDb db) =>
        {
            var tasks = await db.ReviewTasks().AsNoTracking().Include(task => task.Expert).ToListAsync();
            var applications = await db.Applications().AsNoTracking().ToDictionaryAsync(one => one.Id);
            var told = City.Told.AllApplications.ToDictionary(one => one.Number);
            Assert.Equal(told.Values.Sum(one => one.Reviews.Count), tasks.Count);
            foreach (var group in tasks.GroupBy(task => task.SubjectId))
            {
                var application = applications[group.Key];
                var known = told[application.Number];
                Assert.Equal(5, group.Select(task => task.Expert.OrganisationName).Distinct().Count());
                Assert.DoesNotContain(group, task => task.Expert.OrganisationName == application.OrganisationName);
                var totals = group.Where(task => task.State == ReviewTaskLifecycle.Submitted).Select(task => task.Total100!.Value).ToList();
                Assert.Equal(known.Reviews.Where(review => review.SubmittedAt is not null).Select(review => review.Total100).Order(), totals.Order());
                if (application.Score100 is { } score) Assert.Equal(Scoring.Aggregate(Scoring.TrimmedMean, totals), score);
                Assert.True(application.CheckedAt < group.Min(task => task.AssignedAt), application.Number);
            }
            Assert.Contains(tasks, task => task.State == ReviewTaskLifecycle.Pending);
            Assert.Contains(tasks, task => task.State == ReviewTaskLifecycle.Accepted);
            var guest = tasks.Where(task => task.Expert.AccountId == db.Users.Single(account => account.UserName == "zhuanjia1").Id).ToList();
            Assert.Contains(guest, task => task.IsOpen);
        });
    }

    [Fact]
    public async Task Releases_of_one_day_are_one_list_under_one_document()
    {
        var released = await City.Db(db => db.Payments().AsNoTracking().Where(one => one.ReleasedOn != null).ToListAsync());
        Assert.All(released.GroupBy(one => one.ReleasedOn), day => Assert.Single(day.Select(one => (one.ListNumber, one.ReleaseDocument)).Distinct()));
        Assert.All(released.GroupBy(one => one.ListNumber), list => Assert.Single(list.Select(one => one.ReleasedOn).Distinct()));
        var last = released.Max(one => one.ListNumber)!;
        var year = last[2..6];
        Assert.Equal(int.Parse(last[7..], CultureInfo.InvariantCulture), await City.Ask((Numbers numbers) => numbers.Last("payment-list", year)));
        Assert.DoesNotContain(City.Told.Approval.DocumentNumber, released.Select(one => one.ReleaseDocument));
    }

    [Fact]
    public async Task Files_are_real_and_stored_once()
    {
        var files = await City.Db(db => db.Set<StoredFile>().AsNoTracking().ToListAsync());
        Assert.True(files.Count > 2000);
        var contents = files.Select(file => file.Sha256).Distinct().ToList();
        Assert.InRange(contents.Count, 5, 12);
        var blobs = City.Services.GetRequiredService<BlobStore>();
        foreach (var sha in contents)
        {
            Assert.True(await blobs.Verify(sha, TestContext.Current.CancellationToken));
            await using var content = blobs.Open(sha);
            Assert.Equal(FileKind.Pdf, FileInspector.Inspect(content, "营业执照.pdf").Kind);
        }
    }

    [Fact]
    public async Task The_next_number_goes_on_after_the_city_s_last()
    {
        var last = City.Told.OpenApplications.Max(one => one.Number)!;
        var year = City.Told.OpenCall.Year;
        var next = await City.Ask((Numbers numbers) => numbers.Last("application.science-plan", $"{year}"));
        Assert.Equal($"YKJ{year}-{next:0000}", last);
        Assert.Equal(await City.Db(db => db.Applications().CountAsync(one => one.ReceiptNumber != "")), await City.Db(db => db.Applications().Where(one => one.ReceiptNumber != "").Select(one => one.ReceiptNumber).Distinct().CountAsync()));
    }

    [Fact]
    public async Task Each_role_has_a_sign_in_with_the_password_that_is_printed()
    {
        Assert.Equal(Roles.All, DemoSignIns.OneForEachRole.Select(one => one.Role));
        await City.Do(async (KeguanDb db) =>
        {
            var accounts = await db.Users.AsNoTracking().ToDictionaryAsync(account => account.UserName!);
            var grants = await db.Set<RoleGrant>().AsNoTracking().ToListAsync();
            var passwords = City.Services.CreateScope().ServiceProvider.GetRequiredService<Passwords>();
            foreach (var one in DemoSignIns.All)
            {
                var account = accounts[one.UserName];
                Assert.Null(Passwords.Refused(one.Password, account));
                Assert.True(passwords.IsRight(account, one.Password, out _), one.UserName);
                Assert.Contains(grants, grant => grant.AccountId == account.Id && grant.Role == one.Role.Code && (one.Role.NeedsOrganisation ? grant.OrganisationId != null : true));
                if (one.Name.Length > 0) Assert.Equal(one.Name, account.DisplayName);
                Assert.True(await db.Set<Notice>().CountAsync(notice => notice.AccountId == account.Id) <= 6);
            }
        });
    }

    [Fact]
    public async Task A_second_city_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(() => DemoLoader.LoadAsync(City.Services, LoadedCity.Anchor));
        Assert.Contains("空数据库", refusal.Reason.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_sees_the_projects_and_the_enterprise_sees_its_own()
    {
        var officer = await Guest("chenruogu");
        var page = await officer.Get("/programmes/projects");
        Assert.Contains("213", page.Text, StringComparison.Ordinal);
        var enterprise = await Guest("lichengyan");
        Assert.Contains("注塑车间边缘计算能耗优化系统研发与示范", (await enterprise.Get("/programmes/applications")).Text, StringComparison.Ordinal);
    }

    async Task<Visitor> Guest(string userName)
    {
        var (account, grant) = await City.Db(async db =>
        {
            var account = await db.Users.AsNoTracking().SingleAsync(one => one.UserName == userName);
            return (account, await db.Set<RoleGrant>().AsNoTracking().SingleAsync(one => one.Id == account.LastGrantId));
        });
        return await City.As(account, grant);
    }
}
