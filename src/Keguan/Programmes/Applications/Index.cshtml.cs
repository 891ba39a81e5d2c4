using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Programmes.Applications;

[Needs(Permissions.ApplicationsRead)]
public sealed class IndexModel : ListPage<ApplicationList>;
