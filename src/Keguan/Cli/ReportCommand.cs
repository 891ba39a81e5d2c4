using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Keguan.Foundation;
using Keguan.Foundation.Documents;
using Keguan.Reports.WorkReports;
using Keguan.Statistics.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan report build TEMPLATE --period 2017`, `keguan report compare BUILT.json EXPECTED.json`, `keguan report templates`.</summary>
static class ReportCommand
{
    static readonly string[] Formats = ["html", "docx", "pdf", "json"];

    public static Command Create(Shell shell) => new("report", T("工作报告：由数据生成、核对", "Work reports: built from the figures, and compared").ToString()) { Build(shell), Compare(shell), Templates(shell) };

    static Command Templates(Shell shell)
    {
        var command = new Command("templates", T("列出模板，并指出写错的地方和手写的数字；有错则退出码为 1", "List the templates with what is wrong in them and figures typed by hand; exit code 1 if there is any").ToString());
        command.SetAction(async (parsed, cancel) =>
        {
            await using var house = await shell.OpenAsync(cancel, migrate: false);
            var templates = house.Get<ReportTemplates>();
            foreach (var template in templates.All) shell.Output.WriteLine($"{template.Key}\t{template.Label}\t{template.Slots.Count()}");
            foreach (var error in templates.Errors) shell.Error.WriteLine($"{error.At}: {error.Message}");
            var literal = templates.All.SelectMany(template => template.LiteralFigures().Select(found => (template.Key, found.Line, found.Found))).ToList();
            foreach (var (key, line, found) in literal) shell.Tell(T("definitions/reports/{0}.md:{1}: 手写的数字“{2}”：应写成数据槽，或用 [[q:…]] 注明是引用", "definitions/reports/{0}.md:{1}: the figure “{2}” is typed: make it a slot, or declare it a quotation by [[q:…]]").With(key, line, found));
            return templates.Errors.Count + literal.Count == 0 ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    static Command Build(Shell shell)
    {
        var name = new Argument<string>("TEMPLATE") { Description = T("模板名称（templates 命令列出全部），或 .md 文件", "Name of the template (keguan report templates shows all), or an .md file").ToString() };
        var period = new Option<string>("--period") { Description = T("报告期：2017、2019H1、2019Q3、2019-05", "Period: 2017, 2019H1, 2019Q3, 2019-05").ToString(), HelpName = "PERIOD", Required = true };
        period.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !Period.TryParse(text, out _)) result.AddError(T("“{0}”不是期间", "“{0}” is no period").With(text).ToString());
        });
        var asOf = new Option<long?>("--as-of") { Description = T("数据截至此记录号（默认截至现在）", "Figures as of this position of the Journal (as of now unless given)").ToString(), HelpName = "POSITION" };
        var format = new Option<string>("--format") { Description = T("格式，以逗号分隔：html、docx、pdf、json（默认 html,json）", "Formats, separated by commas: html, docx, pdf, json (html,json unless given)").ToString(), HelpName = "A,B", DefaultValueFactory = _ => "html,json" };
        format.Validators.Add(result =>
        {
            foreach (var one in (result.GetValueOrDefault<string>() ?? "").Split(',').Where(one => !Formats.Contains(one))) result.AddError(T("不认识的格式“{0}”", "unknown format “{0}”").With(one).ToString());
        });
        var folder = new Option<string>("--output", "-o") { Description = T("写到此目录（默认当前目录）", "The folder to write to (the current one unless given)").ToString(), HelpName = "DIR", DefaultValueFactory = _ => "." };
        var command = new Command("build", T("生成报告；有缺数或核对不符时照样写出并逐条说明，退出码为 1", "Build a report. Where figures are missing or the check finds faults it is written all the same, and each is told; exit code 1").ToString()) { name, period, asOf, format, folder };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var house = await shell.OpenAsync(cancel);
            var template = house.Get<ReportTemplates>().Get(parsed.GetRequiredValue(name));
            var built = await house.Get<ReportBuilder>().BuildAsync(template, Period.Parse(parsed.GetRequiredValue(period)), parsed.GetValue(asOf), cancel: cancel);
            var directory = Directory.CreateDirectory(parsed.GetRequiredValue(folder)).FullName;
            foreach (var kind in parsed.GetRequiredValue(format).Split(',').Distinct())
            {
                var file = Path.Combine(directory, $"{template.Key}-{built.Period}.{kind}");
                await WriteAsync(house, built, kind, file, cancel);
                shell.Say(T("已写到 {0}", "Written to {0}").With(file));
            }
            foreach (var finding in built.Findings.Where(finding => finding.Kind != FindingKind.Good)) shell.Tell(T($"{(finding.Kind == FindingKind.Fault ? "有误" : "请核对")}：{finding.Message.Zh}", $"{finding.Kind}: {finding.Message.En}"));
            shell.Say(T("{0} 个数字；{1} 处有误，{2} 处请核对，{3} 处相符", "{0} figures; {1} faults, {2} to look at, {3} that agree").With(built.Figures.Count, Count(FindingKind.Fault), Count(FindingKind.Warning), Count(FindingKind.Good)));
            return Count(FindingKind.Fault) == 0 ? ExitCode.Done : ExitCode.Refused;

            int Count(FindingKind kind) => built.Findings.Count(finding => finding.Kind == kind);
        });
        return command;
    }

    static async Task WriteAsync(OpenHouse house, BuiltReport built, string kind, string file, CancellationToken cancel)
    {
        var content = kind switch
        {
            "html" => System.Text.Encoding.UTF8.GetBytes(ReportPrinter.Html(built)),
            "json" => JsonSerializer.SerializeToUtf8Bytes(built, ReportPrinter.Json),
            "docx" => ReportPrinter.Word(built).ToArray(),
            _ => await house.Get<PdfWorker>().Convert(ReportPrinter.Word(built), cancel),
        };
        await File.WriteAllBytesAsync(file + ".partial", content, cancel);
        File.Move(file + ".partial", file, overwrite: true);
    }

    static Command Compare(Shell shell)
    {
        var built = new Argument<string>("BUILT.json") { Description = T("report build 写出的 JSON", "JSON written by report build").ToString() };
        var expected = new Argument<string>("EXPECTED.json") { Description = T("应有的数字：[{id, value, unit, period, scope, qualifier}]", "The figures expected: [{id, value, unit, period, scope, qualifier}]").ToString() };
        var prefix = new Option<string>("--only") { Description = T("只比编号以此开头的数字", "Only figures whose id begins so").ToString(), HelpName = "PREFIX", DefaultValueFactory = _ => "" };
        var least = new Option<decimal>("--least") { Description = T("相符的至少占百分之几，不足则退出码为 1（默认 97）", "At least so many per cent must match, or the exit code is 1 (97 unless given)").ToString(), HelpName = "PERCENT", DefaultValueFactory = _ => 97 };
        var command = new Command("compare", T("把生成的报告与应有的数字逐个比较，说明不符的原因和每个数的来历", "Hold a built report against a list of figures: matched, different or missing, with reasons and how each came about").ToString()) { built, expected, prefix, least };
        command.SetAction(async (parsed, cancel) =>
        {
            foreach (var file in new[] { parsed.GetRequiredValue(built), parsed.GetRequiredValue(expected) }) Refusal.If(!File.Exists(file), $"找不到文件 {file}", $"There is no file {file}");
            var report = JsonSerializer.Deserialize<BuiltReport>(await File.ReadAllTextAsync(parsed.GetRequiredValue(built), cancel), ReportPrinter.Json)!;
            var comparison = ReportComparison.Of(report, ReportComparison.ReadExpected(await File.ReadAllTextAsync(parsed.GetRequiredValue(expected), cancel), parsed.GetRequiredValue(prefix)));
            foreach (var line in comparison.Lines)
                shell.Output.WriteLine(string.Join('\t', line.Expected.Id, Word(line.Agreement), line.Expected.Value?.ToString(CultureInfo.InvariantCulture) ?? "", line.Expected.Unit, line.Built is { } figure ? $"{How(figure.Origin)} {figure.Indicator}@{figure.Period} ({figure.Postings})" : "", line.Why.ToString(), line.Expected.Quote));
            shell.Say(T("共 {0} 个：相符 {1}，不符 {2}，缺 {3}；相符率 {4}%", "{0} figures: {1} matched, {2} different, {3} missing; {4}% matched").With(comparison.Lines.Count, comparison.Count(Agreement.Matched), comparison.Count(Agreement.Different), comparison.Count(Agreement.Missing), comparison.Share));
            shell.Say(T("来历：记录计数 {0}，记录求和 {1}，公式 {2}，外部观测 {3}；来自记录或公式的占 {4}%", "Came about: {0} by records counted, {1} by records added up, {2} by formula, {3} observed; {4}% from records or formulae")
                .With(comparison.Count(Origin.Counted), comparison.Count(Origin.Summed), comparison.Count(Origin.Formula), comparison.Count(Origin.Observed), comparison.FromRecords));
            return comparison.Share >= parsed.GetValue(least) ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    static Text Word(Agreement agreement) => agreement switch { Agreement.Matched => T("相符", "matched"), Agreement.Different => T("不符", "different"), _ => T("缺", "missing") };

    static Text How(Origin origin) => origin switch { Origin.Counted => T("记录计数", "counted"), Origin.Summed => T("记录求和", "added up"), Origin.Formula => T("公式", "formula"), _ => T("观测", "observed") };
}
