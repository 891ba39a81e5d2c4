using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Recognition.RuleSets;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan check hnte FILE`: cases judged by the rules of the day, line by line. Touches no database.</summary>
static class CheckCommand
{
    const string UsccKind = "uscc", ResidentIdKind = "resident-id";
    const int MostCases = 100_000;
    const long MostBytes = 100_000_000;

    static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static Command Create(Shell shell)
    {
        var kind = new Argument<string>("KIND") { Description = T("规则集：hnte（高新技术企业）、tech-sme（科技型中小企业）、super-deduction（研发费用加计扣除）等，或 uscc（统一社会信用代码）、resident-id（公民身份号码）", "The rule set: hnte, tech-sme, super-deduction …; or uscc, resident-id").ToString() };
        var file = new Argument<string>("FILE") { Description = T("JSON 文件：一个对象，或对象的列表；- 为标准输入。键名见 docs/specs/rules.md", "A JSON file: one object, or a list of them; - for standard input. Its keys: docs/specs/rules.md").ToString() };
        var format = new Option<string>("--format") { Description = T("输出格式（默认 text）", "The output (text unless given)").ToString(), HelpName = "text|json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var asOf = new Option<string>("--as-of") { Description = T("按哪一天的规则：2026-11-30，或 2026（当年末日）；默认今天。案例自带 as_of 或 year 的从其规定", "By the rules of which day: 2026-11-30, or 2026 for its last day; today unless given. A case may name its own with as_of or year").ToString(), HelpName = "DATE|YEAR" };
        var area = new Option<string>("--area") { Description = T("区划代码：适用当地规则（默认国家规则）", "Area code, for local rules (national ones unless given)").ToString(), HelpName = "CODE", DefaultValueFactory = _ => "" };
        var command = new Command("check", T(
            "按规则逐条判定：结论、得分、条款、还差多少。退出码：0 没有不符合的；1 有不符合的；2 命令或文件写错（说明在标准错误，写明是哪一项）",
            "Judge cases by the rules: result, points, clauses, what is missing. Exit codes: 0 nothing fails; 1 something does; 2 the command or the file is wrong (said on standard error, with the item)").ToString()) { kind, file, format, asOf, area };
        command.SetAction(async (parsed, cancel) =>
        {
            var day = ChinaTime.Today(TimeProvider.System);
            if (parsed.GetValue(asOf) is { } typed)
            {
                if (RuleCaseReader.ParseDay(typed) is not { } named) return Wrong(shell, "--as-of", T("“{0}”不是日期或年份", "“{0}” is neither a day nor a year").With(typed));
                day = named;
            }
            var (text, fault) = await ReadAsync(parsed.GetValue(file)!, cancel);
            if (fault is { } reason) return Wrong(shell, parsed.GetValue(file)!, reason);
            JsonDocument document;
            try { document = JsonDocument.Parse(text!, new JsonDocumentOptions { MaxDepth = 16, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }); }
            catch (JsonException e) { return Wrong(shell, parsed.GetValue(file)!, T("不是 JSON：第 {0} 行第 {1} 个字符处", "This is not JSON: line {0}, character {1}").With((e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1)); }
            using var _ = document;
            return parsed.GetValue(kind)! is var name && name is UsccKind or ResidentIdKind
                ? Identifiers(shell, name, document.RootElement, day, parsed.GetValue(format) == "json")
                : await RulesAsync(shell, name, document.RootElement, day, parsed.GetValue(area)!, parsed.GetValue(format) == "json", cancel);
        });
        return command;
    }

    static async Task<(byte[]? Text, Text? Fault)> ReadAsync(string file, CancellationToken cancel)
    {
        if (file == "-")
        {
            using var all = new MemoryStream();
            await using var input = Console.OpenStandardInput();
            await input.CopyToAsync(all, cancel);
            return (all.ToArray(), null);
        }
        if (!File.Exists(file)) return (null, T("找不到文件", "There is no such file"));
        if (new FileInfo(file).Length > MostBytes) return (null, T("文件太大", "The file is too large"));
        var bytes = await File.ReadAllBytesAsync(file, cancel);
        return (bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, null);
    }

    static async Task<int> RulesAsync(Shell shell, string name, JsonElement root, DateOnly day, string area, bool json, CancellationToken cancel)
    {
        await using var house = await shell.OpenAsync(cancel, migrate: false);
        var library = house.Get<RuleSetLibrary>();
        if (!library.Names.Contains(name))
            return Wrong(shell, name, T("没有这个规则集，有 {0}", "There is no such rule set; there are {0}").With(string.Join(", ", [.. library.Names, UsccKind, ResidentIdKind])));

        var errors = new List<RuleCaseError>();
        var results = new List<RuleResult>();
        foreach (var (item, path) in Cases(root, errors))
        {
            var asOf = RuleCaseReader.AsOf(item, path, errors) ?? day;
            if (library.Find(name, asOf, area) is not { } set)
            {
                errors.Add(new RuleCaseError(path, T($"{asOf:yyyy-MM-dd} 没有适用的规则（{name}）", $"no edition of {name} applies on {asOf:yyyy-MM-dd}")));
                continue;
            }
            var given = RuleCaseReader.Read(set, item, path, errors);
            if (errors.Count == 0) results.Add(set.Evaluate(given, asOf));
        }
        if (errors.Count > 0) return Told(shell, errors);
        if (json) Write(shell, root, results.ConvertAll(RuleResultJson.Of));
        else foreach (var result in results) Say(shell, result);
        return results.Exists(result => result.Verdict == Verdict.Fail) ? ExitCode.Refused : ExitCode.Done;
    }

    static int Identifiers(Shell shell, string kind, JsonElement root, DateOnly day, bool json)
    {
        var errors = new List<RuleCaseError>();
        var answers = new List<JsonObject>();
        foreach (var (item, path) in Cases(root, errors, bare: true))
        {
            if (Code(item, kind == UsccKind ? ["code", "uscc"] : ["id", "code", "resident_id"]) is not { } typed)
            {
                errors.Add(new RuleCaseError(path, kind == UsccKind ? T("要有 code：统一社会信用代码", "code is missing: the unified social credit code") : T("要有 id：公民身份号码", "id is missing: the identification number")));
                continue;
            }
            answers.Add(Answer(kind, typed, day));
        }
        if (errors.Count > 0) return Told(shell, errors);
        if (json) Write(shell, root, answers);
        else foreach (var answer in answers) shell.Output.WriteLine($"{answer["code"]}\t{answer["result"]}\t{answer["reason"]}");
        return answers.Exists(answer => answer["result"]!.GetValue<string>() == "invalid") ? ExitCode.Refused : ExitCode.Done;
    }

    /// <summary>The code as it stands is judged. One that is right once it is written properly (small letters, full-width digits) is named with it.</summary>
    static JsonObject Answer(string kind, string typed, DateOnly day)
    {
        var code = kind == UsccKind ? Uscc.Normalise(typed) : ResidentId.Normalise(typed);
        var reason = kind == UsccKind ? Uscc.Check(code) : ResidentId.Check(code, day);
        var answer = new JsonObject { ["code"] = typed };
        if (reason is null && code != typed)
        {
            answer["result"] = "invalid";
            answer["reason"] = T("写法不规范，应写作 {0}", "Not written properly; it should read {0}").With(code).ToString();
            answer["normalised"] = code;
        }
        else
        {
            answer["result"] = reason is null ? "valid" : "invalid";
            answer["reason"] = reason?.ToString();
        }
        answer["document"] = kind == UsccKind ? "GB 32100-2015" : "GB 11643-1999";
        answer["clause"] = kind == UsccKind ? T("第 18 位校验；第 9–17 位为 GB 11714 组织机构代码", "Check character 18; characters 9–17 by GB 11714").ToString() : T("第 18 位校验；第 7–14 位出生日期", "Check character 18; date of birth in characters 7–14").ToString();
        return answer;
    }

    static string? Code(JsonElement item, string[] keys) => item.ValueKind switch
    {
        JsonValueKind.String => item.GetString(),
        JsonValueKind.Object => keys.Select(key => item.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null).FirstOrDefault(value => value is not null),
        _ => null,
    };

    static List<(JsonElement Item, string Path)> Cases(JsonElement root, List<RuleCaseError> errors, bool bare = false)
    {
        if (root.ValueKind == JsonValueKind.Object || (bare && root.ValueKind == JsonValueKind.String)) return [(root, "")];
        if (root.ValueKind != JsonValueKind.Array)
        {
            errors.Add(new RuleCaseError("", T("文件应是一个对象，或对象的列表", "the file must be an object or a list of objects")));
            return [];
        }
        if (root.GetArrayLength() > MostCases) errors.Add(new RuleCaseError("", T($"一次最多 {MostCases} 个", $"at most {MostCases} at a time")));
        return [.. root.EnumerateArray().Take(MostCases).Select((item, i) => (item, $"[{i}]"))];
    }

    static void Write(Shell shell, JsonElement root, List<JsonObject> answers) =>
        shell.Output.WriteLine(root.ValueKind == JsonValueKind.Array ? new JsonArray([.. answers]).ToJsonString(Json) : answers[0].ToJsonString(Json));

    static void Say(Shell shell, RuleResult result)
    {
        var definition = result.RuleSet.Definition;
        shell.Output.WriteLine($"{definition.Label}  {definition.RuleSet}@{definition.Edition} ({result.RuleSet.Source.ShortVersion}), {result.AsOf:yyyy-MM-dd}");
        if (result.Case.Name.Length > 0) shell.Output.WriteLine(result.Case.Name);
        shell.Say(T("结论：{0}", "Result: {0}").With(RuleWords.Of(result.Verdict)));
        if (result.PointsLow is not null) shell.Say(T("得分：{0} / {1}", "Points: {0} / {1}").With(RuleWords.Points(result.PointsLow, result.PointsHigh), RuleWords.Plain(result.PointsMax)));
        foreach (var line in result.Conditions)
        {
            var (value, needs) = RuleWords.Shown(line);
            shell.Output.WriteLine($"  {line.Rule.No}. {line.Rule.Label}  {RuleWords.Of(line.Outcome)}  {value}{(needs.Length > 0 ? $" ({line.Rule.Compare} {needs})" : "")}  {line.Advice}  [{definition.Document(line.Rule.Document)?.Number} {line.Rule.Clause}]");
        }
        foreach (var item in result.Points.SelectMany(dimension => dimension.Items).Concat(result.Trials).Where(item => item.Low is not null))
            shell.Output.WriteLine($"  {item.Rule.Label}  {RuleWords.Shown(item.Measure, item.Rule.Unit, item.Rule.Decimals)}  {item.Band}  {RuleWords.Points(item.Low, item.High)} / {RuleWords.Plain(item.Rule.Max)}  [{definition.Document(item.Rule.Document)?.Number} {item.Rule.Clause}]");
        foreach (var figure in result.Figures.Where(figure => figure.Rule.Shown && !figure.Value.IsMissing))
            shell.Output.WriteLine($"  {figure.Rule.Label}  {RuleWords.Shown(figure.Value, figure.Rule.Unit, figure.Rule.Decimals)}");
    }

    static int Wrong(Shell shell, string what, Text reason)
    {
        shell.Error.WriteLine($"{what}: {reason}");
        return ExitCode.Usage;
    }

    static int Told(Shell shell, List<RuleCaseError> errors)
    {
        foreach (var error in errors.Take(100)) shell.Error.WriteLine(error);
        if (errors.Count > 100) shell.Tell(T("…… 其余 {0} 处不再逐条列出", "… and {0} more").With(errors.Count - 100));
        return ExitCode.Usage;
    }
}
