using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Acceptance;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Changes;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Keguan.Tests.Withstand;

/// <summary>
/// An organisation that has one of everything an applicant can have: members and people, a draft and a submitted application, projects before the agreement,
/// under way and at their end, with all that hangs on them. Two estates are alike row by row.
/// </summary>
sealed class Estate(Town town)
{
    static int _number = 7000;

    public Town Town => town;
    public Visitor Admin => town.Admin;

    /// <summary>Every id that came into the database with it, by table, in the order of coming.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Guid>> Ids { get; init; }

    /// <summary>Words that only its own people may read.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    public static async Task<Estate> FoundAsync(City city)
    {
        var before = await AllAsync(city);
        var number = Interlocked.Increment(ref _number);
        var town = await Town.FoundAsync(city, call => call.Plan = call.Plan with { LimitPerLeader = 100, LimitPerOrganisation = 100 });
        var colleague = await city.As(Roles.Filler, town.Enterprise.Id, town.Enterprise.Name, name: $"同事{number}号");
        await town.FillAsync(title: $"草稿里的秘密课题{number}");
        await town.SubmittedAsync($"已提交的秘密课题{number}");
        await city.Save(new Keguan.Organisations.Exports.Person { OrganisationId = town.Enterprise.Id, Name = $"秘密工程师{number}", IdKey = $"key-{Guid.NewGuid():N}", Title = "工程师" });
        var self = (await town.Admin.Open("/recognition/selfchecks/check/super-deduction")).Form("得出结论并保存");
        foreach (var (field, value) in (Dictionary<string, string>)new() { ["year"] = "2025", ["kind"] = "general", ["industry"] = "none", ["people"] = "200", ["direct"] = "150", ["depreciation"] = "50", ["amortisation"] = "20", ["design_test"] = "30", ["other"] = "60", ["entrust_domestic"] = "100", ["entrust_overseas_org"] = "600" }) self.Set("f." + field, value);
        (await self.Submit()).Ok();
        await using (var scope = city.ScopeOf())
        {
            var (db, journal) = (scope.ServiceProvider.GetRequiredService<KeguanDb>(), scope.ServiceProvider.GetRequiredService<Journal>());
            var programme = scope.ServiceProvider.GetRequiredService<DefinitionStore>().Get<ProgrammeDefinition>("science-plan");
            var pending = Project(city, town, programme, number, "待签");
            journal.Act(ProjectLifecycle.Table, pending, "approve");
            var agreement = new Agreement { ProjectId = pending.Id, Project = pending, Route = "技术路线", DueOn = pending.DueOn };
            journal.Act(AgreementLifecycle.Table, agreement, "generate");

            var running = Project(city, town, programme, number, "在研");
            journal.Act(ProjectLifecycle.Table, running, "open");
            var report = new MidtermReport { ProjectId = running.Id, Project = running, StateSince = city.Clock.Now };
            journal.Act(MidtermLifecycle.Table, report, "draft");
            var rectification = new Rectification { ProjectId = running.Id, Project = running, Number = 1, Items = $"秘密整改{number}", OpenedOn = city.Clock.Today, DueOn = city.Clock.Today.AddDays(20), StateSince = city.Clock.Now };
            journal.Act(RectificationLifecycle.Table, rectification, "open");
            var change = new Change
            {
                ProjectId = running.Id, Project = running, Kind = "route", KindZh = "调整研究内容或技术路线", KindEn = "Change of content", Level = ChangeLevels.Major, Basis = "办法", Definition = running.Definition, DefinitionVersion = running.DefinitionVersion,
                OrganisationId = running.OrganisationId, Area = running.Area, Category = running.Category, Batch = running.Batch, FundingMode = running.FundingMode, StateSince = city.Clock.Now, Why = $"秘密变更{number}",
            };
            journal.Act(ChangeLifecycle.Table, change, "draft");
            scope.ServiceProvider.GetRequiredService<Approving>().Plan(running, programme.Value);
            var spent = new SpendingRow { ProjectId = running.Id, Month = new DateOnly(2026, 1, 1), Item = "equipment", GrantFen = 10_000_000 };
            var visit = new SiteVisit { ProjectId = running.Id, VisitedOn = city.Clock.Today, Participants = "张允恭", Findings = $"秘密发现{number}", RecordedByName = "张允恭", RecordedAt = city.Clock.Now };

            var due = Project(city, town, programme, number, "到期");
            journal.Act(ProjectLifecycle.Table, due, "open");
            journal.Act(ProjectLifecycle.Table, due, "fall-due");
            var request = new AcceptanceRequest { ProjectId = due.Id, Project = due, Round = 1, StateSince = city.Clock.Now };
            journal.Act(AcceptanceLifecycle.Table, request, "draft");
            db.AddRange(pending, agreement, running, report, rectification, change, spent, visit, due, request);
            foreach (var (owner, id) in ((string, Guid)[])[("project", running.Id), (MidtermReport.Subject, report.Id), (Rectification.Subject, rectification.Id), (SiteVisit.Owner, visit.Id)])
                db.Add(new StoredFile { SubjectType = owner, SubjectId = id, Slot = "paper", Name = $"秘密文件{number}.pdf", Kind = FileKind.Pdf, Size = 9, Sha256 = new string('a', 64), UploadedAt = city.Clock.Now });
            await db.SaveChangesAsync();
        }
        var after = await AllAsync(city);
        return new Estate(town)
        {
            Ids = after.ToDictionary(table => table.Key, IReadOnlyList<Guid> (table) => [.. table.Value.Except(before[table.Key])]),
            Secrets = [$"同事{number}号", $"草稿里的秘密课题{number}", $"已提交的秘密课题{number}", $"秘密工程师{number}", $"课题{number}待签", $"课题{number}在研", $"课题{number}到期", $"秘密整改{number}", $"秘密变更{number}", $"秘密发现{number}", $"秘密文件{number}"],
        };
    }

    static Project Project(City city, Town town, Definition<ProgrammeDefinition> programme, int number, string what)
    {
        var project = new Project
        {
            Number = $"YKE2025-{number}{what}", Definition = programme.Name, DefinitionVersion = programme.Version, Batch = $"2025-E{number}", OrganisationId = town.Enterprise.Id, OrganisationName = town.Enterprise.Name, Area = "990102",
            LeaderId = town.Leader.Id, LeaderName = town.Leader.Name, LeaderKey = $"other-{number}", Title = $"课题{number}{what}", Category = "key-rd", FundingMode = "subsidised", GrantFen = 30_000_000, OwnFen = 20_000_000, PaidFen = 10_000_000,
            StartOn = new DateOnly(2025, 9, 1), EndOn = new DateOnly(2027, 8, 31), ApprovedOn = new DateOnly(2025, 8, 1), DocumentNumber = $"云科发〔2025〕{number}号", DueOn = city.Clock.Today.AddDays(25), StateSince = city.Clock.Now,
        };
        project.Targets.Add(new ProjectTarget { Order = 1, Kind = "technical", Name = "换热效率", Unit = "%", Baseline = 80 * ProjectTarget.Scale, Goal = 92 * ProjectTarget.Scale, Method = "检测" });
        project.Budget.Add(new BudgetItem { Order = 1, Subject = "equipment", GrantFen = 30_000_000, OwnFen = 20_000_000 });
        return project;
    }

    // ── the database as a heap of ids ─────────────────────────────────────────────────────────────────

    static List<IEntityType> Keyed(KeguanDb db) =>
        [.. db.Model.GetEntityTypes().Where(entity => entity.FindPrimaryKey()?.Properties is [{ Name: "Id" } id] && id.ClrType == typeof(Guid) && entity.GetTableName() is not (null or "entries" or "notices" or "outbox_mails" or "sign_in_sessions"))];

    static Task<Dictionary<string, List<Guid>>> AllAsync(City city) => city.Db(async db =>
    {
        var all = new Dictionary<string, List<Guid>>();
        // Version 7 ids are in the order of their making.
        foreach (var table in Keyed(db)) all[table.GetTableName()!] = [.. (await Tables.IdsAsync(db, table.GetTableName()!)).OrderBy(id => id.ToString(), StringComparer.Ordinal)];
        return all;
    });

    /// <summary>All its rows with all their columns, to see whether anything of it was touched.</summary>
    public Task<string> ContentAsync(City city) => city.Db(async db =>
    {
        var text = new System.Text.StringBuilder();
        foreach (var (table, ids) in Ids)
        {
            if (ids.Count == 0) continue;
            var connection = db.Database.GetDbConnection();
            await db.Database.OpenConnectionAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} ORDER BY id";
            await using var rows = await command.ExecuteReaderAsync();
            var id = rows.GetOrdinal("id");
            while (await rows.ReadAsync())
            {
                if (!ids.Contains(rows.GetValue(id) is Guid guid ? guid : Guid.Parse((string)rows.GetValue(id)))) continue;
                text.Append(table).Append(':');
                for (var i = 0; i < rows.FieldCount; i++) text.Append(rows.GetName(i)).Append('=').Append(rows.GetValue(i)).Append(' ');
                text.Append('\n');
            }
        }
        var entries = Ids.Values.SelectMany(ids => ids).ToArray();
        text.Append(await db.Set<Entry>().CountAsync(entry => entries.Contains(entry.SubjectId))).Append(" entries");
        return text.ToString();
    });
}
