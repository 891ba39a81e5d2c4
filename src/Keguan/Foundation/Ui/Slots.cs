using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Keguan.Foundation.Ui;

/// <summary>Places of a component that its inner elements fill: &lt;kg-card&gt; takes &lt;kg-card-foot&gt; out of its content and sets it at the end.</summary>
public sealed class Slots
{
    readonly Dictionary<string, Markup> _filled = [];

    public void Fill(string slot, IHtmlContent content) =>
        (_filled.TryGetValue(slot, out var markup) ? markup : _filled[slot] = new Markup()).Add(content);

    /// <summary>What was put there, or null.</summary>
    public Markup? this[string slot] => _filled.GetValueOrDefault(slot);

    /// <summary>Runs the content of a component and gives it with the slots that it filled.</summary>
    public static async Task<(TagHelperContent Inner, Slots Slots)> OpenAsync(TagHelperContext context, TagHelperOutput output)
    {
        var slots = new Slots();
        context.Items[typeof(Slots)] = slots;
        return (await output.GetChildContentAsync(), slots);
    }

    /// <summary>The slots of the component around this element.</summary>
    public static Slots Around(TagHelperContext context) =>
        context.Items.TryGetValue(typeof(Slots), out var slots) ? (Slots)slots : throw new InvalidOperationException($"<{context.TagName}> stands outside of its component.");
}

/// <summary>An element whose content goes to the place of the same name in the component around it.</summary>
[HtmlTargetElement("kg-head-facts")]
[HtmlTargetElement("kg-head-beside")]
[HtmlTargetElement("kg-head-actions")]
[HtmlTargetElement("kg-card-beside")]
[HtmlTargetElement("kg-card-tail")]
[HtmlTargetElement("kg-card-foot")]
[HtmlTargetElement("kg-filter-more")]
[HtmlTargetElement("kg-filter-result")]
[HtmlTargetElement("kg-empty-act")]
[HtmlTargetElement("kg-rows-foot")]
[HtmlTargetElement("kg-tabs-tail")]
public sealed class SlotTagHelper : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        // The slots are found before the content runs: a component in it may open its own.
        var slots = Slots.Around(context);
        var content = await output.GetChildContentAsync();
        slots.Fill(context.TagName, content);
        output.SuppressOutput();
    }
}

/// <summary>Ids for what describes something else: unique within the page, the same at every request.</summary>
static class PageIds
{
    public static string Next(HttpContext context)
    {
        var number = context.Items[typeof(PageIds)] is int last ? last + 1 : 1;
        context.Items[typeof(PageIds)] = number;
        return "i" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
