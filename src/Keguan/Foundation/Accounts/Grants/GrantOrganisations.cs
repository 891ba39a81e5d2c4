using Keguan.Foundation.Data;

namespace Keguan.Foundation.Accounts.Grants;

/// <summary>An organisation as a grant needs it.</summary>
public sealed record GrantOrganisation(Guid Id, string Name, string Area);

/// <summary>
/// Finds an organisation by its 统一社会信用代码. Registered by the module that keeps the directory; Foundation does not know it, and the security
/// administrator, who sees no business data, types the code instead of looking through a list.
/// </summary>
public sealed record GrantOrganisations(Func<KeguanDb, string, CancellationToken, Task<GrantOrganisation?>> ByCode);
