using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Journal;
using Keguan.Statistics.Exports;

namespace Keguan.Reports.WorkReports;

/// <summary>Fills a template for a period: asks for all figures at once, prints them the Chinese way, and keeps beside each where it came from.</summary>
public sealed class ReportBuilder(Indicators indicators, IndicatorCatalogue catalogue, HomeArea home, CodeTables codes, Journal journal)
{
    /// <summary>Entries kept with each figure; the rest is a click away.</summary>
    public const int EntriesKept = 50;

    readonly Indicators _indicators = indicators;

    /// <param name="free">What people wrote into the places of free text.</param>
    public async Task<BuiltReport> BuildAsync(ReportTemplate template, Period period, long? asOf = null, IReadOnlyDictionary<string, string>? free = null, CancellationToken cancel = default)
    {
        var slots = template.Slots.ToList();
        var asks = slots.SelectMany(slot => slot.To.Length > 0 ? (Ask[])[AskOf(slot, slot.Indicator, period), AskOf(slot, slot.To, period)] : [AskOf(slot, slot.Indicator, period)]).Distinct().ToList();
        // Parts of a whole are asked for along with it: the check holds them against each other.
        var parts = asks.SelectMany(ask => catalogue.Get(ask.Indicator).One.Parts.SelectMany(part => part.Of).Select(id => ask with { Indicator = id })).ToList();
        var values = await _indicators.ValuesAsync([.. asks.Concat(parts).Distinct()], asOf, cancel);

        var run = new Run(this, period, asOf, values, free ?? new Dictionary<string, string>());
        foreach (var block in template.Blocks) await run.AddAsync(block, cancel);
        var title = string.Concat(run.Blocks.FirstOrDefault(block => block.Kind == BlockKind.Title)?.Runs.Select(piece => piece.Text) ?? [template.Label]);
        var built = new BuiltReport { Template = template.Key, Version = template.Version, Title = title, Period = period.Code, AsOf = asOf, BuiltAt = journal.Now, Blocks = run.Blocks, Figures = run.Figures };
        return built with { Findings = ReportChecks.Of(built, period, values, catalogue) };
    }

    static Ask AskOf(Slot slot, string indicator, Period period) => new(indicator, slot.Of(period), slot.Area);

    string ScopeOf(string area) => (area.Length == 0 ? home.Own.Name : codes.Areas.NameOf(area)).Zh;

    /// <summary>One build in the making.</summary>
    sealed class Run(ReportBuilder builder, Period period, long? asOf, IReadOnlyDictionary<Ask, IndicatorValue> values, IReadOnlyDictionary<string, string> free)
    {
        readonly List<BuiltBlock> _blocks = [];
        readonly List<BuiltFigure> _figures = [];
        string _chapter = "";

        public IReadOnlyList<BuiltBlock> Blocks => _blocks;
        public IReadOnlyList<BuiltFigure> Figures => _figures;

        public async Task AddAsync(Block block, CancellationToken cancel)
        {
            var runs = new List<BuiltRun>();
            await AddAsync(block.Pieces, runs, block.Line, cancel);
            if (block.Kind == BlockKind.Heading) _chapter = string.Concat(runs.Select(run => run.Text));
            if (runs.Count > 0 && string.Concat(runs.Select(run => run.Text)).Trim().Length > 0) _blocks.Add(new BuiltBlock(block.Kind, block.Level, runs, block.Line));
        }

        async Task AddAsync(IReadOnlyList<Piece> pieces, List<BuiltRun> runs, int line, CancellationToken cancel)
        {
            foreach (var piece in pieces)
            {
                switch (piece)
                {
                    case Words words: runs.Add(new BuiltRun(words.Text.Replace("{year}", Year(0), StringComparison.Ordinal).Replace("{next-year}", Year(1), StringComparison.Ordinal).Replace("{last-year}", Year(-1), StringComparison.Ordinal))); break;
                    case Quotation quotation: runs.Add(new BuiltRun(quotation.Text, Quotation: true)); break;
                    case FreeText text when free.TryGetValue(text.Key, out var written) && written.Length > 0: runs.Add(new BuiltRun(written, Free: true)); break;
                    case Conditional conditional when values[AskOf(conditional.Slot, conditional.Slot.Indicator, period)].Value is not (null or 0): await AddAsync(conditional.Pieces, runs, line, cancel); break;
                    case Slot slot: runs.Add(await FigureAsync(slot, line, cancel)); break;
                }
            }
        }

        string Year(int offset) => (period.Until.Year + offset).ToString(CultureInfo.InvariantCulture);

        async Task<BuiltRun> FigureAsync(Slot slot, int line, CancellationToken cancel)
        {
            var value = values[AskOf(slot, slot.Indicator, period)];
            var names = slot.Style == SlotStyle.Names ? await NamesAsync(value.Ask, cancel) : [];
            var printed = Printed(slot, value, names);
            if (slot.To.Length == 0) return new BuiltRun(printed, await KeepAsync(slot, slot.Figures, value, printed, names, line, cancel));
            // A range is two figures: 300-500. The first one's number opens both.
            var upper = values[AskOf(slot, slot.To, period)];
            var unit = UnitOf(slot, upper);
            printed = $"{(value.Value is { } low ? ChineseNumbers.Number(low, DecimalsOf(slot, value), value.Hedge) : "〔缺〕")}-{(upper.Value is { } high ? ChineseNumbers.Number(high, DecimalsOf(slot, upper), upper.Hedge) : "〔缺〕")}{unit}";
            var first = await KeepAsync(slot, slot.Figures, value, printed, [], line, cancel);
            await KeepAsync(slot, slot.ToFigures, upper, printed, [], line, cancel);
            return new BuiltRun(printed, first);
        }

        static string UnitOf(Slot slot, IndicatorValue value) => slot.Unit switch { null => "", "" => value.One.Unit.Zh, var own => own };

        static int DecimalsOf(Slot slot, IndicatorValue value) => slot.Decimals ?? value.One.Decimals;

        static string Printed(Slot slot, IndicatorValue value, IReadOnlyList<string> names)
        {
            if (slot.Style == SlotStyle.Names) return names.Count > 0 ? ChineseNumbers.Names(names, slot.Most) : "〔缺〕";
            if (value.Value is not { } number) return "〔缺〕";
            var decimals = DecimalsOf(slot, value);
            var (unit, after) = (UnitOf(slot, value), ChineseNumbers.After(value.Hedge));
            return slot.Style switch
            {
                SlotStyle.Chinese => ChineseNumbers.Counted((long)Math.Round(number)) + unit + after,
                SlotStyle.Ordinal => "第" + ChineseNumbers.InWords((long)Math.Round(number)) + unit,
                SlotStyle.Growth => ChineseNumbers.Growth(number, decimals, value.Hedge) + after,
                _ => ChineseNumbers.Number(number, decimals, value.Hedge) + unit + after,
            };
        }

        async Task<int> KeepAsync(Slot slot, IReadOnlyList<string> ids, IndicatorValue value, string printed, IReadOnlyList<string> names, int line, CancellationToken cancel)
        {
            // The same figure in two sentences is one figure (T21).
            var same = _figures.FindIndex(figure => figure.Indicator == value.One.Id && figure.Period == value.Ask.Period.Code && figure.Area == value.Ask.Area && names.Count == 0 && figure.Names.Count == 0);
            if (same >= 0)
            {
                _figures[same] = _figures[same] with { Ids = [.. _figures[same].Ids, .. ids.Except(_figures[same].Ids)] };
                return _figures[same].Number;
            }
            var entries = await builder._indicators.EntriesAsync(value.Ask, 0, EntriesKept, asOf, cancel);
            var number = _figures.Count + 1;
            _figures.Add(new BuiltFigure
            {
                Number = number, Ids = ids, Indicator = value.One.Id, Label = value.One.Label.Zh, Value = value.Value, Printed = printed, Unit = slot.Unit is { Length: > 0 } own ? own : value.One.Unit.Zh,
                Period = value.Ask.Period.Code, Scope = builder.ScopeOf(value.Ask.Area), Area = value.Ask.Area, Qualifier = value.Hedge, Provisional = value.Provisional, Forecast = value.One.Forecast, Origin = value.Origin,
                Formula = builder._indicators.FormulaOf(value.Known).Zh, Definition = value.Known.Definition, Postings = value.Postings, Why = value.Has ? "" : value.Why.Zh, Names = names, Line = line, Chapter = _chapter, Decimals = DecimalsOf(slot, value),
                Inputs = [.. value.Inputs.Select(input => new BuiltInput(input.One.Id, input.One.Label.Zh, input.Ask.Period.Code, input.Has ? $"{input.Shown} {input.One.Unit.Zh}" : "没有值：" + input.Why.Zh, input.Origin, input.Postings))],
                Entries = [.. entries.Lines.Select(entry => new BuiltEntry(entry.Position, entry.OccurredOn, QuantityOf(entry, value.One), entry.Organisation, entry.Summary))],
            });
            return number;
        }

        static string QuantityOf(EntryLine entry, Indicator one) => entry.Unit switch
        {
            "fen" => Money.Wan(entry.Quantity) + " 万元",
            "micro" => (entry.Quantity / 1_000_000m).ToString("#,##0.######", CultureInfo.InvariantCulture) + " " + one.Unit.Zh,
            _ => (entry.Quantity / one.DivideBy).ToString("#,##0.######", CultureInfo.InvariantCulture),
        };

        async Task<IReadOnlyList<string>> NamesAsync(Ask ask, CancellationToken cancel)
        {
            var entries = await builder._indicators.EntriesAsync(ask, 0, 1_000, asOf, cancel);
            return [.. entries.Lines.Reverse().Where(entry => entry.Quantity > 0).Select(entry => entry.Organisation.Length > 0 ? entry.Organisation : entry.Summary).Where(name => name.Length > 0).Distinct()];
        }
    }
}
