using Keguan.Reports.WorkReports;
using Keguan.Statistics.Exports;

namespace Keguan.Tests.Reports.WorkReports;

public sealed class ReportDifferenceTests
{
    static BuiltReport Report(params (string Indicator, decimal? Value)[] figures) => new()
    {
        Template = "t", Version = "1", Title = "题", Period = "2019", BuiltAt = DateTime.UnixEpoch, Blocks = [],
        Figures = [.. figures.Select((figure, i) => new BuiltFigure { Number = i + 1, Indicator = figure.Indicator, Label = figure.Indicator, Value = figure.Value, Printed = "", Unit = "项", Period = "2019", Scope = "", Origin = Origin.Counted, Formula = "", Definition = "" })],
    };

    [Fact]
    public void Figures_that_changed_came_or_went_are_told()
    {
        var changed = ReportDifference.Of(Report(("a", 1), ("b", 2), ("c", 3)), Report(("a", 1), ("b", 5), ("d", null)));
        Assert.Equal([("b", (decimal?)2, (decimal?)5), ("d", null, null), ("c", 3, null)], changed.Select(one => (one.Indicator, one.Before?.Value, one.After?.Value)));
        Assert.Empty(ReportDifference.Of(Report(("a", 1)), Report(("a", 1))));
    }
}
