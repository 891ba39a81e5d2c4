using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Organisations;

/// <summary>名录.</summary>
[Needs(Permissions.OrganisationsRead)]
public sealed class IndexModel : ListPage<OrganisationList>;
