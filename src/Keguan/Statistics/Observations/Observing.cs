using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Statistics.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Observations;

/// <summary>Records, confirms, revises and withdraws observations. Page and import use it; the caller saves.</summary>
public sealed class Observing(KeguanDb db, Journal journal, IndicatorCatalogue catalogue)
{
    /// <summary>The observation that counts for this indicator, period and area now, or null.</summary>
    public Task<Observation?> StandingAsync(string indicator, string period, string area, CancellationToken cancel = default) => db.Observations()
        .Where(one => one.Indicator == indicator && one.Period == period && one.Area == area && (one.State == ObservationLifecycle.Confirmed || one.State == ObservationLifecycle.Provisional))
        .OrderBy(one => one.State).FirstOrDefaultAsync(cancel);

    /// <summary>
    /// Records one. A second confirmed value is refused, naming the first, until it says why it differs: then it is kept beside, and the first still counts.
    /// </summary>
    public async Task<Observation> RecordAsync(Observation one, bool provisional, CancellationToken cancel = default)
    {
        Refusal.If(WhyNot(one));
        var standing = await StandingAsync(one.Indicator, one.Period, one.Area, cancel);
        return Record(one, provisional, standing);
    }

    /// <summary>The same, with the standing one known (an import asks for many at once).</summary>
    public Observation Record(Observation one, bool provisional, Observation? standing)
    {
        if (standing is not null && one.Explanation.Length == 0) throw new Refusal(Taken(standing));
        db.Add(one);
        var action = standing is not null ? "record-aside" : provisional ? "record-provisional" : "record";
        journal.Act(ObservationLifecycle.Table, one, action, new Act
        {
            Summary = $"{LabelOf(one).Zh}，{Words(one).Zh}：{Shown(one)}，{one.Document}", Reason = one.Explanation.Length > 0 ? one.Explanation : null,
            Payload = new { one.Indicator, one.Period, one.Area, one.Value, hedge = one.Hedge.ToString(), one.AsRead, one.Garbled, one.Document, one.Page, one.DocumentOn, one.Revises },
            Posts = standing is not null ? [] : Posts(one, provisional ? ObservationLifecycle.Provisional : ObservationLifecycle.Confirmed, 1),
        });
        return one;
    }

    public void Confirm(Observation one) => journal.Act(ObservationLifecycle.Table, one, "confirm", new Act
    {
        Summary = $"核定{LabelOf(one).Zh}，{Words(one).Zh}：{Shown(one)}",
        Posts = [.. Posts(one, ObservationLifecycle.Provisional, -1), .. Posts(one, ObservationLifecycle.Confirmed, 1)],
    });

    /// <summary>Puts a further observation in the place of one; the earlier stays readable, and so does every figure as of before.</summary>
    public Observation Revise(Observation earlier, Observation later, bool provisional, string reason)
    {
        Refusal.If(WhyNot(later));
        Refusal.If(earlier.Indicator != later.Indicator || earlier.Period != later.Period || earlier.Area != later.Area, "修订须为同一指标、期间和范围", "A revision is of the same indicator, period and area");
        journal.Act(ObservationLifecycle.Table, earlier, "revise", new Act
        {
            Reason = reason, Summary = $"{LabelOf(earlier).Zh}，{Words(earlier).Zh}：{Shown(earlier)} 修订为 {Shown(later)}", Payload = new { revisedBy = later.Id }, Posts = Posts(earlier, earlier.State, -1),
        });
        return Record(later, provisional, standing: null);
    }

    public void Withdraw(Observation one, string? reason) => journal.Act(ObservationLifecycle.Table, one, "withdraw", new Act
    {
        Reason = reason, Summary = $"撤销{LabelOf(one).Zh}，{Words(one).Zh}：{Shown(one)}", Posts = one.State == ObservationLifecycle.Aside ? [] : Posts(one, one.State, -1),
    });

    static IReadOnlyList<Post> Posts(Observation one, string state, int sign)
    {
        var facts = one.Facts with { Level = state };
        return [new Post(Observed.Value, sign * one.Micro, "micro") { Facts = facts }, new Post(Observed.Present, sign, "count") { Facts = facts }];
    }

    /// <summary>Why this can't be an observation, or null.</summary>
    public Text? WhyNot(Observation one)
    {
        if (catalogue.Find(one.Indicator) is not { } known) return T($"没有指标“{one.Indicator}”", $"There is no indicator “{one.Indicator}”");
        if (known.One.Kind != IndicatorKind.Observed) return T($"“{known.One.Label.Zh}”由记录算出，不能登记观测值", $"“{known.One.Label.En}” is computed from records; no observation can be recorded for it");
        if (one.Area.Length > 0 && CodeTables.Default.Areas.Find(one.Area) is null) return T($"没有地区代码 {one.Area}", $"There is no area {one.Area}");
        if (string.IsNullOrWhiteSpace(one.Document)) return T("须写明来源文件", "The source document must be named");
        return one.Garbled && one.AsRead.Length == 0 ? T("原文不清时须写下原文的样子", "Where the source is unclear, write down what it looks like") : null;
    }

    public Text Taken(Observation standing)
    {
        var state = ObservationLifecycle.Table.StateOf(standing.State).Inside;
        return T($"“{LabelOf(standing).Zh}”{Words(standing).Zh}已有{state.Zh}值 {Shown(standing)}（{standing.Document}）；请修订那一条，或写明两者为何不同", $"“{LabelOf(standing).En}” for {Words(standing).En} has a value already, {Shown(standing)} ({standing.Document}), {state.En}. Revise that one, or say why they differ");
    }

    Text LabelOf(Observation one) => catalogue.Find(one.Indicator)?.One.Label ?? Text.Same(one.Indicator);

    static Text Words(Observation one)
    {
        var period = Period.Parse(one.Period).Words;
        if (one.Area.Length == 0) return period;
        var area = CodeTables.Default.Areas.NameOf(one.Area);
        return T($"{period.Zh}，{area.Zh}", $"{period.En}, {area.En}");
    }

    string Shown(Observation one) => one.Value.ToString("#,##0.######", System.Globalization.CultureInfo.InvariantCulture) + (one.Hedge == Hedge.None ? "" : $"（{one.Hedge.Words().Zh}）") + (catalogue.Find(one.Indicator)?.One.Unit.Zh ?? "");

    public static DateOnly Today(DateTime now) => ChinaTime.DayOf(now);
}
