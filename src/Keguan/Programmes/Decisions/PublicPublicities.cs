using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Public;
using Keguan.Programmes.Definitions;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Decisions;

/// <summary>What the portal shows of the programmes' publicities: the fields that the definition makes public, and where to object.</summary>
public sealed class PublicPublicities(DefinitionStore definitions) : IPublicitySource
{
    public async Task<IReadOnlyList<PublicityHead>> ListAsync(KeguanDb db, DateTime now, string words, int most, CancellationToken cancel)
    {
        var today = ChinaTime.DayOf(now);
        var found = db.Publicities().AsNoTracking();
        if (words.Length > 0) found = found.Where(one => one.Title.Contains(words));
        var rows = await found.OrderBy(one => one.State == PublicityLifecycle.Running && one.EndsOn >= today ? 0 : 1).ThenByDescending(one => one.EndsOn).ThenByDescending(one => one.PublishedAt).Take(most)
            .Select(one => new
            {
                one.Id, one.Title, one.PublishedAt, one.EndsOn, one.State,
                Objections = db.Objections().Count(objection => objection.PublicityId == one.Id),
                Waiting = db.Objections().Count(objection => objection.PublicityId == one.Id && objection.State == ObjectionLifecycle.Received),
            }).ToListAsync(cancel);
        return [.. rows.Select(one => Head(one.Id, one.Title, one.PublishedAt, one.EndsOn, one.State, one.Objections, one.Waiting, today))];
    }

    public async Task<PublicityPage?> FindAsync(KeguanDb db, Guid id, DateTime now, CancellationToken cancel)
    {
        if (await db.Publicities().Include(one => one.Items).AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancel) is not { } publicity) return null;
        var programme = definitions.Get<ProgrammeDefinition>(publicity.Definition, publicity.DefinitionVersion).Value;
        var objections = await db.Objections().Where(one => one.PublicityId == id).Select(one => one.State).ToListAsync(cancel);
        var head = Head(id, publicity.Title, publicity.PublishedAt, publicity.EndsOn, publicity.State, objections.Count, objections.Count(state => state == ObjectionLifecycle.Received), ChinaTime.DayOf(now));
        var rule = programme.Approval.PublicityWorkingDays;
        return new PublicityPage(head,
        [
            new PublicTable(T($"拟立项项目 {publicity.Items.Count} 项", $"{publicity.Items.Count} proposed projects"), PublicFields.Columns(programme),
                [.. publicity.Items.OrderBy(item => item.Order).Select(item => new PublicRow(
                    PublicFields.Cells(programme, new PublicFacts(item.Number, item.Title, item.OrganisationName, item.Category, item.Area)),
                    head.Running ? $"/programmes/decisions/object/{item.Id}" : null))]),
        ])
        {
            Words = T($"经评审和研究，下列项目拟予立项，现予公示。公示期不少于 {rule.Shown.Zh}，依据：{rule.Basis}。", $"After review the projects below are proposed for approval. They are shown for at least {rule.Shown.En}; basis: {rule.Basis}."),
            HowToObject = head.Running
                ? T($"对公示内容有异议的，请于 {ChinaTime.Day(publicity.EndsOn)} 24:00 前实名提出并附证据。异议人的身份信息只用于核实，予以保密。", $"Objections must be named, with evidence, and received by {ChinaTime.Day(publicity.EndsOn)} 24:00. Who objects is kept confidential.")
                : T("公示已结束，逾期异议不予受理。", "The publicity has ended; objections are no longer taken."),
        };
    }

    static PublicityHead Head(Guid id, string title, DateTime publishedAt, DateOnly endsOn, string state, int objections, int waiting, DateOnly today)
    {
        var running = state == PublicityLifecycle.Running && today <= endsOn;
        var outcome = running ? default
            : objections == 0 ? T("无异议", "no objections")
            : waiting > 0 ? T($"异议 {objections} 件，处理中", $"{objections} objections, being handled")
            : T($"异议 {objections} 件，已答复", $"{objections} objections, answered");
        return new PublicityHead(id, title, ChinaTime.DayOf(publishedAt), endsOn, running, outcome);
    }
}
