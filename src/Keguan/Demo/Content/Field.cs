namespace Keguan.Demo.Content;

/// <summary>One of the sixteen specialities, with the words that its projects, enterprises and experts are made of.</summary>
public sealed record Field
{
    public required string Key { get; init; }
    public required string Zh { get; init; }
    public required string En { get; init; }

    /// <summary>Which ladder of titles and which manner of experiment: engineer, medical or agri.</summary>
    public required string Ladder { get; init; }

    /// <summary>What stands before 有限公司 in a name, with its GB/T 4754 code.</summary>
    public required IReadOnlyList<Sector> Sectors { get; init; }

    /// <summary>应用 targets.</summary>
    public required IReadOnlyList<Countable> Applications { get; init; }

    /// <summary>成果 targets beside patents and papers.</summary>
    public required IReadOnlyList<Countable> Outcomes { get; init; }
    public required IReadOnlyList<Topic> Topics { get; init; }
}

/// <param name="Focus">Parts of names of topics and objects that such an enterprise works on; empty for all of the field.</param>
public sealed record Sector(string Name, string Industry, IReadOnlyList<string> Focus);

public sealed record Countable(string Name, string Unit, int Low, int High);

/// <summary>A corner of a field: its objects of work, and tasks, innovations and equipment that fit each of them.</summary>
public sealed record Topic
{
    public required string Name { get; init; }

    /// <summary>GB/T 13745, five digits.</summary>
    public required string Discipline { get; init; }
    public required IReadOnlyList<Thing> Objects { get; init; }

    /// <summary>Where the results are used, unless an object names its own.</summary>
    public required IReadOnlyList<string> Scenes { get; init; }

    /// <summary>Clauses on what is wrong today.</summary>
    public required IReadOnlyList<string> Pains { get; init; }
    public required IReadOnlyList<WorkPackage> Tasks { get; init; }
    public required IReadOnlyList<string> Innovations { get; init; }
    public required IReadOnlyList<Metric> Metrics { get; init; }
    public required IReadOnlyList<Equipment> Equipment { get; init; }
}

/// <summary>What a project is about, with what may be done with it (stands behind it in a title), by which means (nouns that fit 基于…的 and 采用…), for whom.</summary>
public sealed record Thing(string Name, IReadOnlyList<string> Goals, IReadOnlyList<string> Methods, IReadOnlyList<string> Scenes);

public sealed record WorkPackage(string Heading, string Text);

/// <param name="Tenths">Unit price in tenths of 万元.</param>
public sealed record Equipment(string Name, int Tenths);

/// <summary>A technical target with the ranges in which baseline and goal lie, as numbers of <paramref name="Decimals"/> decimals.</summary>
/// <param name="Only">Parts of names of the objects that it is measured on; with “!” in front those that it is not. Empty for all.</param>
public sealed record Metric(string Name, string Unit, decimal BaselineLow, decimal BaselineHigh, decimal GoalLow, decimal GoalHigh, int Decimals, bool AtMost, string Method, string Only)
{
    public bool Fits(string thing) =>
        Only.Length == 0 || Only.TrimStart('!').Split('/').Any(part => thing.Contains(part, StringComparison.Ordinal)) != Only.StartsWith('!');
}
