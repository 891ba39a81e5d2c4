using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Foundation.Accounts.Audit;

/// <summary>安全审计.</summary>
[Needs(Permissions.AuditRead)]
public sealed class ListModel : ListPage<SecurityEventList>;
