using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Keguan.Bench;

/// <summary>A bureau with so many applications, made anew, with people who are signed in: an officer, and sixteen applicants with a draft each.</summary>
public sealed class BenchCity : IAsyncDisposable
{
    public static string Repository { get; } = FindRepository();

    public required string Database { get; init; }
    public required string Connection { get; init; }
    public required string Folder { get; init; }
    public IReadOnlyList<Guid> Applications { get; private set; } = [];
    public IReadOnlyList<Guid> Drafts { get; private set; } = [];

    /// <summary>Applications that are complete, one of an organisation, and may be submitted.</summary>
    public IReadOnlyList<Guid> Complete { get; private set; } = [];

    /// <summary>Cookie header of the officer, of the leader of each draft, and of the administrator of each complete application.</summary>
    public string Officer { get; private set; } = "";
    public IReadOnlyList<string> Applicants { get; private set; } = [];
    public IReadOnlyList<string> Submitters { get; private set; } = [];

    public static async Task<BenchCity> FoundAsync(string database, int rows)
    {
        var folder = Directory.CreateTempSubdirectory("keguan-bench-").FullName;
        var connection = database == "sqlite" ? "Data Source=" + Path.Combine(folder, "keguan.db") : await NewPostgresAsync();
        var city = new BenchCity { Database = database, Connection = connection, Folder = folder };
        await using var app = KeguanHost.CreateBuilder(["--KEGUAN_DATABASE=" + connection, "--KEGUAN_DATA=" + folder, "--applicationName=Keguan", "--Logging:LogLevel:Default=Error"]).Build();
        await Schema.MigrateAsync(app.Services);
        await city.FillAsync(app.Services, rows);
        return city;
    }

    async Task FillAsync(IServiceProvider services, int rows)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        var definition = scope.ServiceProvider.GetRequiredService<DefinitionStore>().All<ProgrammeDefinition>()[0];
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var now = DateTime.UtcNow;
        var random = new Random(7);
        var call = new Call
        {
            Definition = definition.Name, DefinitionVersion = definition.Version, Code = "2026-1", Year = 2026, Title = "2026年度市级科技计划项目申报通知",
            OpensAt = now.AddDays(-10), ClosesAt = now.AddDays(20), PublishedAt = now.AddDays(-40), State = CallLifecycle.Published, Plan = new CallPlan { LimitPerLeader = 1_000_000, LimitPerOrganisation = 1_000_000 },
            Categories = { new CallCategory { Category = "key-rd", CapFen = 80_000_000, FundingModes = "subsidised,self-funded" } },
        };
        db.Add(call);
        var organisations = Enumerable.Range(0, Math.Max(2 * Clients, rows / 50)).Select(i => new Organisation
        {
            Uscc = Foundation.Codes.Uscc.Make('9', '1', "330381", i + 1), Name = $"云江第{i}精密制造有限公司", Kind = "enterprise", Area = Areas[i % Areas.Length], State = "verified",
        }).ToList();
        db.AddRange(organisations);
        await SaveAsync(db);

        var states = ApplicationLifecycle.Table.States.Where(state => state.Code != ApplicationLifecycle.Draft).Select(state => state.Code).ToArray();
        var applications = new List<Guid>(rows);
        for (var from = 0; from < rows; from += 2_000)
        {
            for (var i = from; i < Math.Min(rows, from + 2_000); i++)
            {
                var organisation = organisations[random.Next(organisations.Count)];
                var application = NewApplication(call, organisation, i + 1, states[random.Next(states.Length)], now.AddMinutes(-random.Next(14_000)), random);
                applications.Add(application.Id);
                db.Add(application);
                db.Add(EntryOf(application, now));
            }
            await SaveAsync(db);
        }
        Applications = applications;

        Officer = await SignInAsync(services, Roles.Officer, null, "");
        var drafts = new List<Guid>();
        var cookies = new List<string>();
        for (var i = 0; i < Clients; i++)
        {
            var draft = NewApplication(call, organisations[i], rows + i + 1, ApplicationLifecycle.Draft, now, random);
            db.Add(draft);
            drafts.Add(draft.Id);
            await SaveAsync(db);
            cookies.Add(await SignInAsync(services, Roles.ProjectLeader, organisations[i].Id, organisations[i].Name));
        }
        (Drafts, Applicants) = (drafts, cookies);

        var complete = new List<Guid>();
        var submitters = new List<string>();
        var files = scope.ServiceProvider.GetRequiredService<FileStore>();
        for (var i = 0; i < Clients; i++)
        {
            var organisation = organisations[Clients + i];
            var leader = new Person { OrganisationId = organisation.Id, Name = "李承砚", IdKey = $"bench-{i}" };
            var application = NewApplication(call, organisation, rows + Clients + i + 1, ApplicationLifecycle.Draft, now, random);
            application.FundingMode = "subsidised";
            application.Sections.AddRange(SectionsOf(organisation, leader, i).Select(section => new ApplicationSection { ApplicationId = application.Id, Section = section.Key, Data = System.Text.Json.JsonSerializer.Serialize(section.Data), Complete = true, UpdatedAt = now }));
            db.AddRange(leader, application, EntryOf(application, now));
            foreach (var slot in (string[])["licence", "finance_report", "pledge_file"])
                await files.Attach(new FileOwner(ApplicationDossier.FileOwnerType, application.Id), new FileSlot(slot, Texts.T("附件", "Paper")), slot + ".pdf", new MemoryStream(Pdf));
            complete.Add(application.Id);
            await SaveAsync(db);
            submitters.Add(await SignInAsync(services, Roles.UnitAdmin, organisation.Id, organisation.Name));
        }
        (Complete, Submitters) = (complete, submitters);
        await db.Database.ExecuteSqlRawAsync("ANALYZE");
    }

    /// <summary>Most clients at once; each has its own organisation, draft and complete application.</summary>
    public const int Clients = 16;

    static readonly byte[] Pdf = System.Text.Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n100\n%%EOF\n");

    /// <summary>Every section as somebody would fill it in; the texts differ, so that none is a copy of another.</summary>
    static IEnumerable<(string Key, object Data)> SectionsOf(Organisation organisation, Person leader, int number)
    {
        var words = new Random(number);
        string Text(int sentences) => string.Concat(Enumerable.Range(0, sentences).Select(_ => $"针对{Nouns[words.Next(Nouns.Length)]}的{Nouns[words.Next(Nouns.Length)]}问题，研究{Nouns[words.Next(Nouns.Length)]}与{Nouns[words.Next(Nouns.Length)]}的方法{words.Next(10_000)}。"));
        yield return ("basics", new { title = $"高精度柔性传感器关键技术研发与产业化{number}", category = "key-rd", funding_mode = "subsidised", start = "2027-01-01", end = "2028-12-31", discipline = "43010", industry = "35" });
        yield return ("content", new { summary = Text(12), background = Text(30), research = Text(40), route = Text(30), novelty = Text(12), basis = Text(12) });
        yield return ("targets", new { targets = Enumerable.Range(1, 4).Select(i => new { kind = "technical", name = $"指标{i}", baseline = "0", direction = "at-least", goal = "12.5", unit = "%", method = "第三方检测" }) });
        yield return ("unit", new { unit_uscc = organisation.Uscc, unit_intro = Text(6), rd_staff = "58", rd_spend = "1200", revenue = "18000" });
        yield return ("team", new { leader = leader.Id.ToString(), leader_months = "12", members = Enumerable.Range(1, 3).Select(i => new { name = $"成员{i}", organisation = organisation.Name, task = "研发", months = "10" }) });
        yield return ("partners", new { });
        yield return ("budget", new { budget = new[] { new { subject = "equipment", note = "设备", grant = "50", own = "70" } }, own_source = "自有资金" });
        yield return ("attachments", new { });
        yield return ("integrity", new { pledge = "true", secret_free = "true" });
    }

    static readonly string[] Nouns = ["注塑机群", "能耗优化", "柔性传感", "碳足迹", "数字孪生", "热处理", "减速器", "石墨烯", "低温涂料", "边缘计算", "机器视觉", "海水淡化", "种质资源", "质谱分析", "微流控", "储氢合金"];

    static readonly string[] Areas = ["990102", "990103", "990181", "990121", "990122", "990123"];

    static Application NewApplication(Call call, Organisation organisation, int number, string state, DateTime at, Random random) => new()
    {
        Number = string.Create(CultureInfo.InvariantCulture, $"B2026-{number:D6}"),
        CallId = call.Id, Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = call.Code,
        OrganisationId = organisation.Id, OrganisationName = organisation.Name, Area = organisation.Area, Title = $"高精度柔性传感器关键技术研发与产业化（{number}）",
        Category = "key-rd", FundingMode = "pre", LeaderName = "李工", GrantFen = random.Next(5, 60) * 1_000_000L, OwnFen = random.Next(10, 90) * 1_000_000L,
        CreatedAt = at, SubmittedAt = state == ApplicationLifecycle.Draft ? null : at, StateSince = at, State = state, Sequence = 1,
    };

    static Entry EntryOf(Application application, DateTime now)
    {
        var text = new EntryText { EntryId = Guid.CreateVersion7(), Salt = "00", ActorName = "李工", Summary = "提交" };
        return new Entry
        {
            Id = text.EntryId, SubjectType = "application", SubjectId = application.Id, Sequence = 1, Action = "submit", From = "", To = application.State, At = now,
            OccurredOn = DateOnly.FromDateTime(now), TextHash = Journal.HashOf(text), Text = text,
        };
    }

    static async Task SaveAsync(KeguanDb db)
    {
        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }

    /// <summary>In a scope of its own: authentication handlers belong to the first request of theirs.</summary>
    static async Task<string> SignInAsync(IServiceProvider root, Role role, Guid? organisation, string name)
    {
        await using var scope = root.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<KeguanDb>();
        var id = Guid.NewGuid().ToString("N");
        var account = new Account { Id = Guid.CreateVersion7(), UserName = id, NormalizedUserName = id.ToUpperInvariant(), DisplayName = role.Label.Zh, SecurityStamp = id, CreatedAt = DateTime.UtcNow };
        var grant = new RoleGrant { AccountId = account.Id, Role = role.Code, OrganisationId = organisation, OrganisationName = name, GrantedAt = DateTime.UtcNow };
        db.AddRange(account, grant);
        await db.SaveChangesAsync();
        var http = new DefaultHttpContext { RequestServices = services };
        (http.Request.Scheme, http.Request.Host) = ("http", new HostString("127.0.0.1"));
        await services.GetRequiredService<SignIns>().BeginAsync(http, account, grant.Id, "bench");
        return string.Join("; ", SetCookieHeaderValue.ParseList(http.Response.Headers.SetCookie).Select(cookie => $"{cookie.Name}={cookie.Value}"));
    }

    static async Task<string> NewPostgresAsync()
    {
        var server = Environment.GetEnvironmentVariable("KEGUAN_TEST_POSTGRES")!;
        var name = "keguan_bench_" + Guid.NewGuid().ToString("N")[..12];
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ConnectionString;
    }

    static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Database == "postgres") await ExecuteAsync(Environment.GetEnvironmentVariable("KEGUAN_TEST_POSTGRES")!, $"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(Connection).Database} WITH (FORCE)");
        Directory.Delete(Folder, recursive: true);
    }

    static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Keguan.slnx"))) return folder.FullName;
        }
        throw new InvalidOperationException("Keguan.slnx is not above " + AppContext.BaseDirectory);
    }
}
