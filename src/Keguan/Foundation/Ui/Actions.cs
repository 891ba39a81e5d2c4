using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>
/// What one can do: a submit button of the form around it (`handler`, or `name` and `value`) or a link (`url`), with its key. With `refused` it stays
/// reachable, does nothing, and says why beside it.
/// </summary>
[HtmlTargetElement("kg-act")]
public sealed class ActTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;
    public Words Text { get; set; }
    public string? Url { get; set; }
    public string? Handler { get; set; }
    public string? Name { get; set; }
    public string? Value { get; set; }
    public string? Icon { get; set; }

    /// <summary>One letter; shown behind the word and pressed without Ctrl or Alt.</summary>
    public string? Key { get; set; }

    /// <summary>The reason why not, the same sentence that the refusal would give.</summary>
    public Words Refused { get; set; }
    public bool Primary { get; set; }
    public bool Danger { get; set; }
    public bool Small { get; set; }

    /// <summary>The id of another form.</summary>
    public string? Form { get; set; }

    /// <summary>Nothing is judged by the browser (save as it is, go back).</summary>
    public bool Novalidate { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = null;
        var css = Css(Primary && Refused.IsEmpty, Danger && Refused.IsEmpty, Small);
        var icon = Icon is null ? Markup.Empty : Ui.Icon.Of(Icon);
        var key = Key is null ? Markup.Empty : Markup.Of($"<kbd aria-hidden=\"true\">{Key.ToUpperInvariant()}</kbd>");
        var word = Markup.Of($"{icon}<span>{(Text.IsEmpty ? new Markup().Add(content) : Markup.Of($"{Text}"))}</span>{key}");
        var keys = Key is null ? Markup.Empty : Markup.Of($"{Markup.Attr("data-key", Key.ToLowerInvariant())}{Markup.Attr("aria-keyshortcuts", Key.ToUpperInvariant())}");
        if (!Refused.IsEmpty)
        {
            var id = PageIds.Next(ViewContext.HttpContext);
            output.Content.SetHtmlContent(Markup.Of($"<span class=\"kg-act\"><button type=\"button\" class=\"{css}\" aria-disabled=\"true\" aria-describedby=\"{id}\">{word}</button><span class=\"kg-why\" id=\"{id}\">{Refused}</span></span>"));
            return;
        }
        output.Content.SetHtmlContent(!string.IsNullOrEmpty(Url)
            ? Markup.Of($"<a class=\"{css}\" href=\"{Address.Plain(Url)}\"{keys}>{word}</a>")
            : Markup.Of($"<button class=\"{css}\"{Markup.Attr("formaction", Address.Handler(ViewContext.HttpContext.Request, Handler))}{Markup.Attr("name", Name)}{Markup.Attr("value", Value)}{Markup.Attr("form", Form)}{Markup.Flag("formnovalidate", Novalidate)}{keys}>{word}</button>"));
    }

    public static string Css(bool primary, bool danger, bool small) => "kg-button" + (primary ? " kg-primary" : "") + (danger ? " kg-danger" : "") + (small ? " kg-button-s" : "");
}

/// <summary>
/// An action that asks once more, without script: the button opens a small sheet with what will happen (and a reason to write, as content),
/// and there is the button that does it. Stands within a form, or brings its own by `handler` and `own-form`.
/// </summary>
[HtmlTargetElement("kg-confirm")]
public sealed class ConfirmTagHelper(Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;
    public Words Text { get; set; }
    public string? Icon { get; set; }

    /// <summary>What will happen, in one sentence.</summary>
    public Words Question { get; set; }

    /// <summary>The word on the button that does it; the same word unless given.</summary>
    public Words Yes { get; set; }
    public string? Handler { get; set; }
    public string? Name { get; set; }
    public string? Value { get; set; }
    public Words Refused { get; set; }
    public bool Primary { get; set; }
    public bool Danger { get; set; }
    public bool Small { get; set; }

    /// <summary>Opens upwards (decision bar), or to the right.</summary>
    public bool Up { get; set; }
    public bool Left { get; set; }
    public string? Key { get; set; }

    /// <summary>Not inside a form: brings one, with its antiforgery token.</summary>
    public bool OwnForm { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = null;
        var icon = Icon is null ? Markup.Empty : Ui.Icon.Of(Icon);
        var key = Key is null ? Markup.Empty : Markup.Of($"<kbd aria-hidden=\"true\">{Key.ToUpperInvariant()}</kbd>");
        if (!Refused.IsEmpty)
        {
            var id = PageIds.Next(ViewContext.HttpContext);
            output.Content.SetHtmlContent(Markup.Of($"<span class=\"kg-act\"><button type=\"button\" class=\"{ActTagHelper.Css(false, false, Small)}\" aria-disabled=\"true\" aria-describedby=\"{id}\">{icon}<span>{Text}</span>{key}</button><span class=\"kg-why\" id=\"{id}\">{Refused}</span></span>"));
            return;
        }
        var yes = Markup.Of($"<button class=\"{ActTagHelper.Css(true, Danger, false)}\"{Markup.Attr("formaction", OwnForm ? null : Address.Handler(ViewContext.HttpContext.Request, Handler))}{Markup.Attr("name", Name)}{Markup.Attr("value", Value)}>{(Yes.IsEmpty ? Text : Yes)}</button>");
        var inside = Markup.Of($"{(Question.IsEmpty ? Markup.Empty : Markup.Of($"<p>{Question}</p>"))}{content}<div class=\"kg-actions\">{yes}<button type=\"button\" class=\"kg-button\" data-close hidden>{T("取消", "Cancel")}</button></div>");
        if (OwnForm)
        {
            var token = antiforgery.GetAndStoreTokens(ViewContext.HttpContext);
            inside = Markup.Of($"<form class=\"kg-stack-s\" method=\"post\"{Markup.Attr("action", Handler is null ? null : Address.With(ViewContext.HttpContext.Request, "handler", Handler))}><input type=\"hidden\" name=\"{token.FormFieldName}\" value=\"{token.RequestToken}\">{inside}</form>");
        }
        output.Content.SetHtmlContent(Markup.Of($"<details class=\"kg-confirm{(Up ? " kg-up" : "")}{(Left ? " kg-left" : "")}\" data-pop><summary class=\"{ActTagHelper.Css(Primary, Danger, Small)}\"{Markup.Attr("data-key", Key?.ToLowerInvariant())}>{icon}<span>{Text}</span>{key}</summary><div class=\"kg-confirm-body\">{inside}</div></details>"));
    }
}
