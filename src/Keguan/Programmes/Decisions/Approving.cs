using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Numbering;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Decisions;

/// <summary>立项: after the publicity, by the bureau's leader, with a document number; each application becomes a project with targets, budget and plan of payments.</summary>
public sealed class Approving(KeguanDb db, Journal journal, Notices notices, ApplicationDossiers dossiers, DocumentNumbers documents)
{
    /// <summary>Approves everything of the publicity that no objection holds back. One document, one batch.</summary>
    public async Task<ApprovalBatch> ApproveAsync(Call call, Publicity publicity, ProgrammeDefinition programme, string documentNumber, CancellationToken cancel = default)
    {
        Refusal.If(!publicity.IsOver(journal.Now), $"公示期到 {publicity.EndsOn:yyyy-MM-dd} 止，期满后才能立项", $"The publicity runs until {publicity.EndsOn:yyyy-MM-dd}; approval comes after it");
        if (!DocumentNumber.TryParse(documentNumber, out var number, out var wrong)) throw new Refusal(wrong);
        await documents.RequireFreeAsync(number, cancel);
        Refusal.If(await db.Payments().AnyAsync(payment => payment.ReleaseDocument == number, cancel), $"文号 {number} 已用于拨款下达，请核对后填写其他文号", $"The number {number} is already borne by a release of payments. Check it and enter another one");
        var ids = publicity.Items.Select(item => item.ApplicationId).ToArray();
        var objected = await db.Applications().CountAsync(one => ids.Contains(one.Id) && one.State == ApplicationLifecycle.Objected, cancel);
        Refusal.If(objected > 0, $"还有 {objected} 项异议未处理完", $"{objected} objections have not been handled yet");
        var applications = await db.Applications().Include(one => one.Call).ThenInclude(one => one.Categories).Include(one => one.Sections).AsSplitQuery()
            .Where(one => ids.Contains(one.Id) && one.State == ApplicationLifecycle.Publicised).OrderBy(one => one.Number).ToListAsync(cancel);
        Refusal.If(applications.Count == 0, "没有可立项的申报", "There is nothing to approve");

        var today = ChinaTime.DayOf(journal.Now);
        var batch = new ApprovalBatch { Definition = call.Definition, CallId = call.Id, Code = call.Code, Title = call.Title, DocumentNumber = number, ApprovedOn = today };
        db.Add(batch);
        foreach (var application in applications)
        {
            var dossier = await dossiers.OpenAsync(application, cancel);
            var project = await FoundAsync(dossier, batch, programme, cancel);
            batch.Projects++;
            batch.GrantFen += project.GrantFen;
            if (programme.FundingMode(project.FundingMode)?.SelfFunded == true) batch.SelfFunded++;
        }
        journal.Note("publicity", publicity, "approved", new Act { Summary = $"立项 {batch.Projects} 项，{number}" });
        return batch;
    }

    async Task<Project> FoundAsync(ApplicationDossier dossier, ApprovalBatch batch, ProgrammeDefinition programme, CancellationToken cancel)
    {
        var application = dossier.Application;
        var grant = application.ProposedFen ?? 0;
        journal.Act(ApplicationLifecycle.Table, application, "approve", new Act { Summary = $"立项，{batch.DocumentNumber}，资助 {Money.Wan(grant)} 万元", Payload = new { batch.DocumentNumber, grantFen = grant } });
        application.StateSince = journal.Now;
        application.DueOn = null;
        var start = application.StartOn ?? batch.ApprovedOn;
        var project = new Project
        {
            Number = application.Number, ApplicationId = application.Id, CallId = application.CallId, ApprovalBatchId = batch.Id, Definition = application.Definition, DefinitionVersion = application.DefinitionVersion,
            Batch = batch.Code, OrganisationId = application.OrganisationId, OrganisationName = application.OrganisationName, Area = application.Area, LeaderId = application.LeaderId, LeaderName = application.LeaderName,
            LeaderKey = application.LeaderKey, RecommenderId = application.RecommenderId, HandlerId = application.HandlerId, HandlerName = application.HandlerName, Title = application.Title, Category = application.Category,
            FundingMode = application.FundingMode, Industry = application.Industry, Discipline = application.Discipline, GrantFen = grant, OwnFen = application.OwnFen, StartOn = start, EndOn = application.EndOn ?? start.AddYears(2),
            ApprovedOn = batch.ApprovedOn, DocumentNumber = batch.DocumentNumber, DueOn = batch.ApprovedOn.AddDays(programme.Agreement.Days.Whole), StateSince = journal.Now,
        };
        project.Targets.AddRange(TargetsOf(dossier.Reading, project.EndOn));
        project.Budget.AddRange(BudgetOf(dossier, application.GrantFen, grant));
        db.Add(project);
        journal.Act(ProjectLifecycle.Table, project, "approve", new Act
        {
            Summary = $"立项，{batch.DocumentNumber}", Payload = new { batch.DocumentNumber, grantFen = grant, ownFen = project.OwnFen, targets = project.Targets.Count },
            Posts = [Post.Count("programme.approved"), Post.Fen("programme.grant", grant)],
        });
        Plan(project, programme);
        await notices.TellOrganisationAsync(application.OrganisationId,
            T($"“{application.Title}”已立项（{batch.DocumentNumber}），请于 {project.DueOn:yyyy-MM-dd} 前提交任务书", $"“{application.Title}” was approved ({batch.DocumentNumber}); submit the agreement by {project.DueOn:yyyy-MM-dd}"),
            $"/programmes/agreements/details/{project.Id}", cancel);
        return project;
    }

    /// <summary>The definition's instalments of a grant; what doesn't divide goes into the last one.</summary>
    public static IReadOnlyList<(Tranche Tranche, long AmountFen)> Instalments(ProgrammeDefinition programme, string fundingMode, long grantFen)
    {
        if (grantFen <= 0) return [];
        var tranches = programme.FundingMode(fundingMode)?.PaidAfterwards == true
            ? [new Tranche { Percent = 100, Condition = T("验收通过并完成绩效评价", "Acceptance passed and evaluated"), After = "acceptance" }]
            : programme.Money.Tranches;
        var left = grantFen;
        var result = new List<(Tranche, long)>();
        foreach (var tranche in tranches)
        {
            var amount = result.Count == tranches.Count - 1 ? left : (long)Math.Round(grantFen * tranche.Percent / 100 / 100_000m, MidpointRounding.AwayFromZero) * 100_000;
            left -= amount;
            result.Add((tranche, amount));
        }
        return result;
    }

    /// <summary>The instalments of the definition; what doesn't divide goes into the last one. Nothing for a self-funded project; everything after acceptance where the mode pays afterwards.</summary>
    public void Plan(Project project, ProgrammeDefinition programme)
    {
        var instalments = Instalments(programme, project.FundingMode, project.GrantFen);
        var high = programme.Money.Levels.Where(level => level.Permission == Permissions.PaymentsApproveHigh).Select(level => (long?)level.FromFen).FirstOrDefault();
        for (var i = 0; i < instalments.Count; i++)
        {
            var (tranche, amount) = instalments[i];
            var payment = new Payment
            {
                ProjectId = project.Id, Number = i + 1, AmountFen = amount, After = tranche.After, ConditionZh = tranche.Condition.Zh, ConditionEn = tranche.Condition.En, Definition = project.Definition,
                DefinitionVersion = project.DefinitionVersion, OrganisationId = project.OrganisationId, Area = project.Area, Category = project.Category, Batch = project.Batch, FundingMode = project.FundingMode,
                NeedsLeader = high is { } from && amount >= from, StateSince = journal.Now,
            };
            db.Add(payment);
            journal.Act(PaymentLifecycle.Table, payment, "plan", new Act { Summary = $"第 {payment.Number} 期 {Money.Wan(amount)} 万元" });
        }
    }

    /// <summary>Typed targets of the form.</summary>
    public static IEnumerable<ProjectTarget> TargetsOf(FormReading reading, DateOnly end) =>
        (reading.Values.Get("targets") is { Kind: ValueKind.Rows } rows ? rows.AsRows : []).Select((row, i) => new ProjectTarget
        {
            Order = i + 1,
            Kind = Words(row, "kind"),
            Name = Words(row, "name"),
            Unit = Words(row, "unit"),
            Direction = Words(row, "direction") is { Length: > 0 } direction ? direction : "at-least",
            Baseline = Scaled(row, "baseline") ?? 0,
            Goal = Scaled(row, "goal") ?? 0,
            DueOn = row.GetValueOrDefault("due") is { Kind: ValueKind.Date } due ? due.AsDate : end,
            Method = Words(row, "method"),
        });

    /// <summary>Budget rows of the form; the asked grants shrink in proportion to what was granted, the last row takes the remainder.</summary>
    public static IEnumerable<BudgetItem> BudgetOf(ApplicationDossier dossier, long askedFen, long grantedFen)
    {
        if (dossier.Reading.Values.Get("budget") is not { Kind: ValueKind.Rows } rows) yield break;
        var left = grantedFen;
        for (var i = 0; i < rows.AsRows.Count; i++)
        {
            var row = rows.AsRows[i];
            var asked = row.GetValueOrDefault("grant") is { Kind: ValueKind.Money } grant ? grant.AsFen : 0;
            var share = i == rows.AsRows.Count - 1 ? left : askedFen == 0 ? 0 : (long)((decimal)asked * grantedFen / askedFen / 100_000m) * 100_000;
            left -= share;
            yield return new BudgetItem
            {
                Order = i + 1, Subject = Words(row, "subject"), Note = Words(row, "note"), GrantFen = share, OwnFen = row.GetValueOrDefault("own") is { Kind: ValueKind.Money } own ? own.AsFen : 0,
            };
        }
    }

    static string Words(IReadOnlyDictionary<string, Value> row, string key) => row.GetValueOrDefault(key) is { Kind: ValueKind.Text } text ? text.AsText : "";

    static long? Scaled(IReadOnlyDictionary<string, Value> row, string key) => row.GetValueOrDefault(key) is { Kind: ValueKind.Number } number ? (long)Math.Round(number.AsNumber * ProjectTarget.Scale) : null;
}
