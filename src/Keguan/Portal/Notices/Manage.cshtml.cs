using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Portal.Notices;

[Needs(Permissions.NoticesManage)]
public sealed class ManageModel : ListPage<NoticeList>;
