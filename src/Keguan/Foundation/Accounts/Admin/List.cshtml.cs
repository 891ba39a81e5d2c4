using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Foundation.Accounts.Admin;

/// <summary>账号: what the system administrator sees of people, and nothing of the business.</summary>
[Needs(Permissions.AccountsManage)]
public sealed class ListModel : ListPage<AccountList>;
