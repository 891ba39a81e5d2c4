using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Organisations.Integrity;

/// <summary>诚信记录.</summary>
[Needs(Permissions.IntegrityRead)]
public sealed class IndexModel : ListPage<IntegrityList>;
