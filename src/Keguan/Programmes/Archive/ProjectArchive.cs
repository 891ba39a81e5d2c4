using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Lifecycle;
using Keguan.Programmes.Acceptance;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Evaluation;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Archive;

/// <summary>
/// 项目全卷: everything of a project as one ZIP — forms and decisions as Word (and PDF where it can be made), signed papers, all files, the Journal as JSON and as
/// text, and a manifest with the hash of each. The organisation gets what it may see: no names of the bureau's people, no opinion before the conclusion.
/// </summary>
public sealed class ProjectArchive(KeguanDb db, CurrentActor actor, ApplicationDossiers dossiers, DefinitionStore definitions, FileStore files, CodeTables codes, PdfWorker pdf, Lifecycles lifecycles, TimeProvider time)
{
    sealed record Paper(string Path, WordDocument Document);

    public async Task<Foundation.Documents.Archive.Manifest> WriteAsync(Guid projectId, Stream output, Action<int, int, Text> report, CancellationToken cancel)
    {
        var project = await db.Projects().VisibleTo(actor.Value).AsNoTracking().Include(one => one.Targets).Include(one => one.Budget).AsSplitQuery().FirstAsync(one => one.Id == projectId, cancel);
        var programme = definitions.Get<ProgrammeDefinition>(project.Definition, project.DefinitionVersion).Value;
        var papers = new List<Paper>();
        var stored = new List<(string Folder, StoredFile File)>();
        var subjects = new List<(string Type, Guid Id)> { ("project", project.Id) };

        await ApplicationAsync(project, papers, stored, subjects, cancel);
        await AgreementAsync(project, programme, papers, stored, subjects, cancel);
        await SupervisionAsync(project, programme, papers, stored, subjects, cancel);
        await AcceptanceAsync(project, programme, papers, stored, subjects, cancel);
        subjects.AddRange((await db.Payments().Where(payment => payment.ProjectId == project.Id).Select(payment => payment.Id).ToListAsync(cancel)).Select(id => ("payment", id)));

        var (done, total) = (0, papers.Count * (pdf.Available ? 2 : 1) + stored.Count + 2);
        void Step(string zh, string en) => report(++done, total, new Text(zh, en));
        await using var archive = await Foundation.Documents.Archive.Begin(output, $"{project.Number} {project.Title}", new DateTimeOffset(ChinaTime.ToLocal(time.GetUtcNow().UtcDateTime), ChinaTime.Offset), cancel);
        foreach (var paper in papers)
        {
            await archive.Add(paper.Path + ".docx", paper.Document.ToArray(), cancel: cancel);
            Step("写入文书", "Papers");
            if (!pdf.Available) continue;
            await archive.Add(paper.Path + ".pdf", await pdf.Convert(paper.Document, cancel), cancel: cancel);
            Step("转换 PDF", "PDF");
        }
        foreach (var (folder, file) in stored)
        {
            await using var content = files.Open(file);
            await archive.Add($"{folder}/{file.Name}", content, string.Create(CultureInfo.InvariantCulture, $"{ChinaTime.Second(file.UploadedAt)} 上传"), cancel);
            Step("写入附件", "Files");
        }
        var (json, text) = await JournalAsync(project, subjects, cancel);
        await archive.Add("09 记录/记录.json", json, cancel: cancel);
        Step("写入记录", "Journal");
        await archive.Add("09 记录/记录.txt", text, cancel: cancel);
        Step("写入记录", "Journal");
        return await archive.Finish(cancel);
    }

    async Task ApplicationAsync(Project project, List<Paper> papers, List<(string, StoredFile)> stored, List<(string, Guid)> subjects, CancellationToken cancel)
    {
        if (project.ApplicationId is { } id && await dossiers.FindAsync(id, actor.Value, cancel) is { } dossier)
        {
            papers.Add(new Paper("01 申报/申报书", Applications.PrintModel.Document(dossier, actor.Value.Audience == Audience.Applicant)));
            stored.AddRange(dossier.Files.Select(file => ("01 申报/附件", file)));
            subjects.Add(("application", id));
        }
        papers.Add(new Paper("02 立项/立项通知", new WordDocument("立项通知书", project.Number).Title()
            .Facts([
                new("项目名称", project.Title, true), new("承担单位", project.OrganisationName), new("项目负责人", project.LeaderName), new("立项文号", project.DocumentNumber), new("立项日期", ChinaTime.Day(project.ApprovedOn)),
                new("核定资助（万元）", Money.Wan(project.GrantFen)), new("自筹（万元）", Money.Wan(project.OwnFen)), new("执行期", $"{ChinaTime.Day(project.StartOn)} 至 {ChinaTime.Day(project.EndOn)}"),
            ])));
    }

    async Task AgreementAsync(Project project, ProgrammeDefinition programme, List<Paper> papers, List<(string, StoredFile)> stored, List<(string, Guid)> subjects, CancellationToken cancel)
    {
        if (await db.Agreements().AsNoTracking().FirstOrDefaultAsync(one => one.ProjectId == project.Id, cancel) is { } agreement)
        {
            papers.Add(new Paper("03 任务书/任务书", AgreementPaper.Of(project, agreement, programme)));
            subjects.Add(("agreement", agreement.Id));
        }
        foreach (var file in await files.List(new FileOwner("project", project.Id), cancel: cancel))
            stored.Add((file.Slot is ProjectSlots.Agreement or ProjectSlots.SignedAgreement ? "03 任务书/签章件" : "08 其他附件", file));
    }

    async Task SupervisionAsync(Project project, ProgrammeDefinition programme, List<Paper> papers, List<(string, StoredFile)> stored, List<(string, Guid)> subjects, CancellationToken cancel)
    {
        var spending = await db.Spending().AsNoTracking().Where(row => row.ProjectId == project.Id).ToListAsync(cancel);
        if (await db.Midterms().AsNoTracking().FirstOrDefaultAsync(one => one.ProjectId == project.Id && one.SubmittedAt != null, cancel) is { } report)
        {
            var (form, targets, attached) = await FormAsync(project, programme.Supervision.Midterm, MidtermReport.Subject, report.Id, report.Data, null, cancel);
            papers.Add(new Paper("04 过程/中期报告", MidtermPaper.Of(project, report, programme, form, targets, spending)));
            stored.AddRange(attached.Select(file => ("04 过程/中期报告附件", file)));
            subjects.Add((MidtermReport.Subject, report.Id));
        }
        foreach (var visit in await db.SiteVisits().AsNoTracking().Where(one => one.ProjectId == project.Id).OrderBy(one => one.VisitedOn).ToListAsync(cancel))
        {
            var folder = $"04 过程/现场检查 {ChinaTime.Day(visit.VisitedOn)}";
            papers.Add(new Paper($"{folder}/现场检查记录", new WordDocument("现场检查记录", project.Number).Title()
                .Facts([new("项目名称", project.Title, true), new("检查日期", ChinaTime.Day(visit.VisitedOn)), new("参加人员", visit.Participants, true)]).Heading(1, "检查情况").Paragraph(visit.Findings)));
            stored.AddRange((await files.List(new FileOwner(SiteVisit.Owner, visit.Id), cancel: cancel)).Select(file => (folder, file)));
        }
        foreach (var one in await db.Rectifications().AsNoTracking().Where(one => one.ProjectId == project.Id).OrderBy(one => one.Number).ToListAsync(cancel))
        {
            var folder = string.Create(CultureInfo.InvariantCulture, $"04 过程/整改 {one.Number}");
            papers.Add(new Paper($"{folder}/整改记录", new WordDocument("整改记录", project.Number).Title()
                .Facts([new("项目名称", project.Title, true), new("通知日期", ChinaTime.Day(one.OpenedOn)), new("整改期限", ChinaTime.Day(one.DueOn)), new("状态", RectificationLifecycle.Table.StateOf(one.State).Inside.Zh), new("关闭日期", one.ClosedOn is { } on ? ChinaTime.Day(on) : "")])
                .Heading(1, "整改事项").Paragraph(one.Items).Heading(1, "整改情况").Paragraph(one.Report.Length > 0 ? one.Report : "（未报告）")));
            stored.AddRange((await files.List(new FileOwner(Rectification.Subject, one.Id), cancel: cancel)).Select(file => (folder, file)));
            subjects.Add((Rectification.Subject, one.Id));
        }
    }

    async Task AcceptanceAsync(Project project, ProgrammeDefinition programme, List<Paper> papers, List<(string, StoredFile)> stored, List<(string, Guid)> subjects, CancellationToken cancel)
    {
        var spending = await db.Spending().AsNoTracking().Where(row => row.ProjectId == project.Id).ToListAsync(cancel);
        var requests = await db.AcceptanceRequests().AsNoTracking().Include(one => one.Project).ThenInclude(one => one.Targets).Include(one => one.Experts).Include(one => one.Points).AsSplitQuery()
            .Where(one => one.ProjectId == project.Id && one.SubmittedAt != null).OrderBy(one => one.Round).ToListAsync(cancel);
        foreach (var request in requests)
        {
            var folder = requests.Count == 1 ? "05 验收" : string.Create(CultureInfo.InvariantCulture, $"05 验收/第 {request.Round} 次");
            var (form, targets, attached) = await FormAsync(project, programme.Acceptance.Request, AcceptanceRequest.Subject, request.Id, request.Data, AcceptanceWords.AlsoRequired(project, programme), cancel);
            var open = actor.Value.SeesAll || request.State == AcceptanceLifecycle.Concluded;
            papers.Add(new Paper($"{folder}/验收申请", AcceptancePaper.Request(request, programme, form, targets, spending)));
            if (open && request.OpinionAt is not null) papers.Add(new Paper($"{folder}/专家组意见", AcceptancePaper.Opinion(request, programme)));
            if (request.Certificate.Length > 0) papers.Add(new Paper($"{folder}/验收证书", AcceptancePaper.Certificate(request, programme, $"/portal/verify?number={request.Certificate}")));
            stored.AddRange(attached.Where(file => open || file.Slot != Acceptance.ProjectModel.Signed.Key).Select(file => ($"{folder}/附件", file)));
            subjects.Add((AcceptanceRequest.Subject, request.Id));
        }
        if (await db.Settlements().AsNoTracking().FirstOrDefaultAsync(one => one.ProjectId == project.Id, cancel) is { } settlement) papers.Add(new Paper("06 终止与撤销/清算决定", AcceptancePaper.Decision(project, settlement)));
        if (await db.Evaluations().AsNoTracking().Include(one => one.Points).FirstOrDefaultAsync(one => one.ProjectId == project.Id, cancel) is { } evaluation) papers.Add(new Paper("07 绩效/绩效评价表", EvaluationPaper.Of(project, evaluation, programme)));
    }

    async Task<(ProjectForm Form, TargetReports Targets, List<StoredFile> Files)> FormAsync(Project project, FormDefinition definition, string type, Guid id, string data, IReadOnlySet<string>? also, CancellationToken cancel)
    {
        var attached = await files.List(new FileOwner(type, id), cancel: cancel);
        return (ProjectForm.Of(definition, FormValues.FromJson(data), attached, codes, ChinaTime.Today(time), also), await TargetReports.LoadAsync(db, project, id, attached, editing: false, cancel), attached);
    }

    /// <summary>All entries in order: with postings, hash and position in the sealed Journal; the names of the bureau's people only for the bureau.</summary>
    async Task<(byte[] Json, byte[] Text)> JournalAsync(Project project, List<(string Type, Guid Id)> subjects, CancellationToken cancel)
    {
        var ids = subjects.Select(subject => subject.Id).ToArray();
        var types = subjects.Select(subject => subject.Type).Distinct().ToArray();
        var rows = await db.Set<Entry>().AsNoTracking().Include(entry => entry.Text).Include(entry => entry.Postings).AsSplitQuery()
            .Where(entry => ids.Contains(entry.SubjectId) && types.Contains(entry.SubjectType)).OrderBy(entry => entry.At).ThenBy(entry => entry.Id).ToListAsync(cancel);
        var entryIds = rows.Select(entry => entry.Id).ToArray();
        var seals = await db.Set<Seal>().AsNoTracking().Where(seal => entryIds.Contains(seal.EntryId)).ToDictionaryAsync(seal => seal.EntryId, seal => seal.Position, cancel);
        var inside = actor.Value.SeesAll;
        string Who(Entry entry) => inside || entry.ActorRole.Length == 0 || Roles.Members.Any(role => role.Code == entry.ActorRole) ? entry.Text?.ActorName ?? "" : Roles.Find(entry.ActorRole)?.Label.Zh ?? entry.Text?.ActorName ?? "";

        var list = new JsonArray();
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{project.Number} {project.Title}\n记录 {rows.Count} 条，{ChinaTime.Second(time.GetUtcNow().UtcDateTime)} 生成\n\n");
        foreach (var entry in rows)
        {
            var position = seals.TryGetValue(entry.Id, out var at) ? at : (long?)null;
            list.Add(new JsonObject
            {
                ["id"] = entry.Id, ["subject"] = entry.SubjectType, ["subjectId"] = entry.SubjectId, ["sequence"] = entry.Sequence, ["definition"] = entry.Definition, ["action"] = entry.Action, ["from"] = entry.From, ["to"] = entry.To,
                ["at"] = entry.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), ["occurredOn"] = ChinaTime.Day(entry.OccurredOn), ["actor"] = Who(entry), ["role"] = entry.ActorRole,
                ["summary"] = entry.Text?.Summary, ["reason"] = entry.Text?.Reason, ["payload"] = inside && entry.Text is { } said ? JsonNode.Parse(said.Payload) : null, ["salt"] = inside ? entry.Text?.Salt : null, ["textHash"] = entry.TextHash, ["position"] = position,
                ["postings"] = new JsonArray([.. entry.Postings.OrderBy(posting => posting.Index).Select(posting => (JsonNode)new JsonObject { ["measure"] = posting.Measure, ["quantity"] = posting.Quantity, ["unit"] = posting.Unit, ["occurredOn"] = ChinaTime.Day(posting.OccurredOn) })]),
            });
            var words = entry.Text?.Summary is { Length: > 0 } summary ? summary : lifecycles.Done(entry.SubjectType, entry.Action).Zh;
            text.Append(CultureInfo.InvariantCulture, $"{ChinaTime.Second(entry.At)}  {words}  {Who(entry)}{(position is { } number ? $"  #{number}" : "")}\n");
            if (entry.Text?.Reason is { Length: > 0 } reason) text.Append(CultureInfo.InvariantCulture, $"    {reason.Replace("\n", "\n    ", StringComparison.Ordinal)}\n");
        }
        var options = new JsonSerializerOptions(Journal.Json) { WriteIndented = true };
        return (Encoding.UTF8.GetBytes(list.ToJsonString(options)), Encoding.UTF8.GetBytes(text.ToString()));
    }
}
