using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Foundation.Jobs;

[Needs(Permissions.SignedIn)]
public sealed class IndexModel : ListPage<JobList>;
