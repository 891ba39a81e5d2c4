using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Reports.Works;

/// <summary>工作报告.</summary>
[Needs(Permissions.ReportsRead)]
public sealed class IndexModel : ListPage<WorkReportList>;
