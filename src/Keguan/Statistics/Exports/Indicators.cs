using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Exports;

/// <summary>
/// Computes indicators: many at once, as of now or as of any position of the sealed Journal. Whatever is asked, the postings are read by one grouped
/// query for flows, one for stocks and one for observations; only distinct counts are asked one by one.
/// </summary>
public sealed class Indicators(KeguanDb db, IndicatorCatalogue catalogue, HomeArea home, CodeTables codes, IEnumerable<OrganisationDimension> organisations)
{
    readonly OrganisationDimension? _organisations = organisations.FirstOrDefault();

    public async Task<IndicatorValue> ValueAsync(Ask ask, long? asOf = null, CancellationToken cancel = default) => (await ValuesAsync([ask], asOf, cancel))[ask];

    /// <param name="asOf">Only what is sealed up to this position, it included; null: everything, also what waits for its seal.</param>
    public async Task<IReadOnlyDictionary<Ask, IndicatorValue>> ValuesAsync(IReadOnlyCollection<Ask> asks, long? asOf = null, CancellationToken cancel = default)
    {
        var nodes = new Dictionary<Ask, Node>();
        foreach (var ask in asks) Plan(ask, nodes);
        var leaves = nodes.Values.Where(node => node.Known.One.IsLeaf).ToList();
        var postings = new PostingSource(db, codes, _organisations, asOf);
        var flows = await postings.CubeAsync([.. leaves.Where(node => node.Known.One.Kind is IndicatorKind.Count or IndicatorKind.Sum or IndicatorKind.Additions or IndicatorKind.Removals).Select(node => (node.Known.One, node.Ask))], sinceTheBeginning: false, cancel);
        var stocks = await postings.CubeAsync([.. leaves.Where(node => node.Known.One.Kind == IndicatorKind.Stock).Select(node => (node.Known.One, node.Ask))], sinceTheBeginning: true, cancel);
        var observed = await postings.ObservedAsync([.. nodes.Values.Where(node => node.Known.One.Kind == IndicatorKind.Observed).Select(node => node.Ask)], cancel);
        var distinct = new Dictionary<Ask, long>();
        foreach (var node in leaves.Where(node => node.Known.One.Kind is IndicatorKind.Subjects or IndicatorKind.Organisations))
            distinct[node.Ask] = await postings.DistinctAsync(node.Known.One, node.Ask, cancel);

        var values = new Dictionary<Ask, IndicatorValue>();
        foreach (var ask in asks) Compute(ask);
        return asks.Distinct().ToDictionary(ask => ask, ask => values[ask]);

        IndicatorValue Compute(Ask ask)
        {
            if (values.TryGetValue(ask, out var done)) return done;
            var node = nodes[ask];
            var one = node.Known.One;
            if (one.Kind == IndicatorKind.Observed) return values[ask] = Observe(node, observed);
            if (!one.IsLeaf) return values[ask] = Derivation.Of(node.Known, ask, [.. node.Inputs.Select(Compute)], codes, home);
            var (quantity, count) = one.Kind switch
            {
                IndicatorKind.Stock => stocks.Of(one, ask),
                IndicatorKind.Subjects or IndicatorKind.Organisations => (distinct[ask], distinct[ask]),
                _ => flows.Of(one, ask),
            };
            return values[ask] = new IndicatorValue
            {
                Ask = ask, Known = node.Known, Value = quantity / one.Scale, Postings = count,
                Origin = one.Kind == IndicatorKind.Sum || one.Money != MoneyUnit.None ? Origin.Summed : Origin.Counted,
            };
        }
    }

    static IndicatorValue Observe(Node node, IReadOnlyDictionary<Ask, ObservedFigure> observed)
    {
        var value = new IndicatorValue { Ask = node.Ask, Known = node.Known, Origin = Origin.Observed };
        if (!observed.TryGetValue(node.Ask, out var found))
            return value with { Why = T($"没有“{node.Known.One.Label.Zh}”{node.Ask.Period.Words.Zh}的观测值", $"there is no observation of “{node.Known.One.Label.En}” for {node.Ask.Period.Words.En}") };
        return value with { Value = found.Value, Hedge = found.Hedge, Provisional = found.Provisional, Postings = 1 };
    }

    sealed record Node(Known Known, Ask Ask, IReadOnlyList<Ask> Inputs);

    void Plan(Ask ask, Dictionary<Ask, Node> nodes)
    {
        if (nodes.ContainsKey(ask)) return;
        var known = catalogue.Get(ask.Indicator);
        nodes[ask] = new Node(known, ask, Derivation.Inputs(known.One, ask, home));
        foreach (var input in nodes[ask].Inputs) Plan(input, nodes);
    }

    /// <summary>The position up to which the Journal is sealed; null where nothing is.</summary>
    public Task<long?> LastPositionAsync(CancellationToken cancel = default) => db.Set<Seal>().MaxAsync(seal => (long?)seal.Position, cancel);

    /// <summary>The values of one indicator by a dimension of its postings, the largest first. Only of indicators that are computed from postings directly.</summary>
    public async Task<IReadOnlyList<(string Key, decimal Value, long Postings)>> ByAsync(string indicator, Period period, PostingDimension dimension, string area = "", long? asOf = null, CancellationToken cancel = default)
    {
        var one = catalogue.Get(indicator).One;
        if (!one.IsLeaf || one.Kind is IndicatorKind.Subjects or IndicatorKind.Organisations) return [];
        var source = new PostingSource(db, codes, _organisations, asOf);
        return [.. (await source.ByAsync(one, new Ask(indicator, period, area), dimension, cancel)).Select(row => (row.Key, row.Quantity / one.Scale, row.Count)).OrderByDescending(row => row.Item2)];
    }

    /// <summary>The entries that a value was counted from, the latest first. Empty for what is computed from other indicators: ask for those.</summary>
    public Task<EntryPage> EntriesAsync(Ask ask, int skip, int take, long? asOf = null, CancellationToken cancel = default) =>
        new PostingSource(db, codes, _organisations, asOf).EntriesAsync(catalogue.Get(ask.Indicator).One, ask, skip, take, after: null, cancel);

    /// <summary>What changed a value between two positions: the entries sealed after the first and up to the second, in effect now.</summary>
    public Task<EntryPage> ChangesAsync(Ask ask, long after, long? until, int take, CancellationToken cancel = default) =>
        new PostingSource(db, codes, _organisations, until).EntriesAsync(catalogue.Get(ask.Indicator).One, ask, 0, take, after, cancel);

    /// <summary>Every posting-based indicator below this one, itself included, with the question that it was asked.</summary>
    public IReadOnlyList<Ask> Sources(Ask ask)
    {
        var nodes = new Dictionary<Ask, Node>();
        Plan(ask, nodes);
        return [.. nodes.Values.Where(node => node.Known.One.IsLeaf || node.Known.One.Kind == IndicatorKind.Observed).Select(node => node.Ask)];
    }

    public Text FormulaOf(Known known) => Formula.Of(known.One, catalogue);
}
