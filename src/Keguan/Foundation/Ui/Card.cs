using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Keguan.Foundation.Ui;

/// <summary>A white card: title, a word beside it, a link at the right, content, foot. `flush` leaves the padding to what is inside (tables, lists).</summary>
[HtmlTargetElement("kg-card")]
public sealed class CardTagHelper : TagHelper
{
    public Words Title { get; set; }
    public Words Sub { get; set; }
    public string? Id { get; set; }

    /// <summary>The link at the right of the title.</summary>
    public Words Action { get; set; }
    public string? ActionUrl { get; set; }
    public bool Flush { get; set; }

    /// <summary>The title stands within the padding, without a line under it.</summary>
    public bool Quiet { get; set; }
    public string? Css { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var (rest, slots) = await Slots.OpenAsync(context, output);
        output.TagName = "section";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kg-card" + (Quiet ? " kg-card-quiet" : "") + (Css is null ? "" : " " + Css));
        if (Id is not null) output.Attributes.SetAttribute("id", Id);

        var card = new Markup();
        var tail = slots["kg-card-tail"];
        if (!Action.IsEmpty && ActionUrl is not null) tail = new Markup().Add(tail).Add($"<a href=\"{Address.Plain(ActionUrl)}\">{Action}</a>");
        if (!Title.IsEmpty)
        {
            if (Quiet) card.Add($"<h2>{Title}</h2>");
            else
            {
                card.Add($"<div class=\"kg-card-head\"><h2>{Title}</h2>");
                if (!Sub.IsEmpty) card.Add($"<span class=\"kg-sub\">{Sub}</span>");
                card.Add(slots["kg-card-beside"]);
                if (tail is not null) card.Add($"<span class=\"kg-card-tail\">{tail}</span>");
                card.Add($"</div>");
            }
        }
        if (Flush || Quiet) card.Add(rest);
        else card.Add($"<div class=\"kg-card-body\">{rest}</div>");
        if (slots["kg-card-foot"] is { } foot) card.Add($"<div class=\"kg-card-foot\">{foot}</div>");
        output.Content.SetHtmlContent(card);
    }
}

/// <summary>A remark with a coloured edge: blue to know, amber to look at, red what stops you, green what holds.</summary>
[HtmlTargetElement("kg-note")]
public sealed class NoteTagHelper : TagHelper
{
    public Words Title { get; set; }
    public Lifecycle.Tone Tone { get; set; } = Lifecycle.Tone.Blue;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "kg-note kg-note-" + Tone.ToString().ToLowerInvariant());
        output.Content.SetHtmlContent(new Markup().Add(Title.IsEmpty ? Markup.Empty : Markup.Of($"<b>{Title}</b>")).Add(content));
    }
}

/// <summary>Nothing here yet, and what to do next.</summary>
[HtmlTargetElement("kg-empty")]
public sealed class EmptyTagHelper : TagHelper
{
    public Words Title { get; set; }
    public string Icon { get; set; } = "folder";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var (rest, slots) = await Slots.OpenAsync(context, output);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kg-empty");
        output.Content.SetHtmlContent(Markup.Of($"{Ui.Icon.Of(Icon)}<b>{Title}</b>{rest}"));
        if (slots["kg-empty-act"] is { } act) output.Content.AppendHtml(Markup.Of($"<div class=\"kg-actions\">{act}</div>"));
    }
}

/// <summary>&lt;kg-script src="/js/chart.js" /&gt;: a script file that this page needs, loaded once at the end.</summary>
[HtmlTargetElement("kg-script", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ScriptTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;
    public string Src { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Need(ViewContext.HttpContext, Src);
        output.SuppressOutput();
    }

    public static void Need(HttpContext context, string src)
    {
        var wanted = Wanted(context);
        if (!wanted.Contains(src)) wanted.Add(src);
    }

    public static List<string> Wanted(HttpContext context)
    {
        if (context.Items[typeof(ScriptTagHelper)] is not List<string> wanted) context.Items[typeof(ScriptTagHelper)] = wanted = [];
        return wanted;
    }
}
