using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Keguan.Foundation.Ui;

/// <summary>An outline of Tabler Icons, drawn into the page: no font, no further request, coloured by the text around it.</summary>
public static class Icon
{
    public static Markup Of(string name, string? css = null, Words label = default)
    {
        if (!IconPaths.All.TryGetValue(name, out var path))
            throw new ArgumentException($"No icon “{name}”: add it to assets.mjs and run npm run icons.", nameof(name));
        var said = label.IsEmpty ? Markup.Of($"aria-hidden=\"true\"") : Markup.Of($"role=\"img\" aria-label=\"{label}\"");
        return Markup.Of($"<svg class=\"kg-icon{(css is null ? "" : " " + css)}\" viewBox=\"0 0 24 24\" focusable=\"false\" {said}>{new Microsoft.AspNetCore.Html.HtmlString(path)}</svg>");
    }

    /// <summary>The filled disc that says passed, look, failed or not yet; its word is always beside it.</summary>
    public static Markup Dot(CheckResult result, bool large = false)
    {
        var (css, icon, word) = result switch
        {
            CheckResult.Pass => ("pass", "check", Texts.T("通过", "Passed")),
            CheckResult.Warn => ("warn", "alert-mark", Texts.T("需判断", "Needs a look")),
            CheckResult.Fail => ("fail", "x", Texts.T("不通过", "Failed")),
            _ => ("todo", "", Texts.T("未核", "Not checked")),
        };
        var picture = icon switch
        {
            "" => Markup.Empty,
            "alert-mark" => Markup.Of($"<svg class=\"kg-icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\"><path d=\"M12 5v9\"/><path d=\"M12 19h.01\"/></svg>"),
            _ => Of(icon),
        };
        return Markup.Of($"<span class=\"kg-dot kg-dot-{css}{(large ? " kg-dot-l" : "")}\">{picture}<span class=\"kg-hide\">{word}</span></span>");
    }
}

/// <summary>&lt;kg-icon name="printer" /&gt;; with a label where the icon stands alone.</summary>
[HtmlTargetElement("kg-icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    public string Name { get; set; } = "";
    public Words Label { get; set; }
    public string? Css { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Icon.Of(Name, Css, Label));
    }
}
