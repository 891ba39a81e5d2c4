using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Programmes.Acceptance;

/// <summary>验收: what is due, requested, under way and concluded.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class IndexModel : ListPage<AcceptanceList>;
