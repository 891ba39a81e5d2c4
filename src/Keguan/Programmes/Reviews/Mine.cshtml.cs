using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Programmes.Reviews;

/// <summary>我的评审: invitations, unfinished sheets, and what was done.</summary>
[Needs(Permissions.ReviewScore)]
public sealed class MineModel : ListPage<MyReviewList>;
