using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>
/// How far, as a bar, with a tick for the time gone: &lt;kg-progress value="74.5" tick="88.2" /&gt;. Lengths are attributes of the drawing,
/// because the content security policy allows no inline style.
/// </summary>
[HtmlTargetElement("kg-progress", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ProgressTagHelper : TagHelper
{
    /// <summary>Percent; may be over 100, the bar ends at 100.</summary>
    public decimal Value { get; set; }
    public decimal? Tick { get; set; }

    /// <summary>Red, as a judgement made elsewhere; never by the bar itself.</summary>
    public bool Behind { get; set; }

    /// <summary>Lighter: behind its time, but nothing that breaks a promise.</summary>
    public bool Low { get; set; }
    public Words Label { get; set; }
    public Words Text { get; set; }
    public int Decimals { get; set; }
    public bool Bare { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var text = Text.IsEmpty ? Share(Value, Decimals) : Text.ToString();
        var time = Tick is { } gone ? T($"，时间进度 {Share(gone, Decimals)}", $", time gone {Share(gone, Decimals)}") : default;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Behind ? "kg-progress kg-behind" : "kg-progress");
        output.Content.SetHtmlContent(Markup.Of($"{Bar(Value, Tick, (Label.IsEmpty ? "" : Label + (Foundation.Text.English ? ": " : "：")) + text + time, Low)}{(Bare ? Markup.Empty : Markup.Of($"<span class=\"kg-progress-word\" aria-hidden=\"true\">{text}</span>"))}"));
    }

    public static string Share(decimal percent, int decimals) => Math.Round(percent, decimals).ToString("F" + decimals, CultureInfo.InvariantCulture) + "%";

    public static Markup Bar(decimal value, decimal? tick, string said, bool low = false)
    {
        var bar = Markup.Of($"<svg role=\"img\" aria-label=\"{said}\" height=\"16\"><rect class=\"kg-bar-track\" y=\"4\" width=\"100%\" height=\"8\" rx=\"1\"/>");
        bar.Add($"<rect class=\"kg-bar-fill{(low ? " kg-bar-low" : "")}\" y=\"4\" width=\"{Math.Clamp(value, 0, 100):0.##}%\" height=\"8\" rx=\"1\"/>");
        if (tick is { } gone) bar.Add($"<rect class=\"kg-bar-tick\" x=\"{Math.Clamp(gone, 0, 99.5m):0.##}%\" width=\"2\" height=\"16\"/>");
        return bar.Add($"</svg>");
    }
}

/// <summary>One step of a funnel; `Note` replaces the share of the step before.</summary>
public sealed record FunnelStep(Words Name, long Count, string? Url = null)
{
    public Words Note { get; init; }
}

/// <summary>How many are left at each step, and the share of the step before.</summary>
[HtmlTargetElement("kg-funnel", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FunnelTagHelper : TagHelper
{
    public IEnumerable<FunnelStep> Items { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ol";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kg-funnel");
        var steps = Items.ToList();
        var most = steps.Count == 0 ? 0 : steps.Max(step => step.Count);
        var list = new Markup();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var width = most == 0 ? 0 : step.Count * 100m / most;
            var note = !step.Note.IsEmpty ? step.Note.ToString() : i == 0 || steps[i - 1].Count == 0 ? "" : ProgressTagHelper.Share(step.Count * 100m / steps[i - 1].Count, 0);
            var count = step.Url is null ? Markup.Of($"{Words.Number(step.Count)}") : Markup.Of($"<a href=\"{step.Url}\">{Words.Number(step.Count)}</a>");
            list.Add($"<li><span>{step.Name}</span><b>{count}</b><svg aria-hidden=\"true\" height=\"10\"><rect class=\"kg-bar-track\" width=\"100%\" height=\"10\" rx=\"1\"/><rect class=\"kg-bar-fill\" width=\"{width:0.##}%\" height=\"10\" rx=\"1\"/></svg><small>{note}</small></li>");
        }
        output.Content.SetHtmlContent(list);
    }
}

/// <summary>One part of a whole.</summary>
public sealed record Segment(Words Label, decimal Value);

/// <summary>What a sum is made of, as one bar with words in its parts (money: spent, released and unspent, not yet released).</summary>
[HtmlTargetElement("kg-segments", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SegmentsTagHelper : TagHelper
{
    public IEnumerable<Segment> Items { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var parts = Items.Where(part => part.Value > 0).ToList();
        var whole = parts.Sum(part => part.Value);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kg-segments");
        if (whole <= 0)
        {
            output.SuppressOutput();
            return;
        }
        var said = string.Join(Foundation.Text.English ? ", " : "，", parts.Select(part => $"{part.Label} {ProgressTagHelper.Share(part.Value * 100 / whole, 0)}"));
        var bar = Markup.Of($"<svg role=\"img\" aria-label=\"{said}\" height=\"26\"><g>");
        var x = 0m;
        var all = Items.ToList();
        foreach (var part in parts)
        {
            var share = part.Value * 100 / whole;
            var place = all.IndexOf(part) % 4 + 1;
            bar.Add($"<rect class=\"kg-seg-{place}\" x=\"{x:0.##}%\" width=\"{share:0.##}%\" height=\"26\"/>");
            // A part too narrow for its words shows none: they are in the label and in the figures above.
            if (share >= 12) bar.Add($"<svg x=\"{x:0.##}%\" width=\"{share:0.##}%\" height=\"26\"><text x=\"8\" y=\"13\"{Markup.Attr("class", ((place is 1 or 4 ? "kg-on-dark" : "") + (share < 28 ? " kg-seg-narrow" : "")).Trim())}>{part.Label} {ProgressTagHelper.Share(share, 0)}</text></svg>");
            x += share;
        }
        output.Content.SetHtmlContent(bar.Add($"</g></svg>"));
    }
}
