using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Organisations.People;

/// <summary>人员.</summary>
[Needs(Permissions.OrganisationOwn)]
public sealed class IndexModel : ListPage<PeopleList>;
