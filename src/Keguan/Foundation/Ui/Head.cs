using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Keguan.Foundation.Ui;

/// <summary>The top of a page: crumbs, title (also the browser's), a line of facts, the page's actions.</summary>
[HtmlTargetElement("kg-head")]
public sealed class HeadTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;
    public Words Title { get; set; }
    public Words Sub { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var (rest, slots) = await Slots.OpenAsync(context, output);
        ViewContext.ViewData["Title"] = Title.ToString();
        output.TagName = null;
        var page = new Markup();
        if (slots["crumbs"] is { } crumbs)
            page.Add($"<nav class=\"kg-crumbs\" aria-label=\"{Texts.T("所在位置", "You are here")}\"><ol>{crumbs}</ol></nav>");
        page.Add($"<div class=\"kg-head\"><div class=\"kg-head-words\"><h1>{Title}</h1>");
        if (!Sub.IsEmpty) page.Add($"<span class=\"kg-sub\">{Sub}</span>");
        page.Add(slots["kg-head-beside"]);
        if (slots["kg-head-facts"] is { } facts) page.Add($"<div class=\"kg-facts-line\">{facts}</div>");
        page.Add($"</div>");
        if (slots["kg-head-actions"] is { } actions) page.Add($"<div class=\"kg-actions\">{actions}</div>");
        page.Add($"</div>").Add(rest);
        output.Content.SetHtmlContent(page);
    }
}

/// <summary>One step of the way to this page; without an address it is the page itself.</summary>
[HtmlTargetElement("kg-crumb", ParentTag = "kg-head")]
public sealed class CrumbTagHelper : TagHelper
{
    public Words Text { get; set; }
    public string? Url { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Slots.Around(context).Fill("crumbs", string.IsNullOrEmpty(Url)
            ? Markup.Of($"<li aria-current=\"page\">{Text}</li>")
            : Markup.Of($"<li><a href=\"{Address.Plain(Url)}\">{Text}</a></li>"));
        output.SuppressOutput();
    }
}
