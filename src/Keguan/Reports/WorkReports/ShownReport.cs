using Keguan.Foundation;
using Keguan.Statistics.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Reports.WorkReports;

/// <summary>A built report on a page: with the figure that is open beside it and the address that opens another.</summary>
/// <param name="Open">Number of the open figure.</param>
/// <param name="With">Address of the page with a figure open, or none.</param>
public sealed record ShownReport(BuiltReport Report, int? Open, long? AsOf, Func<int?, string> With)
{
    public BuiltFigure? Opened => Open is { } number && number >= 1 && number <= Report.Figures.Count ? Report.Figures[number - 1] : null;
    public int Bad => Report.Findings.Count(finding => finding.Kind != FindingKind.Good);

    public static Text OriginWords(Origin origin) => origin switch
    {
        Origin.Counted => T("记录计数", "records counted"),
        Origin.Summed => T("记录求和", "records added up"),
        Origin.Formula => T("公式计算", "computed"),
        _ => T("外部观测", "observed outside"),
    };
}
