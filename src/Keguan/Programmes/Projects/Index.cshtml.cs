using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Programmes.Projects;

[Needs(Permissions.ProjectsRead)]
public sealed class IndexModel : ListPage<ProjectList>;
