using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Foundation.Accounts.Grants;

/// <summary>授权: everybody who signs in, with what he holds.</summary>
[Needs(Permissions.GrantsManage)]
public sealed class ListModel : ListPage<GrantList>;
