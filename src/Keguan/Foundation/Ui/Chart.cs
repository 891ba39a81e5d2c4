using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>One line or row of bars. `Tone` red only for what is behind; `Dashed` for targets.</summary>
public sealed record Series(Words Name, IReadOnlyList<decimal?> Values)
{
    public bool Dashed { get; init; }

    /// <summary>Places of values that are behind, drawn red.</summary>
    public IReadOnlyList<int> Behind { get; init; } = [];
}

/// <summary>
/// A picture of a table that stands beside or under it: &lt;kg-chart kind="line|bar|across" labels series text table="id" /&gt;. ECharts draws it as SVG in the
/// reader's browser; without script there is the sentence, and the table. The script is loaded only on pages with a chart.
/// </summary>
[HtmlTargetElement("kg-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ChartTagHelper : TagHelper
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;

    /// <summary>line, bar (upright), across (lying, names at the left).</summary>
    public string Kind { get; set; } = "line";
    public IReadOnlyList<string> Labels { get; set; } = [];
    public IReadOnlyList<Series> Series { get; set; } = [];
    public Words Unit { get; set; }

    /// <summary>What the picture shows, in a sentence or two: read aloud, and shown where no script runs.</summary>
    public Words Text { get; set; }

    /// <summary>The id of the table with the same numbers.</summary>
    public string? Table { get; set; }

    /// <summary>A line across: time gone, a lowest probability.</summary>
    public decimal? Mark { get; set; }
    public Words MarkText { get; set; }
    public decimal? Most { get; set; }

    /// <summary>"", tall or low.</summary>
    public string? Height { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ScriptTagHelper.Need(ViewContext.HttpContext, "/js/chart.js");
        var data = JsonSerializer.Serialize(new
        {
            kind = Kind,
            labels = Labels,
            unit = Unit.ToString(),
            series = Series.Select(line => new { name = line.Name.ToString(), values = line.Values, dashed = line.Dashed, behind = line.Behind }),
            mark = Mark,
            markText = MarkText.ToString(),
            most = Most,
        }, Json);
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        var size = Height is null ? "" : " kg-chart-" + Height;
        var link = Table is null ? Markup.Empty : Markup.Of($" <a class=\"kg-link\" href=\"#{Table}\">{T("看表格", "See the table")}</a>");
        output.Content.SetHtmlContent(Markup.Of($"<div class=\"kg-chart{size}\" role=\"img\" aria-label=\"{Text}\" data-chart=\"{data}\"></div><figcaption class=\"kg-chart-text\">{Text}{link}</figcaption>"));
    }
}
