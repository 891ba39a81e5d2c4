using System.Globalization;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Lifecycle;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>A state in a word, with its colour: &lt;kg-status tone="Green" text='T("在研","Running")' /&gt;, or &lt;kg-status state="State" outside /&gt;.</summary>
[HtmlTargetElement("kg-status")]
public sealed class StatusTagHelper : TagHelper
{
    public Tone Tone { get; set; }
    public Words Text { get; set; }
    public State? State { get; set; }

    /// <summary>The applicant's word for the state.</summary>
    public bool Outside { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        var (tone, words) = State is { } state ? (state.Tone, (Words)(Outside ? state.Outside : state.Inside)) : (Tone, Text);
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Css(tone));
        output.Content.SetHtmlContent(words.IsEmpty ? content : Markup.Of($"{words}"));
    }

    public static string Css(Tone tone) => "kg-status kg-status-" + tone.ToString().ToLowerInvariant();

    public static Markup Tag(Tone tone, Words words) => Markup.Of($"<span class=\"{Css(tone)}\">{words}</span>");
}

/// <summary>An amount kept in 分, shown in 万元: &lt;kg-money fen="x" /&gt; in a cell of class num, `unit` for one in a sentence.</summary>
[HtmlTargetElement("kg-money", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MoneyTagHelper : TagHelper
{
    public long? Fen { get; set; }
    public int Decimals { get; set; } = 1;
    public bool Unit { get; set; }

    /// <summary>What stands for nothing: “自筹” in a column of grants.</summary>
    public Words Zero { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Fen switch
        {
            null => Markup.Of($"<span class=\"kg-faint\">—</span>"),
            0 when !Zero.IsEmpty => Markup.Of($"<span class=\"kg-sub\">{Zero}</span>"),
            { } fen when Unit => Markup.Of($"<span class=\"kg-nowrap\">{Money.Words(fen)}</span>"),
            { } fen => Markup.Of($"{Money.Wan(fen, Decimals)}"),
        });
    }
}

/// <summary>An instant or a day, in China's time: &lt;kg-date at="x" /&gt; 2026-11-30 17:00 · `format="short|day|second|clock"` · &lt;kg-date day="x" /&gt;.</summary>
[HtmlTargetElement("kg-date", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DateTagHelper(TimeProvider time) : TagHelper
{
    public DateTime? At { get; set; }
    public DateOnly? Day { get; set; }
    public string Format { get; set; } = "minute";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Day is { } day ? Of(day) : At is { } at ? Of(at, Format, ChinaTime.Today(time)) : Markup.Of($"<span class=\"kg-faint\">—</span>"));
    }

    public static Markup Of(DateOnly day) => Markup.Of($"<time class=\"kg-nowrap\" datetime=\"{ChinaTime.Day(day)}\">{ChinaTime.Day(day)}</time>");

    public static Markup Of(DateTime at, string format, DateOnly today)
    {
        var shown = format switch
        {
            "short" => ChinaTime.Short(at, today),
            "day" => ChinaTime.Day(at),
            "second" => ChinaTime.Second(at),
            "clock" => ChinaTime.Clock(at),
            // As short as can be: the clock today, the day this year.
            "brief" => ChinaTime.DayOf(at) == today ? ChinaTime.Clock(at) : ChinaTime.DayOf(at).Year == today.Year ? ChinaTime.Day(at)[5..] : ChinaTime.Day(at)[..7],
            _ => ChinaTime.Minute(at),
        };
        return Markup.Of($"<time class=\"kg-nowrap\" datetime=\"{ChinaTime.ToLocal(at).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)}+08:00\">{shown}</time>");
    }
}

/// <summary>Time left until a deadline, written by the server; a script lets it tick. `short` for one line.</summary>
[HtmlTargetElement("kg-countdown", TagStructure = TagStructure.WithoutEndTag)]
public sealed class CountdownTagHelper(TimeProvider time) : TagHelper
{
    public DateTime Until { get; set; }
    public bool Short { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var left = Until - now;
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Short ? "kg-nowrap" : "kg-countdown" + (left < TimeSpan.FromDays(2) ? " kg-soon" : ""));
        output.Attributes.SetAttribute("data-countdown", ((long)Math.Ceiling(left.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        if (Short) output.Attributes.SetAttribute("data-short", "");
        output.Content.SetHtmlContent(Left(left, Short));
    }

    /// <summary>The same words as /js/keguan.js writes later.</summary>
    public static Markup Left(TimeSpan left, bool oneLine)
    {
        // What arrives at the very instant is in time; the last minute is told in seconds, rounded up, so that “0” is never said before it is over.
        if (left < TimeSpan.Zero) return Markup.Of($"{T("已截止", "Closed")}");
        if (left < TimeSpan.FromMinutes(1))
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(left.TotalSeconds));
            return oneLine
                ? Markup.Of($"{T($"还有 {seconds} 秒", seconds == 1 ? "1 second left" : $"{seconds} seconds left")}")
                : Markup.Of($"{T("还有", "")}<b>{seconds}</b>{T("秒", seconds == 1 ? "second" : "seconds")}");
        }
        var (days, hours, minutes) = ((int)left.TotalDays, left.Hours, left.Minutes);
        var rest = Texts.T($"{hours} 小时 {minutes} 分", $"{hours} h {minutes} min");
        if (oneLine)
            return Markup.Of($"{(days > 0 ? T($"还有 {days} 天 {rest.Zh}", $"{days} {(days == 1 ? "day" : "days")} {rest.En} left") : T($"还有 {rest.Zh}", $"{rest.En} left"))}");
        return days > 0
            ? Markup.Of($"{T("还有", "")}<b>{days}</b>{T("天", days == 1 ? "day" : "days")}<small>{rest}</small>")
            : Markup.Of($"{T("还有", "")}<b>{hours}</b>{T("小时", "h")}<small>{T($"{minutes} 分", $"{minutes} min")}</small>");
    }
}

/// <summary>A counted number: with an address it opens where it comes from.</summary>
[HtmlTargetElement("kg-figure")]
public sealed class FigureTagHelper : TagHelper
{
    public Words Value { get; set; }
    public Words Unit { get; set; }
    public string? Url { get; set; }

    /// <summary>Its source is open beside it.</summary>
    public bool Open { get; set; }
    public string? Css { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = null;
        var value = Value.IsEmpty ? new Markup().Add(content) : Markup.Of($"{Value}");
        var css = Css is null ? "" : " " + Css;
        var figure = string.IsNullOrEmpty(Url)
            ? Markup.Of($"<span class=\"kg-plain-figure{css}\">{value}</span>")
            : Markup.Of($"<a class=\"kg-figure{css}\" href=\"{Address.Plain(Url)}\"{Markup.Attr("aria-current", Open ? "true" : null)}>{value}</a>");
        output.Content.SetHtmlContent(Unit.IsEmpty ? figure : figure.Add($"<span class=\"kg-unit\">\u00a0{Unit}</span>"));
    }
}

/// <summary>A label over a large number, as panes of a card: &lt;kg-key label value unit url&gt;note&lt;/kg-key&gt;.</summary>
[HtmlTargetElement("kg-key")]
public sealed class KeyTagHelper : TagHelper
{
    public Words Label { get; set; }
    public Words Value { get; set; }
    public Words Unit { get; set; }
    public string? Url { get; set; }
    public Tone Tone { get; set; }

    /// <summary>22 px instead of 34.</summary>
    public bool Small { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var note = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        var value = string.IsNullOrEmpty(Url) ? Markup.Of($"{Value}") : Markup.Of($"<a class=\"kg-figure\" href=\"{Address.Plain(Url)}\">{Value}</a>");
        var colour = Tone switch { Tone.Red => " kg-red", Tone.Green => " kg-green", Tone.Amber => " kg-amber", _ => "" };
        var key = Markup.Of($"<div class=\"kg-key-label\">{Label}</div><div><span class=\"{(Small ? "kg-mid-figure" : "kg-key-figure")}{colour}\">{value}</span>");
        if (!Unit.IsEmpty) key.Add($"<span class=\"kg-unit\">\u00a0{Unit}</span>");
        key.Add($"</div>");
        if (!note.IsEmptyOrWhiteSpace) key.Add($"<div class=\"kg-small kg-sub\">{note}</div>");
        output.Content.SetHtmlContent(key);
    }
}

/// <summary>What the server does not send yet: a grey block instead of the name.</summary>
[HtmlTargetElement("kg-masked", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MaskedTagHelper : TagHelper
{
    /// <summary>s, m or l.</summary>
    public string Width { get; set; } = "m";
    public Words Label { get; set; } = T("封存中", "Sealed");

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Markup.Of($"<span class=\"kg-mask kg-mask-{Width}\"><span class=\"kg-hide\">{Label}</span></span>"));
    }
}

/// <summary>Facts about a thing: &lt;kg-key-facts&gt;&lt;kg-fact label="…"&gt;…&lt;/kg-fact&gt;&lt;/kg-key-facts&gt;; columns 2, 3, 4, or `list` for label and value in a line.</summary>
[HtmlTargetElement("kg-key-facts")]
public sealed class KeyFactsTagHelper : TagHelper
{
    public int Columns { get; set; } = 3;
    public bool List { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "dl";
        output.Attributes.SetAttribute("class", List ? "kg-facts-list" : Columns == 3 ? "kg-facts" : $"kg-facts kg-facts-{Columns}");
    }
}

[HtmlTargetElement("kg-fact", ParentTag = "kg-key-facts")]
public sealed class FactTagHelper : TagHelper
{
    public Words Label { get; set; }
    public Words Value { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        var value = Value.IsEmpty ? new Markup().Add(content) : Markup.Of($"{Value}");
        if (string.IsNullOrWhiteSpace(value.ToString())) value = Markup.Of($"<span class=\"kg-faint\">—</span>");
        output.Content.SetHtmlContent(Markup.Of($"<dt>{Label}</dt><dd>{value}</dd>"));
    }
}

/// <summary>Pages of one matter, as links: &lt;kg-tabs label&gt;&lt;kg-tab url text count /&gt;&lt;/kg-tabs&gt;. The tab of the present address is current unless said.</summary>
[HtmlTargetElement("kg-tabs")]
public sealed class TabsTagHelper : TagHelper
{
    public Words Label { get; set; } = T("栏目", "Sections");

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var (rest, slots) = await Slots.OpenAsync(context, output);
        output.TagName = "nav";
        output.Attributes.SetAttribute("class", "kg-tabs");
        output.Attributes.SetAttribute("aria-label", Label.ToString());
        output.Content.SetHtmlContent(Markup.Of($"<ul>{rest}</ul>"));
        if (slots["kg-tabs-tail"] is { } tail) output.Content.AppendHtml(Markup.Of($"<div class=\"kg-small\">{tail}</div>"));
    }
}

[HtmlTargetElement("kg-tab", ParentTag = "kg-tabs", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TabTagHelper : TagHelper
{
    [Microsoft.AspNetCore.Mvc.ViewFeatures.ViewContext, HtmlAttributeNotBound] public Microsoft.AspNetCore.Mvc.Rendering.ViewContext ViewContext { get; set; } = null!;
    public string Url { get; set; } = "";
    public Words Text { get; set; }
    public int? Count { get; set; }
    public bool? Current { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var url = Address.Plain(Url);
        var request = ViewContext.HttpContext.Request;
        var here = Current ?? url.Equals(request.Path + request.QueryString, StringComparison.OrdinalIgnoreCase) || (Current is null && url.Equals(request.Path, StringComparison.OrdinalIgnoreCase));
        output.TagName = null;
        output.Content.SetHtmlContent(Markup.Of($"<li><a href=\"{url}\"{Markup.Attr("aria-current", here ? "page" : null)}>{Text}"));
        if (Count is { } count) output.Content.AppendHtml(Markup.Of($"<small>{Words.Number(count)}</small>"));
        output.Content.AppendHtml(Markup.Of($"</a></li>"));
    }
}
