using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Tables;

/// <summary>导出记录: which export was made by whom, for the audit administrator.</summary>
public sealed class ExportList : ListDefinition<ListExport>
{
    public ExportList() : base("exports", T("导出记录", "Exports"))
    {
        Row(x => x.Id);
        Time("at", T("时间", "At"), x => x.At);
        Column("who", T("导出人", "By"), x => x.ActorName).Title();
        Coded("role", T("身份", "Role"), x => x.ActorRole, code => Roles.Find(code)?.Label ?? T("系统", "System"));
        Column("title", T("列表", "List"), x => x.Title);
        Column("filter", T("条件", "Filters"), x => x.Filter).Clip();
        Column("format", T("格式", "Format"), x => x.Format);
        Number("rows", T("行数", "Rows"), x => x.Rows).Sum();
        Sorts("-at");
        Search(T("导出人、列表、条件", "Who, list, filters"), x => x.ActorName, x => x.Title, x => x.Filter);
        Choice("format", T("格式", "Format"), x => x.Format, new Option("xlsx", Text.Same("Excel")), new Option("csv", Text.Same("CSV")), new Option("json", Text.Same("JSON")));
        DateRange("at", T("日期", "Date"), x => x.At);
        NumberRange("rows", T("行数", "Rows"), x => x.Rows).More();
        Unit = T("次", "exports");
        Empty = T("还没有人导出过列表", "Nobody has exported a list yet");
    }

    public override string Permission => Permissions.AuditRead;

    public override IQueryable<ListExport> Query(KeguanDb db, Actor actor) => db.Set<ListExport>();
}
