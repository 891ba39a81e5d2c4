using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Programmes.Changes;

[Needs(Permissions.ProjectsRead)]
public sealed class IndexModel : ListPage<ChangeList>;
