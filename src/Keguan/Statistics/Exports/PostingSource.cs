using System.Linq.Expressions;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Statistics.Exports;

/// <summary>A dimension of postings that a figure can be taken apart by.</summary>
public enum PostingDimension { Area, Level, Category, Mode, Batch, Definition }

/// <summary>One entry behind a figure.</summary>
public sealed record EntryLine
{
    public required Guid EntryId { get; init; }
    public required string SubjectType { get; init; }
    public required Guid SubjectId { get; init; }
    public required string Action { get; init; }
    public required DateTime At { get; init; }
    public required DateOnly OccurredOn { get; init; }
    public required long Quantity { get; init; }
    public required string Unit { get; init; }
    public string Area { get; init; } = "";
    public string Level { get; init; } = "";
    public string Category { get; init; } = "";
    public string Batch { get; init; } = "";
    public string Organisation { get; init; } = "";
    public string Summary { get; init; } = "";
    public string Actor { get; init; } = "";

    /// <summary>Position in the sealed Journal; null while it waits for its seal.</summary>
    public long? Position { get; init; }
}

/// <summary>A page of the entries behind a figure.</summary>
public sealed record EntryPage(IReadOnlyList<EntryLine> Lines, int Total, long Sum);

/// <summary>An observed figure as it stands in the postings.</summary>
sealed record ObservedFigure(decimal Value, Hedge Hedge, bool Provisional);

/// <summary>Reads postings for indicators: grouped, filtered, as of a position.</summary>
sealed class PostingSource(KeguanDb db, CodeTables codes, OrganisationDimension? organisations, long? asOf)
{
    /// <summary>What a group of postings has in common.</summary>
    sealed class CellKey
    {
        public string Measure { get; init; } = "";
        public int Bucket { get; init; }
        public string Area { get; init; } = "";
        public string Level { get; init; } = "";
        public string Category { get; init; } = "";
        public string Mode { get; init; } = "";
        public string Batch { get; init; } = "";
        public string Definition { get; init; } = "";
    }

    internal sealed record Cell(int Bucket, string Area, string Level, string Category, string Mode, string Batch, string Definition, long Sum, long Plus, long Count);

    /// <summary>Sums of postings by measure, stretch of days and the dimensions that are asked for.</summary>
    internal sealed class Cube(CodeTables codes, DateOnly[] starts, IReadOnlyDictionary<(string Kinds, string Measure), Cell[]> cells, bool sinceTheBeginning)
    {
        public (long Quantity, long Count) Of(Indicator one, Ask ask)
        {
            if (!cells.TryGetValue((Kinds(one), one.Measure), out var own)) return default;
            var first = sinceTheBeginning ? 0 : Array.BinarySearch(starts, ask.Period.From) + 1;
            var last = Array.BinarySearch(starts, ask.Period.Until.AddDays(1));
            long quantity = 0, count = 0;
            var matches = new DimensionMatch(codes, one.Where, ask);
            foreach (var cell in own)
            {
                if (cell.Bucket < first || cell.Bucket > last || !matches.Is(cell)) continue;
                quantity += one.Kind switch { IndicatorKind.Additions => cell.Plus, IndicatorKind.Removals => cell.Plus - cell.Sum, _ => cell.Sum };
                count += cell.Count;
            }
            return (quantity, count);
        }
    }

    readonly struct DimensionMatch(CodeTables codes, IndicatorFilter where, Ask ask)
    {
        readonly IReadOnlyList<string> _batches = Batches(where, ask);

        public bool Is(Cell cell) => In(where.Definition, cell.Definition) && In(where.Level, cell.Level) && In(where.Category, cell.Category) && In(where.Mode, cell.Mode)
            && In(_batches, cell.Batch) && Within(cell.Area);

        bool Within(string area)
        {
            if (ask.Area.Length > 0 && !Below(area, ask.Area)) return false;
            foreach (var wanted in where.Area)
                if (Below(area, wanted)) return true;
            return where.Area.Count == 0;
        }

        bool Below(string area, string above) => area == above || codes.Areas.IsWithin(area, above);

        static bool In(IReadOnlyList<string> wanted, string value)
        {
            if (wanted.Count == 0) return true;
            for (var i = 0; i < wanted.Count; i++)
                if (wanted[i] == value) return true;
            return false;
        }
    }

    static IReadOnlyList<string> Batches(IndicatorFilter where, Ask ask) =>
        where.Batch.Count == 0 ? [] : [.. where.Batch.Select(batch => batch.Replace("{year}", ask.Period.Until.Year.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal))];

    IQueryable<Posting> Postings => asOf is { } position
        ? from posting in db.Set<Posting>() join seal in db.Set<Seal>() on posting.EntryId equals seal.EntryId where seal.Position <= position select posting
        : db.Set<Posting>();

    static string Kinds(Indicator one) => string.Join(',', one.Where.OrganisationKind.Order(StringComparer.Ordinal));

    /// <summary>All of it in one grouped query; indicators that ask for kinds of organisations take one more for each choice of kinds.</summary>
    public async Task<Cube> CubeAsync(IReadOnlyList<(Indicator One, Ask Ask)> wanted, bool sinceTheBeginning, CancellationToken cancel)
    {
        var cells = new Dictionary<(string, string), Cell[]>();
        if (wanted.Count == 0) return new Cube(codes, [], cells, sinceTheBeginning);
        // Days are cut into stretches wherever a period begins or ends: bucket 0 lies before the first cut.
        DateOnly[] starts = [.. wanted.SelectMany(one => sinceTheBeginning ? (DateOnly[])[one.Ask.Period.Until.AddDays(1)] : [one.Ask.Period.From, one.Ask.Period.Until.AddDays(1)]).Distinct().Order()];
        foreach (var group in wanted.GroupBy(one => Kinds(one.One)))
        {
            var rows = await CellsAsync([.. group], starts, sinceTheBeginning, cancel);
            foreach (var measure in rows.GroupBy(row => row.Measure)) cells[(group.Key, measure.Key)] = [.. measure.Select(row => row.Cell)];
        }
        return new Cube(codes, starts, cells, sinceTheBeginning);
    }

    async Task<IReadOnlyList<(string Measure, Cell Cell)>> CellsAsync(IReadOnlyList<(Indicator One, Ask Ask)> wanted, DateOnly[] starts, bool sinceTheBeginning, CancellationToken cancel)
    {
        var measures = wanted.Select(one => one.One.Measure).Distinct().ToArray();
        var until = starts[^1];
        var postings = Postings.AsNoTracking().Where(posting => measures.Contains(posting.Measure) && posting.OccurredOn < until);
        if (!sinceTheBeginning)
        {
            var from = starts[0];
            postings = postings.Where(posting => posting.OccurredOn >= from);
        }
        postings = OfKinds(postings, wanted[0].One.Where.OrganisationKind);
        var filters = wanted.Select(one => one.One.Where).Distinct().ToList();
        var needs = new Needs(
            Area: wanted.Any(one => one.Ask.Area.Length > 0) || filters.Any(where => where.Area.Count > 0),
            Level: filters.Any(where => where.Level.Count > 0), Category: filters.Any(where => where.Category.Count > 0), Mode: filters.Any(where => where.Mode.Count > 0),
            Batch: filters.Any(where => where.Batch.Count > 0), Definition: filters.Any(where => where.Definition.Count > 0));
        var rows = await postings.GroupBy(KeyOf(needs, starts))
            .Select(group => new { group.Key, Sum = group.Sum(posting => posting.Quantity), Plus = group.Sum(posting => posting.Quantity > 0 ? posting.Quantity : 0), Count = group.LongCount() })
            .ToListAsync(cancel);
        return [.. rows.Select(row => (row.Key.Measure, new Cell(row.Key.Bucket, row.Key.Area, row.Key.Level, row.Key.Category, row.Key.Mode, row.Key.Batch, row.Key.Definition, row.Sum, row.Plus, row.Count)))];
    }

    sealed record Needs(bool Area, bool Level, bool Category, bool Mode, bool Batch, bool Definition);

    IQueryable<Posting> OfKinds(IQueryable<Posting> postings, IReadOnlyList<string> kinds)
    {
        if (kinds.Count == 0 || organisations is null) return postings;
        var ids = organisations.Of(db).Where(organisation => kinds.Contains(organisation.Kind)).Select(organisation => (Guid?)organisation.Id);
        return postings.Where(posting => ids.Contains(posting.OrganisationId));
    }

    /// <summary>Only what is asked for stands in the key: a group less is a row less to send.</summary>
    static Expression<Func<Posting, CellKey>> KeyOf(Needs needs, DateOnly[] starts)
    {
        var posting = Expression.Parameter(typeof(Posting), "posting");
        List<MemberBinding> bindings =
        [
            Bind(nameof(CellKey.Measure), Expression.Property(posting, nameof(Posting.Measure))),
            Bind(nameof(CellKey.Bucket), Bucket(Expression.Property(posting, nameof(Posting.OccurredOn)), starts, 0, starts.Length)),
        ];
        void If(bool needed, string name)
        {
            if (needed) bindings.Add(Bind(name, Expression.Property(posting, name)));
        }
        If(needs.Area, nameof(Posting.Area));
        If(needs.Level, nameof(Posting.Level));
        If(needs.Category, nameof(Posting.Category));
        If(needs.Mode, nameof(Posting.Mode));
        If(needs.Batch, nameof(Posting.Batch));
        If(needs.Definition, nameof(Posting.Definition));
        return Expression.Lambda<Func<Posting, CellKey>>(Expression.MemberInit(Expression.New(typeof(CellKey)), bindings), posting);

        static MemberAssignment Bind(string name, Expression value) => Expression.Bind(typeof(CellKey).GetProperty(name)!, value);
    }

    /// <summary>How many of the cuts lie at or before a day, by comparisons only: the same on both databases, and cheaper than taking a date apart.</summary>
    static Expression Bucket(Expression day, DateOnly[] starts, int low, int high)
    {
        if (low == high) return Expression.Constant(low);
        var middle = (low + high) / 2;
        return Expression.Condition(Expression.LessThan(day, Expression.Constant(starts[middle])), Bucket(day, starts, low, middle), Bucket(day, starts, middle + 1, high));
    }

    /// <summary>The postings that one indicator counts for one question.</summary>
    IQueryable<Posting> Of(Indicator one, Ask ask)
    {
        var (measure, from, until) = (one.Measure, ask.Period.From, ask.Period.Until);
        var postings = Postings.Where(posting => posting.Measure == measure && posting.OccurredOn <= until);
        if (one.Kind == IndicatorKind.Observed)
        {
            var (id, code, area) = (one.Id, ask.Period.Code, ask.Area);
            return Postings.Where(posting => posting.Measure == Observed.Value && posting.Definition == id && posting.Batch == code && posting.Area == area);
        }
        if (!one.SinceTheBeginning) postings = postings.Where(posting => posting.OccurredOn >= from);
        if (one.Kind == IndicatorKind.Additions) postings = postings.Where(posting => posting.Quantity > 0);
        if (one.Kind == IndicatorKind.Removals) postings = postings.Where(posting => posting.Quantity < 0);
        var where = one.Where;
        if (where.Definition.Count > 0) postings = postings.Where(posting => where.Definition.Contains(posting.Definition));
        if (where.Level.Count > 0) postings = postings.Where(posting => where.Level.Contains(posting.Level));
        if (where.Category.Count > 0) postings = postings.Where(posting => where.Category.Contains(posting.Category));
        if (where.Mode.Count > 0) postings = postings.Where(posting => where.Mode.Contains(posting.Mode));
        if (where.Batch.Count > 0)
        {
            var batches = Batches(where, ask);
            postings = postings.Where(posting => batches.Contains(posting.Batch));
        }
        postings = OfKinds(postings, where.OrganisationKind);
        if (where.Area.Count > 0) postings = Within(postings, where.Area);
        return ask.Area.Length > 0 ? Within(postings, [ask.Area]) : postings;
    }

    IQueryable<Posting> Within(IQueryable<Posting> postings, IReadOnlyList<string> areas)
    {
        var all = areas.SelectMany(area => codes.Areas.Find(area) is { } item ? Below(item) : [area]).Distinct().ToArray();
        return postings.Where(posting => all.Contains(posting.Area));

        static IEnumerable<string> Below(CodeItem item) => item.Children.SelectMany(Below).Prepend(item.Code);
    }

    public async Task<long> DistinctAsync(Indicator one, Ask ask, CancellationToken cancel) => one.Kind == IndicatorKind.Organisations
        ? await Of(one, ask).Where(posting => posting.OrganisationId != null).GroupBy(posting => posting.OrganisationId).Where(group => group.Sum(posting => posting.Quantity) > 0).Select(group => group.Key).LongCountAsync(cancel)
        : await (from posting in Of(one, ask) join entry in db.Set<Entry>() on posting.EntryId equals entry.Id select new { entry.SubjectId, posting.Quantity })
            .GroupBy(row => row.SubjectId).Where(group => group.Sum(row => row.Quantity) > 0).Select(group => group.Key).LongCountAsync(cancel);

    public async Task<IReadOnlyList<(string Key, long Quantity, long Count)>> ByAsync(Indicator one, Ask ask, PostingDimension dimension, CancellationToken cancel)
    {
        var posting = Expression.Parameter(typeof(Posting), "posting");
        var key = Expression.Lambda<Func<Posting, string>>(Expression.Property(posting, dimension.ToString()), posting);
        var rows = await Of(one, ask).GroupBy(key).Select(group => new { group.Key, Sum = group.Sum(row => row.Quantity), Count = group.LongCount() }).ToListAsync(cancel);
        return [.. rows.Select(row => (row.Key, one.Kind == IndicatorKind.Removals ? -row.Sum : row.Sum, row.Count))];
    }

    /// <param name="after">Only entries sealed after this position, or not sealed yet where there is no upper one.</param>
    public async Task<EntryPage> EntriesAsync(Indicator one, Ask ask, int skip, int take, long? after, CancellationToken cancel)
    {
        if (!one.IsLeaf && one.Kind != IndicatorKind.Observed) return new EntryPage([], 0, 0);
        var postings = Of(one, ask).AsNoTracking();
        if (after is { } earliest) postings = postings.Where(posting => !db.Set<Seal>().Any(seal => seal.EntryId == posting.EntryId && seal.Position <= earliest));
        var totals = await postings.GroupBy(_ => 1).Select(group => new { Count = group.Count(), Sum = group.Sum(posting => posting.Quantity) }).FirstOrDefaultAsync(cancel);
        if (totals is null) return new EntryPage([], 0, 0);
        var lines = await (from posting in postings
            join entry in db.Set<Entry>() on posting.EntryId equals entry.Id
            orderby posting.OccurredOn descending, posting.EntryId descending, posting.Index
            select new EntryLine
            {
                EntryId = entry.Id, SubjectType = entry.SubjectType, SubjectId = entry.SubjectId, Action = entry.Action, At = entry.At, OccurredOn = posting.OccurredOn, Quantity = posting.Quantity, Unit = posting.Unit,
                Area = posting.Area, Level = posting.Level, Category = posting.Category, Batch = posting.Batch, // A text may have been erased lawfully; the posting stays.
                Summary = entry.Text == null ? "" : entry.Text.Summary, Actor = entry.Text == null ? "" : entry.Text.ActorName,
                Position = db.Set<Seal>().Where(seal => seal.EntryId == entry.Id).Select(seal => (long?)seal.Position).FirstOrDefault(),
            }).Skip(skip).Take(take).ToListAsync(cancel);
        var named = await NamesAsync([.. lines.Select(line => line.EntryId)], cancel);
        return new EntryPage([.. lines.Select(line => line with { Organisation = named.GetValueOrDefault(line.EntryId, "") })], totals.Count, totals.Sum);
    }

    async Task<Dictionary<Guid, string>> NamesAsync(Guid[] entries, CancellationToken cancel)
    {
        if (organisations is null || entries.Length == 0) return [];
        var rows = await (from posting in db.Set<Posting>()
            join organisation in organisations.Of(db) on posting.OrganisationId equals organisation.Id
            where entries.Contains(posting.EntryId)
            select new { posting.EntryId, organisation.Name }).Distinct().ToListAsync(cancel);
        return rows.GroupBy(row => row.EntryId).ToDictionary(group => group.Key, group => group.First().Name);
    }

    /// <summary>Observed figures of several indicators, periods and areas in one query. A confirmed one counts before a provisional one.</summary>
    public async Task<IReadOnlyDictionary<Ask, ObservedFigure>> ObservedAsync(IReadOnlyList<Ask> asks, CancellationToken cancel)
    {
        var result = new Dictionary<Ask, ObservedFigure>();
        if (asks.Count == 0) return result;
        var ids = asks.Select(ask => ask.Indicator).Distinct().ToArray();
        var periods = asks.Select(ask => ask.Period.Code).Distinct().ToArray();
        string[] measures = [Observed.Value, Observed.Present];
        var rows = await Postings.Where(posting => measures.Contains(posting.Measure) && ids.Contains(posting.Definition) && periods.Contains(posting.Batch))
            .GroupBy(posting => new { posting.Measure, posting.Definition, posting.Batch, posting.Area, posting.Level, posting.Mode })
            .Select(group => new { group.Key, Sum = group.Sum(posting => posting.Quantity) }).ToListAsync(cancel);
        var byAsk = rows.GroupBy(row => (row.Key.Definition, row.Key.Batch, row.Key.Area)).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var ask in asks)
        {
            if (!byAsk.TryGetValue((ask.Indicator, ask.Period.Code, ask.Area), out var own)) continue;
            foreach (var state in (string[])[Observed.Confirmed, Observed.Provisional])
            {
                if (own.FirstOrDefault(row => row.Key.Measure == Observed.Present && row.Key.Level == state && row.Sum > 0) is not { } present) continue;
                var sum = own.Where(row => row.Key.Measure == Observed.Value && row.Key.Level == state && row.Key.Mode == present.Key.Mode).Sum(row => row.Sum);
                result[ask] = new ObservedFigure(sum / Observed.Scale, Enum.TryParse<Hedge>(present.Key.Mode, out var hedge) ? hedge : Hedge.None, state == Observed.Provisional);
                break;
            }
        }
        return result;
    }
}

/// <summary>
/// How observations stand in the Journal: a posting of the value and one that says that there is one, with indicator as definition, period as batch, area,
/// standing as level and hedge as mode. So an observed figure is a query over postings like every other, sealed and as of any position.
/// </summary>
static class Observed
{
    public const string Value = "observed.value";
    public const string Present = "observed.present";
    public const string Confirmed = "confirmed";
    public const string Provisional = "provisional";

    /// <summary>Values are kept to six decimals.</summary>
    public const decimal Scale = 1_000_000m;
}
