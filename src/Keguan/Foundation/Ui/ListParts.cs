using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>Pages of a list, as links that keep every other parameter: &lt;kg-pager page="2" size="20" total="46" /&gt;; keyset lists give `next-url` and `previous-url`.</summary>
[HtmlTargetElement("kg-pager", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PagerTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;
    public int Page { get; set; } = 1;
    public int Size { get; set; } = 20;
    public long Total { get; set; }
    public IReadOnlyList<int> Sizes { get; set; } = [20, 50, 100];
    public string PageName { get; set; } = "page";
    public string SizeName { get; set; } = "size";
    public string? NextUrl { get; set; }
    public string? PreviousUrl { get; set; }

    /// <summary>Keyset: the addresses are given, there are no page numbers.</summary>
    public bool Keyset { get; set; }

    /// <summary>The total is an estimate: “约 100,000 项”.</summary>
    public bool About { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var request = ViewContext.HttpContext.Request;
        var pages = (int)Math.Max(1, (Total + Size - 1) / Size);
        var page = Math.Clamp(Page, 1, pages);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kg-pager");

        var line = new Markup();
        if (Sizes.Count > 1 && Total > Sizes[0])
        {
            line.Add($"<form method=\"get\">");
            foreach (var (name, values) in request.Query.Where(pair => pair.Key != PageName && pair.Key != SizeName))
                foreach (var value in values) line.Add($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
            line.Add($"<label for=\"pager-size\">{T("每页", "Per page")}</label><select class=\"kg-control kg-control-s kg-w-xs\" id=\"pager-size\" name=\"{SizeName}\" data-submit-on-change>");
            foreach (var size in Sizes) line.Add($"<option value=\"{size}\"{Markup.Flag("selected", size == Size)}>{size}</option>");
            line.Add($"</select><button class=\"kg-button kg-button-s\" data-without-script>{T("应用", "Apply")}</button></form>");
        }
        var (from, to) = ((page - 1L) * Size + 1, Math.Min((long)page * Size, Total));
        var total = Words.Number(Total);
        line.Add($"<span>{(Total == 0 ? T("没有记录", "No records") : Keyset ? T($"{(About ? "约" : "共")} {total} 项", $"{(About ? "About " : "")}{total} in all") : T($"第 {Words.Number(from)}–{Words.Number(to)} 项，{(About ? "约" : "共")} {total} 项", $"{Words.Number(from)}–{Words.Number(to)} of {(About ? "about " : "")}{total}"))}</span>");

        if (Keyset ? NextUrl is not null || PreviousUrl is not null : pages > 1)
        {
            string At(int number) => Address.With(request, PageName, number == 1 ? null : number.ToString(CultureInfo.InvariantCulture));
            line.Add($"<nav class=\"kg-push\" aria-label=\"{T("翻页", "Pages")}\"><ul>");
            Edge(Keyset ? PreviousUrl : page > 1 ? At(page - 1) : null, T("上一页", "Previous"), "prev");
            if (!Keyset)
            {
                var last = 0;
                foreach (var number in Enumerable.Range(1, pages).Where(number => number == 1 || number == pages || Math.Abs(number - page) <= 2))
                {
                    if (number > last + 1) line.Add($"<li><span>…</span></li>");
                    line.Add($"<li><a href=\"{At(number)}\"{Markup.Attr("aria-current", number == page ? "page" : null)} aria-label=\"{T($"第 {number} 页", $"Page {number}")}\">{number}</a></li>");
                    last = number;
                }
            }
            Edge(Keyset ? NextUrl : page < pages ? At(page + 1) : null, T("下一页", "Next"), "next");
            line.Add($"</ul></nav>");
        }
        output.Content.SetHtmlContent(line);

        void Edge(string? url, Words word, string rel) => line.Add(url is null
            ? Markup.Of($"<li><span>{word}</span></li>")
            : Markup.Of($"<li><a rel=\"{rel}\" href=\"{Address.Plain(url)}\">{word}</a></li>"));
    }
}

/// <summary>A filter that is on: its words, and the parameter (with its value, where there are several) that takes it away.</summary>
public sealed record Chip(Words Label, string Name, string? Value = null)
{
    /// <summary>Further parameters that go with it (the other end of a range).</summary>
    public IReadOnlyList<string> With { get; init; } = [];
}

/// <summary>
/// The filters of a list: a GET form with its fields as content, chips of what is on with a link that takes each away, and how many match
/// (&lt;kg-filter-result&gt;). `keep` names parameters that stay (sort, columns, tab).
/// </summary>
[HtmlTargetElement("kg-filter-bar")]
public sealed class FilterBarTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;
    public IEnumerable<Chip> Chips { get; set; } = [];
    public IReadOnlyList<string> Keep { get; set; } = ["sort", "cols", "size", "view"];
    public Words Submit { get; set; } = T("筛选", "Filter");

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var (fields, slots) = await Slots.OpenAsync(context, output);
        var request = ViewContext.HttpContext.Request;
        output.TagName = "form";
        output.Attributes.SetAttribute("class", "kg-filter");
        output.Attributes.SetAttribute("method", "get");
        output.Attributes.SetAttribute("role", "search");
        output.Attributes.SetAttribute("aria-label", T("筛选", "Filter").ToString());
        var bar = new Markup();
        foreach (var name in Keep)
            foreach (var value in request.Query[name]) bar.Add($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        bar.Add($"<div class=\"kg-filter-fields\">{fields}<button class=\"kg-button kg-primary\">{Submit}</button>{slots["kg-filter-more"]}</div>");
        var chips = Chips.ToList();
        var result = slots["kg-filter-result"];
        if (chips.Count > 0 || result is not null)
        {
            bar.Add($"<div class=\"kg-filter-state\">");
            if (chips.Count > 0)
            {
                bar.Add($"<span>{T("条件", "On")}</span>");
                foreach (var chip in chips)
                    bar.Add($"<a class=\"kg-chip\" href=\"{Gone(request, chip)}\"><span class=\"kg-hide\">{T("去掉条件：", "Remove filter: ")}</span>{chip.Label}{Icon.Of("x")}</a>");
                bar.Add($"<a class=\"kg-link\" href=\"{Address.With(request, [.. chips.SelectMany(chip => chip.With.Prepend(chip.Name)).Append("page").Select(name => (name, (string?)null))])}\">{T("清除", "Clear")}</a>");
            }
            bar.Add($"<span class=\"kg-push\" role=\"status\">{result}</span></div>");
        }
        output.Content.SetHtmlContent(bar);
    }

    static string Gone(HttpRequest request, Chip chip) => chip.Value is not null
        ? Address.Without(request, chip.Name, chip.Value)
        : Address.With(request, [.. chip.With.Append(chip.Name).Append("page").Select(name => (name, (string?)null))]);
}

/// <summary>The head of a column that sorts: &lt;th&gt; with a link and aria-sort. `by` is the column's key; `-key` in the address means descending.</summary>
[HtmlTargetElement("th", Attributes = "kg-sort")]
public sealed class SortTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;
    [HtmlAttributeName("kg-sort")] public string By { get; set; } = "";

    /// <summary>What the list is sorted by now, when the address doesn't say.</summary>
    [HtmlAttributeName("kg-sorted")] public string? Sorted { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        var request = ViewContext.HttpContext.Request;
        var now = request.Query["sort"].ToString() is { Length: > 0 } asked ? asked : Sorted ?? "";
        var (up, down) = (now == By, now == "-" + By);
        if (up || down) output.Attributes.SetAttribute("aria-sort", up ? "ascending" : "descending");
        var url = Address.With(request, ("sort", up ? "-" + By : By), ("page", null));
        var arrow = up ? Icon.Of("arrow-up", "kg-icon-s") : down ? Icon.Of("arrow-down", "kg-icon-s") : Markup.Empty;
        output.Content.SetHtmlContent(Markup.Of($"<a href=\"{url}\">{content}{arrow}</a>"));
    }
}
