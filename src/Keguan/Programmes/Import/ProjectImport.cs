using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Imports;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Numbering;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Import;

/// <summary>One import for each programme: `programmes/science-plan`.</summary>
public sealed class ProjectImports(DefinitionStore definitions) : IImportSource
{
    public IEnumerable<ImportDefinition> All => definitions.All<ProgrammeDefinition>().Select(one => new ProjectImport(one));
}

public sealed class ProjectRow
{
    public string Number { get; set; } = "";
    public string Title { get; set; } = "";
    public string Category { get; set; } = "";
    public string FundingMode { get; set; } = "";
    public string Organisation { get; set; } = "";
    public string Uscc { get; set; } = "";
    public string Area { get; set; } = "";
    public string Leader { get; set; } = "";
    public string Discipline { get; set; } = "";
    public string Industry { get; set; } = "";
    public DateOnly Start { get; set; }
    public DateOnly End { get; set; }
    public DateOnly ApprovedOn { get; set; }
    public string Document { get; set; } = "";
    public long GrantFen { get; set; }
    public long OwnFen { get; set; }
    public long ReleasedFen { get; set; }
}

/// <summary>
/// 期初建账: projects that were approved before the system, each as an opening entry of its day of approval with its document; organisations and leaders that are not
/// known yet come in with them.
/// </summary>
public sealed class ProjectImport : ImportDefinition<ProjectRow>
{
    readonly Definition<ProgrammeDefinition> _definition;

    public ProjectImport(Definition<ProgrammeDefinition> definition) : base($"programmes/{definition.Name}", T($"{definition.Value.Label.Zh}（期初建账）", $"{definition.Value.Label.En} (opening entries)"))
    {
        _definition = definition;
        var programme = definition.Value;
        Guide = T("每行一个已立项的项目。系统中已有的编号不能再导入；名录中没有的单位按信用代码登记。任何一处有误，全部不导入。", "One approved project a row. Numbers that are there already are refused; unknown organisations are registered by their code. One fault, and nothing is brought in.");
        DoneUrl = "/programmes/projects";
        Words("number", T("项目编号", "Number"), (row, text) => row.Number = text, 40).Required().Alias("编号").Like("YKJ2025-0142");
        Words("title", T("项目名称", "Title"), (row, text) => row.Title = text, 100).Required().Alias("课题名称");
        Choice("category", T("计划类别", "Category"), (row, code) => row.Category = code, programme.Categories.Select(one => (one.Key, one.Label))).Required();
        Choice("funding_mode", T("资助方式", "Funding mode"), (row, code) => row.FundingMode = code, programme.FundingModes.Select(one => (one.Key, one.Label))).Required();
        Words("organisation", T("承担单位", "Organisation"), (row, text) => row.Organisation = text, 100).Required();
        Parsed<string>("uscc", T("统一社会信用代码", "Credit code"), Uscc.TryParse, (row, code) => row.Uscc = code).Required().Alias("信用代码");
        Choice("area", T("所属县（市、区）", "County"), (row, code) => row.Area = code, ProgrammeWords.Counties.Select(item => (item.Code, item.Name))).Required().Alias("所属县", "县（市、区）");
        Words("leader", T("项目负责人", "Leader"), (row, text) => row.Leader = text, 40).Required().Alias("负责人");
        Parsed<string>("discipline", T("学科代码", "Discipline"), (string text, out string code, out Text error) => Known(CodeTables.Default.Disciplines, text, T("没有这个学科代码", "no such discipline"), out code, out error), (row, code) => row.Discipline = code);
        Parsed<string>("industry", T("行业代码", "Industry"), (string text, out string code, out Text error) => Known(CodeTables.Default.Industries, text, T("没有这个行业代码", "no such industry"), out code, out error), (row, code) => row.Industry = code);
        Date("start", T("起始日期", "Start"), (row, day) => row.Start = day).Required();
        Date("end", T("完成日期", "End"), (row, day) => row.End = day).Required();
        Date("approved_on", T("立项日期", "Approved on"), (row, day) => row.ApprovedOn = day).Required();
        Parsed<string>("document", T("立项文号", "Document number"), DocumentNumber.TryParse, (row, number) => row.Document = number).Required().Like("云科发〔2025〕22号");
        Amount("grant", T("核定资助", "Grant"), (row, fen) => row.GrantFen = fen).Required();
        Amount("own", T("自筹经费", "Own funds"), (row, fen) => row.OwnFen = fen);
        Amount("released", T("已下达", "Released"), (row, fen) => row.ReleasedFen = fen);
        Key("number", row => row.Number);
    }

    public override string Permission => Permissions.ApprovalPropose;

    static bool Known(CodeTable table, string text, Text unknown, out string code, out Text error)
    {
        code = HalfWidth.Of(text).Trim();
        error = unknown;
        return table.Find(code) is not null;
    }

    protected override async Task CheckAsync(ImportContext context, IReadOnlyList<ImportRow<ProjectRow>> rows, CancellationToken cancel)
    {
        var programme = _definition.Value;
        var today = ChinaTime.DayOf(context.Now);
        var title = programme.Application.Sections.SelectMany(section => section.Fields).FirstOrDefault(field => field.Key == "title");
        var (least, most) = ((int)(title?.Min ?? 1), (int)(title?.Max ?? 100));
        var numbers = rows.Select(row => row.Value.Number).ToArray();
        var known = (await context.Db.Projects().Where(project => numbers.Contains(project.Number)).Select(project => project.Number).ToListAsync(cancel)).ToHashSet();
        foreach (var row in rows)
        {
            var one = row.Value;
            row.FaultIf(known.Contains(one.Number), "number", T("系统中已有此编号", "this number is there already"));
            row.FaultIf(one.Title.Length < least || one.Title.Length > most, "title", T($"项目名称应为 {least} 至 {most} 字", $"the title has {least} to {most} characters"));
            row.FaultIf(one.End <= one.Start, "end", T("完成日期应晚于起始日期", "the end must be after the start"));
            row.FaultIf(one.ApprovedOn > today, "approved_on", T("立项日期不能晚于今天", "the day of approval can't be after today"));
            var self = programme.FundingMode(one.FundingMode)?.SelfFunded == true;
            row.FaultIf(self && one.GrantFen > 0, "grant", T("自筹项目的核定资助应为 0", "a self-funded project has a grant of 0"));
            row.FaultIf(!self && one.GrantFen == 0, "grant", T("受资助项目的核定资助应大于 0", "a funded project has a grant above 0"));
            row.FaultIf(one.ReleasedFen > one.GrantFen, "released", T($"已下达超过核定资助 {Money.Wan(one.GrantFen)} 万元", $"more is released than the grant of {Money.Wan(one.GrantFen)}"));
        }
    }

    protected override async Task ApplyAsync(ImportContext context, IReadOnlyList<ImportRow<ProjectRow>> rows, CancellationToken cancel)
    {
        var db = context.Db;
        var journal = context.Services.GetRequiredService<Journal>();
        var organisations = await OrganisationsAsync(context, journal, rows, cancel);
        var ids = organisations.Values.Select(one => one.Id).ToArray();
        var people = (await db.People().Where(person => ids.Contains(person.OrganisationId)).ToListAsync(cancel)).GroupBy(person => (person.OrganisationId, person.Name)).ToDictionary(group => group.Key, group => group.First());
        var batches = new Dictionary<string, ApprovalBatch>();
        foreach (var row in rows.Select(row => row.Value))
        {
            var organisation = organisations[row.Uscc];
            if (!people.TryGetValue((organisation.Id, row.Leader), out var leader))
            {
                people[(organisation.Id, row.Leader)] = leader = new Person { OrganisationId = organisation.Id, Name = row.Leader };
                db.Add(leader);
            }
            if (!batches.TryGetValue(row.Document, out var batch)) batches[row.Document] = batch = await BatchAsync(context, row, batches.Values, cancel);
            Open(context, journal, row, organisation, leader, batch);
        }
    }

    void Open(ImportContext context, Journal journal, ProjectRow row, Organisation organisation, Person leader, ApprovalBatch batch)
    {
        var programme = _definition.Value;
        var project = new Project
        {
            Number = row.Number, ApprovalBatchId = batch.Id, Definition = _definition.Name, DefinitionVersion = _definition.Version, Batch = batch.Code, OrganisationId = organisation.Id, OrganisationName = row.Organisation, Area = row.Area,
            LeaderId = leader.Id, LeaderName = leader.Name, LeaderKey = leader.IdKey, Title = row.Title, Category = row.Category, FundingMode = row.FundingMode, Discipline = row.Discipline, Industry = row.Industry, GrantFen = row.GrantFen,
            OwnFen = row.OwnFen, ReleasedFen = row.ReleasedFen, StartOn = row.Start, EndOn = row.End, ApprovedOn = row.ApprovedOn, DocumentNumber = row.Document, StateSince = context.Now,
        };
        context.Db.Add(project);
        journal.Act(ProjectLifecycle.Table, project, "open", new Act
        {
            OccurredOn = row.ApprovedOn, Summary = $"期初建账：{row.Document}，资助 {Money.Wan(row.GrantFen)} 万元，已下达 {Money.Wan(row.ReleasedFen)} 万元", Payload = new { row.Document, row.GrantFen, row.OwnFen, row.ReleasedFen },
            Posts = [Post.Count("programme.approved"), Post.Fen("programme.grant", row.GrantFen)],
        });
        batch.Projects++;
        batch.GrantFen += row.GrantFen;
        if (programme.FundingMode(row.FundingMode)?.SelfFunded == true) batch.SelfFunded++;

        var (left, number) = (row.ReleasedFen, 0);
        foreach (var (tranche, amount) in Approving.Instalments(programme, row.FundingMode, row.GrantFen))
        {
            // Where the released sum ends within an instalment, that one is split.
            var released = Math.Min(left, amount);
            left -= released;
            if (released > 0) Pay(tranche, released, true);
            if (released < amount) Pay(tranche, amount - released, false);
        }

        void Pay(Tranche tranche, long amount, bool released)
        {
            var payment = new Payment
            {
                ProjectId = project.Id, Number = ++number, AmountFen = amount, After = tranche.After, ConditionZh = tranche.Condition.Zh, ConditionEn = tranche.Condition.En, Definition = project.Definition, DefinitionVersion = project.DefinitionVersion,
                OrganisationId = project.OrganisationId, Area = project.Area, Category = project.Category, Batch = project.Batch, FundingMode = project.FundingMode, StateSince = context.Now,
                NeedsLeader = programme.Money.Levels.Any(level => level.Permission == Permissions.PaymentsApproveHigh && amount >= level.FromFen),
            };
            if (released) (payment.ReleasedOn, payment.ReleaseDocument) = (row.ApprovedOn, row.Document);
            context.Db.Add(payment);
            journal.Act(PaymentLifecycle.Table, payment, released ? "open" : "open-pending", new Act
            {
                OccurredOn = released ? row.ApprovedOn : null, Summary = released ? $"期初建账：第 {number} 期 {Money.Wan(amount)} 万元已下达，{row.Document}" : $"第 {number} 期 {Money.Wan(amount)} 万元", Payload = new { number, amountFen = amount },
                Posts = released ? [Post.Fen("programme.released", amount)] : [],
            });
        }
    }

    static async Task<Dictionary<string, Organisation>> OrganisationsAsync(ImportContext context, Journal journal, IReadOnlyList<ImportRow<ProjectRow>> rows, CancellationToken cancel)
    {
        var codes = rows.Select(row => row.Value.Uscc).Distinct().ToArray();
        var result = await context.Db.Organisations().Where(one => codes.Contains(one.Uscc)).ToDictionaryAsync(one => one.Uscc, cancel);
        foreach (var row in rows.Select(row => row.Value).Where(row => !result.ContainsKey(row.Uscc)).DistinctBy(row => row.Uscc))
        {
            // GB 32100: the first two signs tell what body registered it.
            var kind = row.Uscc[..2] switch { "11" => "government", "12" => "institute", ['9', _] => "enterprise", _ => "other" };
            var organisation = new Organisation { Uscc = row.Uscc, Name = row.Organisation, NameKey = Organisation.KeyOf(row.Organisation), Kind = kind, Area = row.Area, Industry = row.Industry, RegisteredAt = context.Now, VerifiedAt = context.Now };
            journal.Act(OrganisationLifecycle.Table, organisation, "register", new Act { Summary = $"随项目 {row.Number} 期初建账登记" });
            journal.Act(OrganisationLifecycle.Table, organisation, "verify", new Act { Summary = "期初建账，信用代码校验通过" });
            context.Db.Add(organisation);
            result[row.Uscc] = organisation;
        }
        return result;
    }

    /// <summary>The batch of a document: known by its number, else the next of the document's year.</summary>
    async Task<ApprovalBatch> BatchAsync(ImportContext context, ProjectRow row, IEnumerable<ApprovalBatch> added, CancellationToken cancel)
    {
        if (await context.Db.ApprovalBatches().FirstOrDefaultAsync(batch => batch.DocumentNumber == row.Document, cancel) is { } known) return known;
        var year = $"{DocumentNumber.Year(row.Document)}-";
        var stored = await context.Db.ApprovalBatches().Where(batch => batch.Definition == _definition.Name && batch.Code.StartsWith(year)).CountAsync(cancel);
        var number = stored + added.Count(batch => context.Db.Entry(batch).State == EntityState.Added && batch.Code.StartsWith(year, StringComparison.Ordinal)) + 1;
        var made = new ApprovalBatch
        {
            Definition = _definition.Name, Code = $"{year}{number}", Title = $"{_definition.Value.Label.Zh} {year}{number}", DocumentNumber = row.Document, ApprovedOn = row.ApprovedOn,
        };
        context.Db.Add(made);
        return made;
    }
}
