using System.Globalization;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Keguan.Statistics.Indicators;

/// <summary>One point of a series: its name, its value (null: none), where it opens.</summary>
public sealed record SeriesPoint(Words Name, decimal? Value, string Shown, string? Url = null, bool Current = false);

/// <summary>
/// 一个指标的走势: bars drawn on the server as SVG, so that they are there without script and on paper. A pillar of a year opens its entries. The table with the same
/// numbers stands under it.
/// </summary>
[HtmlTargetElement("kg-series", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SeriesTagHelper : TagHelper
{
    const int Height = 190, Top = 24, Foot = 26, Slot = 84;

    public IReadOnlyList<SeriesPoint> Points { get; set; } = [];

    /// <summary>What the picture shows, in a sentence.</summary>
    public Words Text { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kg-series");
        var values = Points.Where(point => point.Value is not null).Select(point => point.Value!.Value).ToList();
        var (most, least) = (Math.Max(values.DefaultIfEmpty().Max(), 0), Math.Min(values.DefaultIfEmpty().Min(), 0));
        var range = most - least == 0 ? 1 : most - least;
        var width = Math.Max(1, Points.Count) * Slot;
        decimal Y(decimal value) => Top + ((most - value) / range * (Height - Top - Foot));
        var drawing = Markup.Of($"<svg viewBox=\"0 0 {width} {Height}\" role=\"img\" aria-label=\"{Text}\" preserveAspectRatio=\"xMinYMid meet\">");
        drawing.Add($"<line class=\"kg-series-axis\" x1=\"0\" x2=\"{width}\" y1=\"{Number(Y(0))}\" y2=\"{Number(Y(0))}\"/>");
        for (var i = 0; i < Points.Count; i++)
        {
            var point = Points[i];
            var middle = (i * Slot) + (Slot / 2);
            if (point.Value is { } value)
            {
                var (from, to) = (Math.Min(Y(0), Y(value)), Math.Max(Y(0), Y(value)));
                var bar = Markup.Of($"<rect class=\"kg-series-bar{(point.Current ? " kg-series-now" : "")}\" x=\"{middle - 22}\" y=\"{Number(from)}\" width=\"44\" height=\"{Number(Math.Max(to - from, 1))}\"/><text class=\"kg-series-value\" x=\"{middle}\" y=\"{Number(from - 6)}\">{point.Shown}</text>");
                drawing.Add(point.Url is { } url ? Markup.Of($"<a href=\"{Address.Plain(url)}\" aria-label=\"{point.Name} {point.Shown}\">{bar}</a>") : bar);
            }
            else drawing.Add($"<text class=\"kg-series-value\" x=\"{middle}\" y=\"{Number(Y(0) - 6)}\">—</text>");
            drawing.Add($"<text class=\"kg-series-name\" x=\"{middle}\" y=\"{Height - 8}\">{point.Name}</text>");
        }
        output.Content.SetHtmlContent(drawing.Add($"</svg>"));
    }

    static string Number(decimal value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
