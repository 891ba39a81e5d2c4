using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Journal;
using Keguan.Statistics.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan indicator value ID --period 2017`: one figure, and everything that it rests on; `keguan indicator list`.</summary>
static class IndicatorCommand
{
    public static Command Create(Shell shell) => new("indicator", T("指标：取数并说明来历", "Indicators: a figure and where it comes from").ToString()) { Value(shell), List(shell) };

    static Command List(Shell shell)
    {
        var words = new Argument<string?>("WORDS") { Description = T("名称、编号或说明中的词", "Words of name, id or note").ToString(), Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", T("列出指标目录", "List the catalogue").ToString()) { words };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var house = await shell.OpenAsync(cancel, migrate: false);
            foreach (var known in house.Get<IndicatorCatalogue>().Search(parsed.GetValue(words)))
                shell.Output.WriteLine($"{known.One.Id}\t{known.One.Label}\t{known.One.Unit}\t{known.Family}");
            return ExitCode.Done;
        });
        return command;
    }

    static Command Value(Shell shell)
    {
        var id = new Argument<string>("ID") { Description = T("指标编号（list 命令列出全部）", "Id of the indicator (keguan indicator list shows all)").ToString() };
        var period = new Option<string>("--period") { Description = T("期间：2017、2019H1、2019Q3、2019-05、2013..2017（默认为本年至今）", "Period: 2017, 2019H1, 2019Q3, 2019-05, 2013..2017 (this year so far unless given)").ToString(), HelpName = "PERIOD" };
        period.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !Period.TryParse(text, out _)) result.AddError(T("“{0}”不是期间，应写成 2017、2019H1、2019Q3、2019-05 或 2013..2017", "“{0}” is no period; write 2017, 2019H1, 2019Q3, 2019-05 or 2013..2017").With(text).ToString());
        });
        var area = new Option<string>("--area") { Description = T("县（市、区）代码（默认全部）", "Code of the county (all of them unless given)").ToString(), HelpName = "CODE" };
        var asOf = new Option<long?>("--as-of") { Description = T("只计封存到此记录号为止的记录", "Only what was sealed up to this position").ToString(), HelpName = "POSITION" };
        var explain = new Option<bool>("--explain") { Description = T("说明怎样得出：公式、输入、记录", "Say how it came about: formula, inputs, entries").ToString() };
        var entries = new Option<int>("--entries") { Description = T("说明时列出的记录数（默认 50）", "Entries shown with --explain (50 unless given)").ToString(), HelpName = "N", DefaultValueFactory = _ => 50 };
        var format = new Option<string>("--format") { Description = T("text（默认）或 json", "text (unless given) or json").ToString(), HelpName = "text|json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("value", T("一个指标在一个期间的值；没有值时说明原因，退出码为 1", "The value of an indicator for a period. Where there is none, the reason; exit code 1").ToString()) { id, period, area, asOf, explain, entries, format };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var house = await shell.OpenAsync(cancel);
            var catalogue = house.Get<IndicatorCatalogue>();
            var wanted = parsed.GetRequiredValue(id);
            if (catalogue.Find(wanted) is null)
                throw new Refusal(T("没有指标“{0}”{1}", "There is no indicator “{0}”{2}").With(wanted, Nearest.Hint(wanted, catalogue.Ids).Zh, Nearest.Hint(wanted, catalogue.Ids).En));
            var stretch = parsed.GetValue(period) is { } written ? Period.Parse(written) : Period.YearUntil(ChinaTime.Today(house.Get<TimeProvider>()));
            var ask = new Ask(wanted, stretch, parsed.GetValue(area) ?? "");
            var position = parsed.GetValue(asOf);
            var indicators = house.Get<Indicators>();
            var value = await indicators.ValueAsync(ask, position, cancel);
            var lines = parsed.GetValue(explain) ? await indicators.EntriesAsync(ask, 0, Math.Clamp(parsed.GetValue(entries), 0, 10_000), position, cancel) : null;
            if (parsed.GetRequiredValue(format) == "json") shell.Output.WriteLine(JsonSerializer.Serialize(Told(value, indicators, position, lines), Journal.Json));
            else Print(shell, value, indicators, position, lines);
            return value.Has ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    static object Told(IndicatorValue value, Indicators indicators, long? asOf, EntryPage? lines) => new
    {
        id = value.One.Id, label = value.One.Label.ToString(), value = value.Value, rounded = value.Rounded(), unit = value.One.Unit.ToString(),
        period = value.Ask.Period.Code, from = value.Ask.Period.From, until = value.Ask.Period.Until, area = value.Ask.Area, asOf,
        why = value.Has ? null : value.Why.ToString(), hedge = value.Hedge == Hedge.None ? null : value.Hedge.ToString(), provisional = value.Provisional, origin = value.Origin.ToString(),
        formula = lines is null ? null : indicators.FormulaOf(value.Known).ToString(), definition = value.Known.Definition, postings = value.Postings,
        inputs = lines is null ? null : value.Inputs.Select(input => Told(input, indicators, asOf, new EntryPage([], 0, 0))).ToList(),
        ranking = value.Ranking.Count == 0 ? null : value.Ranking.Select(row => new { area = row.Area, value = row.Value }).ToList(),
        entries = lines is not { Total: > 0 } ? null : new
        {
            total = lines.Total, sum = lines.Sum,
            lines = lines.Lines.Select(line => new { position = line.Position, day = line.OccurredOn, quantity = line.Quantity, unit = line.Unit, subject = line.SubjectType, id = line.SubjectId, organisation = line.Organisation, summary = line.Summary, area = line.Area, level = line.Level, category = line.Category, batch = line.Batch }).ToList(),
        },
    };

    static void Print(Shell shell, IndicatorValue value, Indicators indicators, long? asOf, EntryPage? lines)
    {
        var area = value.Ask.Area.Length > 0 ? " " + Foundation.Codes.CodeTables.Default.Areas.NameOf(value.Ask.Area) : "";
        if (value.Has) shell.Say(T("{0}（{1}{2}）：{3}", "{0} ({1}{2}): {3}").With(value.One.Label.ToString(), value.Ask.Period.Words.ToString(), area, value));
        else shell.Say(T("{0}（{1}{2}）：没有值，因为{3}", "{0} ({1}{2}): no value, because {3}").With(value.One.Label.ToString(), value.Ask.Period.Words.ToString(), area, value.Why.ToString()));
        if (lines is null) return;
        shell.Say(T("公式：{0}", "Formula: {0}").With(indicators.FormulaOf(value.Known).ToString()));
        shell.Say(T("口径：{0}", "Definition: {0}").With(value.Known.Definition));
        if (asOf is { } position) shell.Say(T("截至记录号：{0}", "As of position {0}").With(position));
        PrintInputs(shell, value, 1);
        if (lines.Total == 0) return;
        shell.Say(T("来源记录：共 {0} 条分录，列出 {1} 条", "Entries: {0} postings, {1} shown").With(lines.Total, lines.Lines.Count));
        foreach (var line in lines.Lines)
            shell.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  #{line.Position?.ToString(CultureInfo.InvariantCulture) ?? "-"}\t{line.OccurredOn:yyyy-MM-dd}\t{(line.Unit == "fen" ? Money.Wan(line.Quantity) + " 万元" : line.Quantity)}\t{line.Organisation}\t{line.Summary}"));
    }

    static void PrintInputs(Shell shell, IndicatorValue value, int depth)
    {
        foreach (var input in value.Inputs)
        {
            shell.Output.WriteLine($"{new string(' ', depth * 2)}{input.One.Label}（{input.Ask.Period.Words}{(input.Ask.Area.Length > 0 ? " " + Foundation.Codes.CodeTables.Default.Areas.NameOf(input.Ask.Area) : "")}）：{input}");
            PrintInputs(shell, input, depth + 1);
        }
    }
}
