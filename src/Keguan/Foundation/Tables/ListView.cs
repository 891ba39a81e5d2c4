using System.Globalization;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Html;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Tables;

/// <param name="Saved">The saved view that can be deleted.</param>
public sealed record ShownTab(Text Label, string Url, ListTotal Total, bool Current, Guid? Saved = null);

/// <summary>A list as it is shown: what `_List.cshtml` draws. It asks nothing of the database any more.</summary>
public sealed class ListView(ListQuery query, ListRows rows, IReadOnlyList<ShownTab> tabs, ListContext context)
{
    /// <summary>`&lt;partial name="@Model.List.Partial" model="Model.List" /&gt;`</summary>
    public string Partial => "/Foundation/Tables/_List.cshtml";

    public ListDefinition Definition => query.List;
    public ListQuery Query => query;
    public ListRows Rows => rows;
    public IReadOnlyList<ShownTab> Tabs => tabs;
    public IReadOnlyList<ListColumn> Columns => query.Columns;
    public IReadOnlyList<ListBulk> Bulks { get; } = [.. query.List.Bulks.Where(bulk => bulk.Permission is null || context.Actor.Can(bulk.Permission))];

    /// <summary>Somebody signed in keeps views.</summary>
    public bool CanSave => context.Actor.AccountId is not null;

    public Text Title => Definition.Title;

    /// <summary>For the line beside the heading: “共 343 项”.</summary>
    public Text Summary => tabs.Count > 0 && !tabs[0].Total.More
        ? T($"共 {Number(tabs[0].Total.Count)} {Definition.Unit.Zh}", $"{Number(tabs[0].Total.Count)} {Definition.Unit.En}")
        : T($"共 {CountWords(rows.Total)} {Definition.Unit.Zh}", $"{CountWords(rows.Total)} {Definition.Unit.En}");

    public static string Number(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>1,284, or 10,000+ where the count stopped.</summary>
    public static string CountWords(ListTotal total) => Number(total.Count) + (total.More ? "+" : "");

    public string SumWords(ListColumn column, decimal sum) => column.Kind == ColumnKind.Money
        ? Money.Wan((long)sum, column.Decimals)
        : sum.ToString("#,##0.######", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>Sums of all rows that match, in a sentence: “申请资助 1,370.0 万元”.</summary>
    public IEnumerable<(Text Label, string Words, Text Unit)> AllSums() =>
        Columns.Where(column => rows.Sums.TryGetValue(column.Key, out var sum) && sum.All is not null).Select(column => (column.Label, SumWords(column, rows.Sums[column.Key].All!.Value), column.Unit));

    /// <summary>Since when the totals hold, where that is not now.</summary>
    public string? CountedAt => context.Now - rows.Total.At >= TimeSpan.FromSeconds(1)
        ? ChinaTime.ToLocal(rows.Total.At).ToString("HH:mm:ss", CultureInfo.InvariantCulture) : null;

    // ── pages ─────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>Page numbers that are counted off are offered up to here; beyond, one steps on or goes to the end.</summary>
    const int Countable = 5_000;

    public long FirstNumber => rows.Lines.Count == 0 ? 0 : (rows.Page - 1L) * query.Size + 1;
    public long LastNumber => rows.Lines.Count == 0 ? 0 : FirstNumber + rows.Lines.Count - 1;

    public string? Previous => rows.Page <= 1 ? null : rows.Page == 2 || rows.First.Length == 0 ? PageUrl(rows.Page - 1) : PageUrl(rows.Page - 1, ("before", rows.First));

    public string? Next => !rows.HasMore ? null : rows.Last.Length == 0 ? PageUrl(rows.Page + 1) : PageUrl(rows.Page + 1, ("after", rows.Last));

    /// <summary>Numbers to offer, ascending; 0 for a gap.</summary>
    public IEnumerable<int> Numbers()
    {
        var last = rows.Total.More ? rows.Page : rows.Pages;
        if (last == 1) yield break;
        var before = 0;
        for (var number = 1; number <= last; number++)
        {
            var near = Math.Abs(number - rows.Page) <= 2 && (long)number * query.Size <= Countable;
            if (number != 1 && number != last && number != rows.Page && !near)
            {
                // Straight to the next one that is shown.
                if (number < rows.Page - 2) number = rows.Page - 3;
                else if (number > rows.Page + 2) number = last - 1;
                continue;
            }
            if (number > before + 1) yield return 0;
            yield return number;
            before = number;
        }
    }

    public string PageUrl(int page, params (string, string?)[] more) => query.Url([("page", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture)), .. more]);

    /// <summary>Sorting by a column; by the same one again the other way round.</summary>
    public string SortUrl(ListColumn column) => query.Url(("sort", query.Sort == column && !query.Descending ? "-" + column.Key : column.Key));

    /// <summary>Nothing is there at all, rather than nothing that matches.</summary>
    public bool IsEmpty => rows.Lines.Count == 0 && !query.HasFilters;

    public string ExportUrl(string format) => query.Url(("handler", "Export"), ("as", format));

    public bool HasFurther => Definition.Filters.Any(filter => filter.Further && !filter.WithoutField);

    /// <summary>One of the fields behind “更多条件” is in use.</summary>
    public bool FurtherOpen => Definition.Filters.Any(filter => filter.Further && filter.Names.Any(name => query.Values(name).Count > 0));

    // ── cells ─────────────────────────────────────────────────────────────────────────────────────────

    public static string? CssOf(ListColumn column, ListCell cell)
    {
        var css = column.IsTitle ? "kg-title" : column.IsNumber ? "num" : column.Kind is ColumnKind.Date or ColumnKind.Time || IsNumbering(cell.Words) ? "kg-nowrap" : null;
        var tone = cell.Quiet ? "kg-sub" : column.Kind == ColumnKind.Status ? null : cell.Tone switch { Tone.Red => "late", Tone.Amber => "kg-amber", Tone.Green => "kg-green", Tone.Grey => "kg-sub", _ => null };
        return css is null ? tone : tone is null ? css : css + " " + tone;
    }

    /// <summary>YKJ2026-0142 is read as one word and not broken at its hyphen.</summary>
    static bool IsNumbering(string words) => words.Length is > 3 and <= 18 && words.All(char.IsAscii) && words.Any(char.IsAsciiDigit) && !words.Contains(' ', StringComparison.Ordinal);

    public static IHtmlContent Draw(ListColumn column, ListCell cell)
    {
        var words = column.Kind == ColumnKind.Status && !cell.Quiet
            ? StatusTagHelper.Tag(cell.Tone ?? Tone.Grey, cell.Words)
            : column.Clipped && cell.Words.Length > 12 ? Markup.Of($"<span class=\"kg-clip\" title=\"{cell.Words}\">{cell.Words}</span>") : Markup.Of($"{cell.Words}");
        return cell.Url is null ? words : Markup.Of($"<a href=\"{cell.Url}\">{words}</a>");
    }
}
