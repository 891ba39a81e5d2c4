using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Imports;

/// <summary>Files that one has uploaded to import.</summary>
public sealed class ImportList : ListDefinition<Import>
{
    public ImportList() : base("imports", T("导入", "Imports"))
    {
        Row(x => x.Id, id => $"/imports/{id}");
        Column("file", T("文件", "File"), x => x.FileName).Title();
        Column("kind", T("导入到", "Into"), x => x.TitleZh);
        Time("at", T("上传时间", "Uploaded at"), x => x.At);
        Time("done", T("完成时间", "Done at"), x => x.DoneAt);
        Number("rows", T("行数", "Rows"), x => x.Rows).Sum();
        Status("state", T("状态", "State"), x => x.State, ImportLifecycle.Table);
        Sorts("-at");
        Search(T("文件、导入到", "File, into"), x => x.FileName, x => x.TitleZh, x => x.TitleEn);
        Choice("state", T("状态", "State"), x => x.State, ImportLifecycle.Table);
        DateRange("at", T("上传日期", "Uploaded on"), x => x.At).More();
        Empty = T("还没有上传过要导入的文件", "No file was uploaded yet");
        EmptyHint = T("请从各列表的“导入”进入。", "Begin with “Import” at the list in question.");
    }

    public override string Permission => Permissions.SignedIn;

    public override IQueryable<Import> Query(KeguanDb db, Actor actor) => db.Set<Import>().VisibleTo(actor);
}
