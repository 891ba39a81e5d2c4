using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

public sealed record PostingRow
{
    /// <summary>Its entry: no entry posts two amounts of money.</summary>
    public Guid Id { get; init; }
    public Guid ProjectId { get; init; }
    public string ProjectNumber { get; init; } = "";
    public string Title { get; init; } = "";
    public string Organisation { get; init; } = "";
    public string Measure { get; init; } = "";
    public long Fen { get; init; }
    public DateOnly OccurredOn { get; init; }
    public DateTime At { get; init; }
    public string Summary { get; init; } = "";
    public string Actor { get; init; } = "";
    public string Definition { get; init; } = "";
    public string Batch { get; init; } = "";
    public long? Position { get; init; }
}

/// <summary>资金分录: the entries of the Journal that the figures of money are the sums of.</summary>
public sealed class PostingList : ListDefinition<PostingRow>
{
    public PostingList() : base("payment-postings", T("资金分录", "Postings of money"))
    {
        Unit = T("笔", "postings");
        Row(one => one.Id);
        Date("on", T("日期", "Day"), one => one.OccurredOn);
        Coded("measure", T("科目", "Measure"), one => one.Measure, Named);
        Column("project", T("项目编号", "Project"), one => one.ProjectNumber).LinksTo(one => one.ProjectId, id => $"/programmes/payments/project/{id}");
        Column("title", T("项目名称", "Title"), one => one.Title).Clip();
        Column("organisation", T("承担单位", "Organisation"), one => one.Organisation).Clip();
        Amount("amount", T("金额", "Amount"), one => one.Fen).Sum();
        Column("summary", T("摘要", "Summary"), one => one.Summary).Unsorted();
        Column("actor", T("经办", "By"), one => one.Actor).Unsorted();
        Column("batch", T("批次", "Batch"), one => one.Batch).Hidden();
        Time("at", T("记录时间", "Recorded"), one => one.At).Hidden();
        Number("position", T("记录位置", "Position"), one => one.Position).Unsorted();
        Search(T("项目编号、名称、单位", "Project, title, organisation"), one => one.ProjectNumber, one => one.Title, one => one.Organisation);
        Choice("measure", T("科目", "Measure"), one => one.Measure, Balances.Measures.Select(measure => new Option(measure, Named(measure))));
        Choice("batch", T("批次", "Batch"), one => one.Batch, async context => [.. (await ProjectBatches.AllAsync(context.Db)).Select(batch => new Option(batch, Text.Same(batch)))]);
        DateRange("on", T("日期", "Day"), one => one.OccurredOn);
        Choice("definition", T("计划", "Programme"), one => one.Definition, async context => [.. (await context.Db.Set<Project>().Select(project => project.Definition).Distinct().ToListAsync()).Select(key => new Option(key, Text.Same(key)))]).Silent();
        Sorts("-on");
        Empty = T("没有分录", "Nothing was posted");
    }

    public override string Permission => Permissions.JournalRead;

    static Text Named(string measure) => measure switch
    {
        Balances.Granted => T("核定资助", "Granted"),
        Balances.Released => T("下达", "Released"),
        Balances.Paid => T("拨付", "Paid"),
        Balances.Recovered => T("追回", "Recovered"),
        _ => Text.Same(measure),
    };

    public override IQueryable<PostingRow> Query(KeguanDb db, Actor actor)
    {
        var measures = Balances.Measures.ToArray();
        var payments = db.Payments();
        return from posting in db.Set<Posting>()
               where measures.Contains(posting.Measure)
               join entry in db.Set<Entry>() on posting.EntryId equals entry.Id
               join payment in payments on entry.SubjectId equals payment.Id into paid
               from payment in paid.DefaultIfEmpty()
               join project in db.Projects().VisibleTo(actor) on payment == null ? entry.SubjectId : payment.ProjectId equals project.Id
               select new PostingRow
               {
                   Id = entry.Id, ProjectId = project.Id, ProjectNumber = project.Number, Title = project.Title, Organisation = project.OrganisationName, Measure = posting.Measure, Fen = posting.Quantity,
                   OccurredOn = posting.OccurredOn, At = entry.At, Summary = entry.Text!.Summary, Actor = entry.Text.ActorName, Definition = posting.Definition, Batch = posting.Batch,
                   Position = db.Set<Seal>().Where(seal => seal.EntryId == entry.Id).Select(seal => (long?)seal.Position).FirstOrDefault(),
               };
    }
}
