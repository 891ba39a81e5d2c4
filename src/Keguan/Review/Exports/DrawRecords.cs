using Keguan.Foundation;
using Keguan.Review.Draws;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Exports;

/// <summary>One thing that was looked at in a record.</summary>
/// <param name="Key">As `keguan draw verify` names it.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Problem">Null where it holds.</param>
public sealed record DrawFinding(string Key, Text Name, Text? Problem);

/// <summary>A record of a draw, verified, with what a certificate says of it.</summary>
public sealed record DrawReport
{
    /// <summary>What was looked at, in order, up to the first that does not hold.</summary>
    public required IReadOnlyList<DrawFinding> Findings { get; init; }

    /// <summary>False where a lottery could not be compared with the fairest one in the time given.</summary>
    public required bool IsCompared { get; init; }

    public Text? Problem => Findings[^1].Problem;
    public string? Title { get; init; }
    public string? Number { get; init; }
    public string? Method { get; init; }
    public string? Function { get; init; }
    public string? RecordHash { get; init; }
    public string? Root { get; init; }
    public int Candidates { get; init; }
    public int Iteration { get; init; }
    public IReadOnlyList<string> Sources { get; init; } = [];
    public IReadOnlyList<string> Panel { get; init; } = [];
    public int Declined { get; init; }

    /// <summary>How many were called from the reserve.</summary>
    public int Called { get; init; }
}

/// <summary>Verification of draw records, for those outside of the module.</summary>
public static class DrawRecords
{
    /// <summary>The names of all that is looked at, in order.</summary>
    public static IReadOnlyList<DrawFinding> Names { get; } = [.. Enum.GetValues<DrawCheck>().Select(check => new DrawFinding(Key(check), Name(check), null))];

    /// <summary>Verifies a record.</summary>
    /// <param name="utf8">The file as it came.</param>
    /// <param name="time">For the comparison of a lottery with the fairest one; all else is quick.</param>
    public static DrawReport Verify(ReadOnlySpan<byte> utf8, TimeSpan time)
    {
        using var stop = new CancellationTokenSource(time);
        var verdict = DrawVerification.Verify(utf8, stop.Token);
        IReadOnlyList<DrawFinding> findings = [.. verdict.Steps.Select(step => new DrawFinding(Key(step.Check), Name(step.Check), step.Problem))];
        // Of what does not hold nothing is repeated: it may have been written by anybody.
        if (!verdict.IsValid || verdict.Record is not { } record) return new DrawReport { Findings = findings, IsCompared = true };
        return new DrawReport
        {
            Findings = findings,
            IsCompared = verdict.IsCompared,
            Title = record["title"]?.ToString(),
            Number = record["draw"]?.ToString(),
            Method = record["method"]!.ToString(),
            Function = record["hash"]?.ToString() ?? "MD5",
            RecordHash = record["recordHash"]!.ToString(),
            Root = record["frozen"]?["candidates"]?.ToString(),
            Candidates = record["candidates"]?.AsArray().Count ?? record["pool"]!.GetValue<int>(),
            Iteration = record["iteration"]?.GetValue<int>() ?? 1,
            Sources = [.. record["parties"]?.AsArray().Select(party => party!["name"]!.ToString()) ?? [], .. record["beacon"] is { } beacon ? new[] { beacon["source"]?.ToString() ?? Beacon(beacon["kind"]!.ToString()).ToString() } : []],
            Panel = [.. (record["panel"] ?? record["selected"])!.AsArray().Select(one => one!.ToString())],
            Declined = record["declined"]?.AsArray().Count ?? 0,
            Called = record["replacements"]?.AsArray().Sum(one => one!["called"]!.AsArray().Count) ?? 0,
        };
    }

    static Text Beacon(string kind) => kind switch
    {
        "drand" => T("drand 信标", "the drand beacon"),
        "numbers" => T("公开号码", "public numbers"),
        _ => T("公开文字", "a public text"),
    };

    static string Key(DrawCheck check) => check.ToString().ToLowerInvariant();

    static Text Name(DrawCheck check) => check switch
    {
        DrawCheck.Form => T("格式", "Form"),
        DrawCheck.Candidates => T("候选名单与封存的根一致", "The candidates give the frozen root"),
        DrawCheck.Plan => T("抽取方案与封存的摘要一致", "The plan gives the frozen hash"),
        DrawCheck.Parties => T("各方揭示的值与事先的承诺一致", "What each party revealed matches its commitment"),
        DrawCheck.Beacon => T("外部信标", "Outside beacon"),
        DrawCheck.Randomness => T("共同随机数由各方的值得出", "The joint randomness follows from all values"),
        DrawCheck.Lottery => T("抽签：每个评审组都符合方案，各人机会如公布", "Lottery: every panel satisfies the plan, chances are as published"),
        DrawCheck.Order => T("抽取顺序由共同随机数得出", "The order follows from the randomness"),
        DrawCheck.Panel => T("入选名单由顺序和配额得出", "The selection follows from order and quotas"),
        DrawCheck.Reserve => T("备选顺序", "Reserve"),
        DrawCheck.Replacements => T("递补按抽取顺序进行", "Replacements follow the order drawn"),
        _ => T("整份记录的摘要", "Hash over the whole record"),
    };
}
