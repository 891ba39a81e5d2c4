using Keguan.Foundation.Calendar;
using Keguan.Foundation.Lifecycle;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>One line of a timeline. `Position` is null while the entry waits to be sealed.</summary>
public sealed record Happening(DateTime At, Words Act, Words Actor, long? Position = null, string? Hash = null)
{
    public string? Url { get; init; }
    public Words Reason { get; init; }
}

/// <summary>Newest first: time, act, actor, position in the Journal, short hash. `short` for one line each (desk).</summary>
[HtmlTargetElement("kg-timeline", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimelineTagHelper(TimeProvider time) : TagHelper
{
    public IEnumerable<Happening> Items { get; set; } = [];
    public bool Short { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var today = ChinaTime.Today(time);
        output.TagName = "ol";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Short ? "kg-timeline kg-timeline-short" : "kg-timeline");
        var list = new Markup();
        foreach (var item in Items)
        {
            // The line itself is the link where there is room for it.
            var position = item.Position is { } number
                ? !Short || string.IsNullOrEmpty(item.Url) ? Markup.Of($"<span>{Position(number)}</span>") : Markup.Of($"<a href=\"{item.Url}\">{Position(number)}</a>")
                : Markup.Of($"<span class=\"kg-pending\">{T("待封存", "not sealed yet")}</span>");
            if (Short)
            {
                list.Add($"<li>{DateTagHelper.Of(item.At, "brief", today)}<div title=\"{item.Act}\"><b>{item.Actor}</b>{item.Act}</div><span class=\"kg-pos\">{position}</span></li>");
                continue;
            }
            var reason = item.Reason.IsEmpty ? Markup.Empty : Markup.Of($"<div class=\"kg-reason\">{T("理由：", "Reason: ")}{item.Reason}</div>");
            var actor = item.Actor.IsEmpty ? Markup.Empty : Markup.Of($"{(Text.English ? ", " : "，")}<span class=\"kg-nowrap\">{item.Actor}</span>");
            var hash = string.IsNullOrEmpty(item.Hash) ? Markup.Empty : Markup.Of($"<span title=\"{item.Hash}\">{ShortHash(item.Hash)}</span>");
            var act = string.IsNullOrEmpty(item.Url) ? Markup.Of($"{item.Act}") : Markup.Of($"<a class=\"kg-link\" href=\"{item.Url}\">{item.Act}</a>");
            list.Add($"<li>{DateTagHelper.Of(item.At, "short", today)}<div>{act}{actor}{reason}<span class=\"kg-pos\">{position}{hash}</span></div></li>");
        }
        output.Content.SetHtmlContent(list);
    }

    /// <summary>#218 406</summary>
    public static string Position(long position) => "#" + position.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture).Replace(',', '\u00a0');

    /// <summary>1715…dd54</summary>
    public static string ShortHash(string hash) => hash.Length <= 12 ? hash : $"{hash[..4]}…{hash[^4..]}";
}

/// <summary>Where a step stands.</summary>
public enum StageState { Ahead, Now, Done, Locked, Failed }

/// <summary>One of the numbered steps of a matter, with when and who.</summary>
public sealed record Stage(Words Name, Words Note, StageState State);

/// <summary>Numbered steps in a row: what is done, what is now, what comes.</summary>
[HtmlTargetElement("kg-steps", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StepsTagHelper : TagHelper
{
    public IEnumerable<Stage> Items { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ol";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kg-stages");
        var list = new Markup();
        var number = 0;
        foreach (var stage in Items)
        {
            var (dot, word) = stage.State switch
            {
                StageState.Done => (Markup.Of($"<span class=\"kg-dot kg-dot-pass\">{Icon.Of("check")}</span>"), T("已完成", "done")),
                StageState.Now => (Markup.Of($"<span class=\"kg-dot\">{Icon.Of("dots")}</span>"), T("进行中", "now")),
                StageState.Locked => (Markup.Of($"<span class=\"kg-dot\">{Icon.Of("lock")}</span>"), T("封存中", "sealed")),
                StageState.Failed => (Markup.Of($"<span class=\"kg-dot kg-dot-fail\">{Icon.Of("x")}</span>"), T("未成立", "failed")),
                _ => (Markup.Of($"<span class=\"kg-dot kg-dot-todo\"></span>"), T("未开始", "not started")),
            };
            var here = stage.State == StageState.Now ? Markup.Attr("aria-current", "step") : Markup.Empty;
            list.Add($"<li{here}{(stage.State == StageState.Ahead ? Markup.Attr("class", "kg-ahead") : Markup.Empty)}>{dot}<div><b>{++number}. {stage.Name}</b><span class=\"kg-hide\">{word}</span><small>{stage.Note}</small></div></li>");
        }
        output.Content.SetHtmlContent(list);
    }
}

/// <summary>Sections of a long form with their states: &lt;kg-task-list title&gt;&lt;kg-task url title hint status tone /&gt;&lt;/kg-task-list&gt;.</summary>
[HtmlTargetElement("kg-task-list")]
public sealed class TaskListTagHelper : TagHelper
{
    public Words Title { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var tasks = await output.GetChildContentAsync();
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "kg-tasks");
        output.Content.SetHtmlContent(Markup.Of($"{(Title.IsEmpty ? Markup.Empty : Markup.Of($"<h2>{Title}</h2>"))}<ul>{tasks}</ul>"));
    }
}

/// <summary>One section; without an address it can't be begun yet.</summary>
[HtmlTargetElement("kg-task", ParentTag = "kg-task-list", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TaskTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;
    public string? Url { get; set; }
    public Words Title { get; set; }
    public Words Hint { get; set; }
    public Words Status { get; set; }
    public Tone Tone { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        var id = PageIds.Next(ViewContext.HttpContext);
        var title = string.IsNullOrEmpty(Url) ? Markup.Of($"<span class=\"kg-strong kg-sub\">{Title}</span>") : Markup.Of($"<a href=\"{Address.Plain(Url)}\" aria-describedby=\"{id}\">{Title}</a>");
        var hint = Hint.IsEmpty ? Markup.Empty : Markup.Of($"<small>{Hint}</small>");
        output.Content.SetHtmlContent(Markup.Of($"<li><div>{title}{hint}</div><span id=\"{id}\">{StatusTagHelper.Tag(Tone, Status)}</span></li>"));
    }
}

public enum CheckResult { Todo, Pass, Warn, Fail }

/// <summary>Rules and how they came out: &lt;kg-check-list&gt;&lt;kg-check result text clause url link value /&gt;&lt;/kg-check-list&gt;; `dense` for officers.</summary>
[HtmlTargetElement("kg-check-list")]
public sealed class CheckListTagHelper : TagHelper
{
    public bool Dense { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ul";
        output.Attributes.SetAttribute("class", Dense ? "kg-checks kg-checks-dense" : "kg-checks kg-checks-calm");
    }
}

/// <summary>One rule: result, what it asks, the clause it stands in, the value found, and where to put it right.</summary>
[HtmlTargetElement("kg-check", ParentTag = "kg-check-list")]
public sealed class CheckTagHelper : TagHelper
{
    public CheckResult Result { get; set; }
    public Words Text { get; set; }
    public Words Clause { get; set; }
    public Words Value { get; set; }
    public Words Link { get; set; }
    public string? Url { get; set; }

    /// <summary>Where checking stopped: the whole line is red.</summary>
    public bool Stop { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", (Result == CheckResult.Warn ? "kg-check-warn" : "") + (Stop ? " kg-check-stop" : ""));
        var where = string.IsNullOrEmpty(Url) ? Markup.Empty : Markup.Of($"<a class=\"kg-link\" href=\"{Address.Plain(Url)}\">{(Link.IsEmpty ? T("去修改", "Correct it") : Link)}</a>");
        var small = Clause.IsEmpty && where.IsEmpty ? Markup.Empty : Markup.Of($"<small>{Clause}{where}</small>");
        output.Content.SetHtmlContent(Markup.Of($"{Icon.Dot(Result)}<div>{Text}{small}{content}</div>{(Value.IsEmpty ? Markup.Empty : Markup.Of($"<span class=\"kg-value\">{Value}</span>"))}"));
    }
}
