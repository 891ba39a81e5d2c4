using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Keguan.Foundation.Documents;
using Keguan.Statistics.Exports;

namespace Keguan.Reports.WorkReports;

/// <summary>Writes a built report as HTML, Word or JSON.</summary>
public static class ReportPrinter
{
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>The document by GB/T 9704-2012: title, numbered headings 一、（一）1.（1）, body in 3号仿宋, page numbers.</summary>
    public static WordDocument Word(BuiltReport report, string? author = null)
    {
        var document = new WordDocument(report.Title, author: author).Title();
        var items = 0;
        foreach (var block in report.Blocks)
        {
            items = block.Kind == BlockKind.Item ? items + 1 : 0;
            switch (block.Kind)
            {
                case BlockKind.Heading: document.Heading(block.Level, block.Text); break;
                case BlockKind.Paragraph: document.Paragraph(block.Text); break;
                case BlockKind.Item: document.Paragraph($"{items}. {block.Text}"); break;
            }
        }
        return document;
    }

    /// <summary>One file without script or network: each figure leads to its source below, and the source back to the figure.</summary>
    public static string Html(BuiltReport report)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>").Append(E(report.Title)).Append("</title>\n<style>").Append(Style).Append("</style></head>\n<body>\n<main>\n");
        var outline = new OutlineNumber();
        var seen = new HashSet<int>();
        var inList = false;
        foreach (var block in report.Blocks)
        {
            if (inList && block.Kind != BlockKind.Item) html.Append("</ol>\n");
            if (!inList && block.Kind == BlockKind.Item) html.Append("<ol>\n");
            inList = block.Kind == BlockKind.Item;
            var tag = block.Kind switch { BlockKind.Title => "h1", BlockKind.Heading => "h" + (block.Level + 1).ToString(CultureInfo.InvariantCulture), BlockKind.Item => "li", _ => "p" };
            html.Append('<').Append(tag).Append('>');
            if (block.Kind == BlockKind.Heading) html.Append(outline.Next(block.Level));
            foreach (var run in block.Runs)
            {
                if (run.Figure is not { } number) html.Append(E(run.Text));
                else
                {
                    var figure = report.Figures[number - 1];
                    var back = seen.Add(number) ? $" id=\"t{number}\"" : "";
                    html.Append(CultureInfo.InvariantCulture, $"<a class=\"{(figure.Value is null ? "missing" : "figure")}\"{back} href=\"#f{number}\" title=\"{E(figure.Label)}\">{E(run.Text)}</a>");
                }
            }
            html.Append("</").Append(tag).Append(">\n");
        }
        if (inList) html.Append("</ol>\n");
        html.Append("</main>\n<aside>\n");
        Findings(html, report);
        html.Append(CultureInfo.InvariantCulture, $"<h2>数字来源</h2>\n<p class=\"note\">报告期 {E(Period.Parse(report.Period).Words.Zh)}，{(report.AsOf is { } position ? $"数据截至记录号 {position}" : "数据截至生成之时")}，共 {report.Figures.Count} 个数字，其中{Origins(report)}。</p>\n");
        foreach (var figure in report.Figures) Source(html, figure);
        html.Append("</aside>\n</body>\n</html>\n");
        return html.ToString();
    }

    static string Origins(BuiltReport report)
    {
        int Count(Origin origin) => report.Figures.Count(figure => figure.Origin == origin);
        return $"记录计数 {Count(Origin.Counted)} 个、记录求和 {Count(Origin.Summed)} 个、公式计算 {Count(Origin.Formula)} 个、外部观测 {Count(Origin.Observed)} 个";
    }

    static void Findings(StringBuilder html, BuiltReport report)
    {
        if (report.Findings.Count == 0) return;
        html.Append("<h2>核对</h2>\n<ul class=\"findings\">\n");
        foreach (var finding in report.Findings)
            html.Append(CultureInfo.InvariantCulture, $"<li class=\"{finding.Kind.ToString().ToLowerInvariant()}\"><b>{finding.Kind switch { FindingKind.Fault => "有误", FindingKind.Warning => "请核对", _ => "相符" }}</b> {E(finding.Message.Zh)}{string.Concat(finding.Figures.Select(number => $" <a href=\"#t{number}\">[{number}]</a>"))}</li>\n");
        html.Append("</ul>\n");
    }

    static void Source(StringBuilder html, BuiltFigure figure)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section id=\"f{figure.Number}\"><h3><a href=\"#t{figure.Number}\">{figure.Number}. {E(figure.Printed)}</a> <small>{E(figure.Label)}</small></h3>\n<dl>");
        void Fact(string label, string value)
        {
            if (value.Length > 0) html.Append("<div><dt>").Append(label).Append("</dt><dd>").Append(E(value)).Append("</dd></div>");
        }
        Fact("期间与范围", $"{Period.Parse(figure.Period).Words.Zh}，{figure.Scope}");
        Fact("数值", figure.Value is { } value ? $"{value.ToString("#,##0.######", CultureInfo.InvariantCulture)} {figure.Unit}{(figure.Qualifier == Hedge.None ? "" : "，" + figure.Qualifier.Words().Zh)}{(figure.Provisional ? "，预计" : "")}" : "没有值：" + figure.Why);
        Fact("来历", figure.Origin switch { Origin.Counted => "记录计数", Origin.Summed => "记录求和", Origin.Formula => "公式计算", _ => "外部观测" });
        Fact("公式", figure.Formula);
        Fact("定义", figure.Definition);
        html.Append("</dl>\n");
        if (figure.Inputs.Count > 0)
        {
            html.Append("<table><thead><tr><th>输入</th><th>期间</th><th>值</th></tr></thead><tbody>");
            foreach (var input in figure.Inputs) html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(input.Label)}</td><td>{E(Period.Parse(input.Period).Words.Zh)}</td><td class=\"num\">{E(input.Value)}</td></tr>");
            html.Append("</tbody></table>\n");
        }
        if (figure.Entries.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<details><summary>来源记录 {figure.Postings} 条{(figure.Postings > figure.Entries.Count ? $"，列出前 {figure.Entries.Count} 条" : "")}</summary><table><thead><tr><th>记录号</th><th>日期</th><th>单位</th><th>事项</th><th>数量</th></tr></thead><tbody>");
            foreach (var entry in figure.Entries)
                html.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"num\">{(entry.Position is { } position ? "#" + position : "待封存")}</td><td>{entry.Day:yyyy-MM-dd}</td><td>{E(entry.Name)}</td><td>{E(entry.Summary)}</td><td class=\"num\">{E(entry.Quantity)}</td></tr>");
            html.Append("</tbody></table></details>\n");
        }
        html.Append("</section>\n");
    }

    static string E(string text) => Encoder.Encode(text);

    const string Style = """
        body{margin:0;background:#f4f6f9;color:#1b2733;font:16px/1.8 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
        main{max-width:46em;margin:24px auto;padding:48px 56px;background:#fff;border:1px solid #dde3ea;font-family:"Songti SC",SimSun,"Noto Serif CJK SC",serif}
        main h1{text-align:center;font-size:24px;line-height:1.5}main h2,main h3,main h4,main h5{font-size:17px;margin:.8em 0 .2em;text-indent:2em}main p{margin:0;text-indent:2em;text-align:justify}
        a.figure{color:inherit;text-decoration:underline dotted #1f4e8c;text-underline-offset:4px}a.missing{color:#b4232a}
        aside{max-width:60em;margin:0 auto 48px;padding:0 16px}aside h2{font-size:20px}section{background:#fff;border:1px solid #dde3ea;border-radius:6px;padding:12px 20px;margin:12px 0}section:target{border-color:#1f4e8c;box-shadow:0 0 0 2px #dce7f4}
        h3{font-size:16px;margin:.2em 0}small,.note{color:#455261;font-weight:400}dl{margin:.4em 0}dl div{display:flex;gap:12px}dt{flex:0 0 6em;color:#455261}dd{margin:0}
        table{border-collapse:collapse;width:100%;font-size:14px}th,td{border-bottom:1px solid #dde3ea;padding:4px 8px;text-align:left;vertical-align:top}.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .findings{padding-left:1.2em}.fault b{color:#b4232a}.warning b{color:#7a4b00}.good b{color:#1b6b3a}
        @media(max-width:600px){main{padding:20px 16px;margin:0}section{overflow-x:auto}}
        @media print{body{background:#fff}main{border:0}}
        """;
}
