using Keguan.Foundation.Access;

namespace Keguan.Foundation.Accounts.Grants;

/// <summary>An identity to be granted: role, and for whom where the role asks for it.</summary>
public sealed record NewGrant(Role Role)
{
    public Guid? OrganisationId { get; init; }
    public string OrganisationName { get; init; } = "";

    /// <summary>GB/T 2260 area of a recommending bureau.</summary>
    public string Area { get; init; } = "";
    public string Section { get; init; } = "";

    /// <summary>The person in the directory or the expert library.</summary>
    public Guid? PersonId { get; init; }

    public Text Words => RoleGrants.Words(Role, OrganisationName, Section);
}
