using System.Globalization;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Pages;

namespace Keguan.Reports.WorkReports;

/// <summary>工作报告: the templates.</summary>
[Needs(Permissions.ReportsRead)]
public sealed class IndexModel(ReportTemplates templates) : KeguanPage
{
    public IReadOnlyList<ReportTemplate> Templates => templates.All;
    public IReadOnlyList<DefinitionError> Errors => templates.Errors;
    public string Year => ChinaTime.DayOf(Now).Year.ToString(CultureInfo.InvariantCulture);
    public string Period => Year;
}
