namespace Keguan.Reports.WorkReports;

/// <summary>One figure in two builds of a report: different, or only in one of them.</summary>
public sealed record ChangedFigure(string Label, string Indicator, string Period, string Area, BuiltFigure? Before, BuiltFigure? After);

/// <summary>Two builds of a report, figure by figure.</summary>
public static class ReportDifference
{
    /// <summary>Figures whose value, hedge or standing changed, in the order of the later text; then those that are gone.</summary>
    public static IReadOnlyList<ChangedFigure> Of(BuiltReport before, BuiltReport after)
    {
        var earlier = before.Figures.ToDictionary(Key);
        var later = after.Figures.Select(Key).ToHashSet();
        return
        [
            .. after.Figures.Where(figure => earlier.GetValueOrDefault(Key(figure)) is not { } old || old.Value != figure.Value || old.Qualifier != figure.Qualifier || old.Provisional != figure.Provisional)
                .Select(figure => new ChangedFigure(figure.Label, figure.Indicator, figure.Period, figure.Area, earlier.GetValueOrDefault(Key(figure)), figure)),
            .. before.Figures.Where(figure => !later.Contains(Key(figure))).Select(figure => new ChangedFigure(figure.Label, figure.Indicator, figure.Period, figure.Area, figure, null)),
        ];

        static (string, string, string, bool) Key(BuiltFigure figure) => (figure.Indicator, figure.Period, figure.Area, figure.Names.Count > 0);
    }
}
