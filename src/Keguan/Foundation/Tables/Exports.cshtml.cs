using Keguan.Foundation.Access;

namespace Keguan.Foundation.Tables;

[Needs(Permissions.AuditRead)]
public sealed class ExportsModel : ListPage<ExportList>;
