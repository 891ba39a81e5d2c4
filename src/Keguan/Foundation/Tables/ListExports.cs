using System.Globalization;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Sheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Tables;

/// <summary>导出记录: who took which rows of which list out of the system, and when.</summary>
public sealed class ListExport : ISubject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string List { get; init; }
    public required string Title { get; init; }

    /// <summary>Filters, sort and columns as in the address.</summary>
    public required string Query { get; init; }

    /// <summary>The filters in words.</summary>
    public required string Filter { get; init; }
    public required string Format { get; init; }
    public int Rows { get; set; }
    public Guid? AccountId { get; init; }
    public required string ActorName { get; init; }
    public required string ActorRole { get; init; }
    public required DateTime At { get; init; }

    public string State { get; set; } = "done";
    public int Sequence { get; set; }
    public SubjectFacts Facts => new();

    sealed class Mapping : IEntityTypeConfiguration<ListExport>
    {
        public void Configure(EntityTypeBuilder<ListExport> builder)
        {
            builder.ToTable("list_exports");
            builder.HasIndex(export => export.At);
            builder.HasIndex(export => new { export.List, export.At });
            builder.HasIndex(export => new { export.ActorName, export.At });
            builder.Ignore(export => export.Facts);
        }
    }
}

/// <summary>A file that was written; it deletes itself when it is closed.</summary>
public sealed record ListFile(Stream Content, string Name, string ContentType, int Rows);

/// <summary>
/// Exports exactly what a list shows: the same rows, columns and order, all pages. Row by row into a temporary file, so that neither a hundred thousand
/// rows take memory nor an error halfway looks like a whole file. Every export is recorded.
/// </summary>
public sealed class ListExports(KeguanDb db, Journal.Journal journal, CurrentActor actor, ListTotals totals, KeguanPaths paths, IOptions<ListOptions> options, SecurityLog log)
{
    public const string Subject = "export";

    public async Task<ListFile> ExportAsync(ListDefinition list, IEnumerable<KeyValuePair<string, StringValues>> given, SheetFormat format, CancellationToken cancel = default)
    {
        var context = new ListContext(db, actor.Value, journal.Now) { Memory = totals.Memory };
        return await ExportAsync(list, await ListQuery.ReadAsync(list, context, given), format, cancel);
    }

    public async Task<ListFile> ExportAsync(ListDefinition list, ListQuery query, SheetFormat format, CancellationToken cancel = default)
    {
        if (!actor.Value.Can(list.Permission)) throw new Refusal("您当前的身份无权导出此列表", "Your present role may not export this list");
        var context = new ListContext(db, actor.Value, journal.Now) { Memory = totals.Memory };
        var most = options.Value.ExportRows;
        var total = await list.CountAsync(context, query, totals, most, cancel);
        if (total.More)
            throw new Refusal($"符合条件的超过 {most} 项，一次最多导出 {most} 项。请先筛选（例如按批次或日期），再分次导出。", $"More than {most} rows match, and at most {most} are exported at once. Filter first, by batch or date for instance.");

        var who = actor.Value;
        var record = new ListExport
        {
            List = list.Name,
            Title = list.Title.Zh,
            Query = query.Url().TrimStart('?'),
            Filter = query.InWords(),
            Format = format.ToString().ToLowerInvariant(),
            AccountId = who.AccountId,
            ActorName = who.Name,
            ActorRole = who.Role,
            At = context.Now,
        };
        var sealedTo = await db.Set<JournalCheckpoint>().MaxAsync(checkpoint => (long?)checkpoint.Size, cancel) ?? 0;
        var file = new FileStream(Path.Combine(paths.Temporary, Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        try
        {
            var rows = record.Rows = await WriteAsync(list, query, context, format, file, record.Id, sealedTo, cancel);
            db.Add(record);
            journal.Note(Subject, record, "export", new Act
            {
                Summary = $"导出{list.Title.Zh} {rows} 行（{record.Format}）",
                Payload = new { record.List, record.Query, record.Format, record.Rows },
            });
            log.Add(SecurityKinds.Exported, detail: $"{record.Title} {rows} 行（{record.Format}）");
            await db.SaveChangesAsync(cancel);
            file.Position = 0;
            return new ListFile(file, $"{list.Title}-{ChinaTime.ToLocal(context.Now).ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture)}{SheetWriter.Extension(format)}", SheetWriter.ContentType(format), rows);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    static async Task<int> WriteAsync(ListDefinition list, ListQuery query, ListContext context, SheetFormat format, Stream to, Guid record, long sealedTo, CancellationToken cancel)
    {
        var columns = query.Columns;
        var plan = new SheetPlan(list.Title.ToString(), [.. columns.Select(Planned)])
        {
            Notes =
            [
                (T("条件", "Filters").ToString(), query.InWords()),
                (T("排序", "Order").ToString(), query.SortInWords()),
                (T("导出时间", "Exported at").ToString(), ChinaTime.Second(context.Now)),
                (T("导出人", "By").ToString(), context.Actor.Name + (context.Actor.RoleText.IsEmpty ? "" : T("，", ", ").ToString() + context.Actor.RoleText)),
                (T("日志已封存至", "Journal sealed to").ToString(), "#" + sealedTo.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u00a0')),
                (T("导出记录号", "Record of this export").ToString(), record.ToString()),
                (T("说明", "Note").ToString(), T("本表与导出时页面所示的条件、列和排序一致，含全部页。", "The same filters, columns and order as the page showed, all pages.").ToString()),
            ],
        };
        using var writer = SheetWriter.Create(format, to, plan);
        var values = new object?[columns.Count];
        await foreach (var row in list.StreamAsync(context, query).WithCancellation(cancel))
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = plan.Columns[i].Kind == CellKind.Text ? list.ShownValue(columns[i], row[i], context.Outside).ToString() : row[i];
            writer.Row(values);
        }
        writer.Finish();
        await to.FlushAsync(cancel);
        return (int)writer.Count;
    }

    static SheetColumn Planned(ListColumn column) => new(column.Key, column.Label.ToString(), column.Kind switch
    {
        ColumnKind.Money => CellKind.MoneyWan,
        ColumnKind.Number => CellKind.Number,
        ColumnKind.Date => CellKind.Date,
        ColumnKind.Time => CellKind.DateTime,
        _ => CellKind.Text,
    }, column.Unit.ToString(), column.Kind == ColumnKind.Money ? Math.Max(column.Decimals, 1) : null, column.IsTitle ? 42 : 0, column.Summed);
}
