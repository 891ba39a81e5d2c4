using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Review.Experts;

/// <summary>专家库: who is in it, for what, and how much each has in hand.</summary>
[Needs(Permissions.ExpertsRead)]
public sealed class IndexModel : ListPage<ExpertList>;
