using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Markdig;
using Microsoft.AspNetCore.Html;

namespace Keguan.Foundation.Documents;

/// <summary>
/// Markdown that officers write for the public. Raw HTML is shown as the text it is, and of what Markdown itself makes only elements and addresses
/// on a list go through: a pasted script or a javascript: link is harmless, whatever the Markdown library may do in a later version.
/// </summary>
public static class SafeMarkdown
{
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoLinks().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough).Build();

    static readonly HtmlParser Parser = new(new HtmlParserOptions { IsScripting = false });

    static readonly HashSet<string> Allowed =
    [
        "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "del", "code", "pre", "blockquote", "a", "table", "thead", "tbody", "tr", "th", "td",
    ];

    /// <summary>Elements whose words are of no use without them.</summary>
    static readonly HashSet<string> Dropped = ["script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript", "form", "input", "button", "textarea", "select"];

    public static IHtmlContent Render(string? markdown) => new HtmlString(ToHtml(markdown));

    public static string ToHtml(string? markdown)
    {
        if (string.IsNullOrWhiteSpace(markdown)) return "";
        var body = Parser.ParseDocument("<body>" + Markdown.ToHtml(markdown, Pipeline) + "</body>").Body!;
        foreach (var element in body.QuerySelectorAll("*").ToList())
        {
            if (element.ParentElement is null) continue;
            if (Dropped.Contains(element.LocalName)) element.Remove();
            // The page has its h1: headings of the text begin below it.
            else if (element.LocalName is "h1") Rename(element, "h2");
            else if (!Allowed.Contains(element.LocalName)) Unwrap(element);
            else Clean(element);
        }
        foreach (var comment in body.Descendants<IComment>().ToList()) comment.Remove();
        return body.InnerHtml.Trim();
    }

    /// <summary>The words alone, for the search and the list.</summary>
    public static string ToText(string? markdown) =>
        string.IsNullOrWhiteSpace(markdown) ? "" : Parser.ParseDocument("<body>" + ToHtml(markdown) + "</body>").Body!.TextContent.Trim();

    static void Clean(IElement element)
    {
        foreach (var attribute in element.Attributes.ToList())
        {
            var kept = (element.LocalName, attribute.Name) switch
            {
                ("a", "href") => Safe(attribute.Value),
                ("ol", "start") => int.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
                _ => false,
            };
            if (!kept) element.RemoveAttribute(attribute.Name);
        }
        if (element.LocalName == "a" && element.GetAttribute("href") is { } href && href.Contains("://", StringComparison.Ordinal)) element.SetAttribute("rel", "noopener noreferrer nofollow");
        if (element.LocalName == "table") element.ClassName = "kg-table kg-keep";
    }

    /// <summary>http, https and mail, and addresses within this site.</summary>
    static bool Safe(string href)
    {
        // Browsers skip control characters and blanks within a scheme: java\tscript:
        if (href.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))) return false;
        if (href.StartsWith('/')) return !href.StartsWith("//", StringComparison.Ordinal) && !href.StartsWith("/\\", StringComparison.Ordinal);
        if (href.StartsWith('#')) return true;
        return Uri.TryCreate(href, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto";
    }

    static void Rename(IElement element, string name)
    {
        var renamed = element.Owner!.CreateElement(name);
        while (element.FirstChild is { } child) renamed.AppendChild(child);
        element.Replace(renamed);
    }

    static void Unwrap(IElement element) => element.Replace([.. element.ChildNodes]);
}
