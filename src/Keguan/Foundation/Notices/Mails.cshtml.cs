using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Foundation.Notices;

[Needs(Permissions.SystemManage)]
public sealed class MailsModel : ListPage<MailList>;
