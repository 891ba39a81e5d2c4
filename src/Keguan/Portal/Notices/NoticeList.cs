using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using static Keguan.Foundation.Texts;

namespace Keguan.Portal.Notices;

/// <summary>门户通知 for those who write them.</summary>
public sealed class NoticeList : ListDefinition<PortalNotice>
{
    public NoticeList() : base("portal-notices", T("门户通知", "Portal notices"))
    {
        Row(one => one.Id, id => $"/portal/notices/edit/{id}");
        Column("title", T("标题", "Title"), one => one.Title).Title();
        Coded("kind", T("种类", "Kind"), one => one.Kind, PortalNoticeKinds.Of);
        Column("document", T("文号", "Document number"), one => one.DocumentNumber);
        Column("section", T("承办科室", "Section"), one => one.Section);
        Time("created", T("起草时间", "Drafted"), one => one.CreatedAt).Hidden();
        Time("published", T("发布时间", "Published"), one => one.PublishedAt);
        Status("state", T("状态", "State"), one => one.State, PortalNoticeLifecycle.Table);
        Search(T("标题、文号", "Title, document number"), one => one.Title, one => one.DocumentNumber);
        Choice("state", T("状态", "State"), one => one.State, PortalNoticeLifecycle.Table);
        Choice("kind", T("种类", "Kind"), one => one.Kind, PortalNoticeKinds.All.Select(kind => new Option(kind.Key, kind.Value)));
        DateRange("published", T("发布日期", "Published on"), one => one.PublishedAt);
        Tab("drafts", T("草稿", "Drafts"), "state=draft");
        Tab("published", T("已发布", "Published"), "state=published");
        Sorts("-created");
        Unit = T("份", "notices");
        Empty = T("还没有门户通知", "No notices yet");
        EmptyHint = T("通知、政策文件和办事指南在这里起草，发布后在门户公开。", "Notices, policy documents and guides are drafted here and become public when published.");
        EmptyUrl = "/portal/notices/edit";
        EmptyAct = T("起草", "Draft one");
    }

    public override string Permission => Permissions.NoticesManage;

    public override IQueryable<PortalNotice> Query(KeguanDb db, Actor actor) => db.PortalNotices().VisibleTo(actor);
}
