using Keguan.Foundation;
using Keguan.Statistics.Exports;

namespace Keguan.Reports.WorkReports;

/// <summary>A figure as it was printed, with everything that it rests on: what `figures.json` of a built report holds.</summary>
public sealed record BuiltFigure
{
    /// <summary>1, 2, 3 … in the order of the text.</summary>
    public required int Number { get; init; }

    /// <summary>Its numbers in an outside list.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];
    public required string Indicator { get; init; }
    public required string Label { get; init; }

    /// <summary>Not rounded; null where there is none.</summary>
    public decimal? Value { get; init; }

    /// <summary>As it stands in the text.</summary>
    public required string Printed { get; init; }
    public required string Unit { get; init; }
    public required string Period { get; init; }
    public required string Scope { get; init; }
    public string Area { get; init; } = "";
    public Hedge Qualifier { get; init; }
    public bool Provisional { get; init; }
    public bool Forecast { get; init; }
    public required Origin Origin { get; init; }
    public required string Formula { get; init; }

    /// <summary>Definition and version of the indicator.</summary>
    public required string Definition { get; init; }
    public long Postings { get; init; }
    public string Why { get; init; } = "";

    /// <summary>Of a computed figure: what went in.</summary>
    public IReadOnlyList<BuiltInput> Inputs { get; init; } = [];

    /// <summary>The first entries behind it.</summary>
    public IReadOnlyList<BuiltEntry> Entries { get; init; } = [];

    /// <summary>Names, where they were listed.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
    public int Line { get; init; }
    public string Chapter { get; init; } = "";
    public int Decimals { get; init; }
}

public sealed record BuiltInput(string Indicator, string Label, string Period, string Value, Origin Origin, long Postings);

public sealed record BuiltEntry(long? Position, DateOnly Day, string Quantity, string Name, string Summary);

/// <summary>A run of text, or a figure by its number.</summary>
public sealed record BuiltRun(string Text, int? Figure = null, bool Quotation = false, bool Free = false);

public sealed record BuiltBlock(BlockKind Kind, int Level, IReadOnlyList<BuiltRun> Runs, int Line)
{
    public string Text => string.Concat(Runs.Select(run => run.Text));
}

public enum FindingKind { Fault, Warning, Good }

/// <summary>What the check before issue found.</summary>
/// <param name="Figures">Numbers of the figures that it is about.</param>
public sealed record Finding(FindingKind Kind, string Rule, Text Message, IReadOnlyList<int> Figures);

/// <summary>A report that was built: the text, its figures, and what the check says.</summary>
public sealed record BuiltReport
{
    public required string Template { get; init; }
    public required string Version { get; init; }
    public required string Title { get; init; }
    public required string Period { get; init; }

    /// <summary>The position of the sealed Journal that the figures stand at; null: everything.</summary>
    public long? AsOf { get; init; }
    public required DateTime BuiltAt { get; init; }
    public required IReadOnlyList<BuiltBlock> Blocks { get; init; }
    public required IReadOnlyList<BuiltFigure> Figures { get; init; }
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
