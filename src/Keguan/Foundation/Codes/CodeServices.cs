using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Keguan.Foundation.Calendar;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Codes;

/// <summary>Registers the code tables and the working calendar, and serves the lookup for pickers.</summary>
public static class CodeServices
{
    const int Most = 100;

    static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static IServiceCollection AddCodes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => new CodeTables(CodeFolder.Find(configuration)));
        services.AddSingleton(_ => WorkingCalendar.Load(Path.Combine(CodeFolder.Find(configuration), WorkingCalendar.FileName)));
        return services;
    }

    /// <summary>
    /// `/codes/{table}?q=words&amp;level=4&amp;under=26&amp;take=20&amp;as=list|options`: JSON for who accepts JSON, otherwise a piece of HTML
    /// (list items with data-code and data-label, or options). Public standards, so for everybody and kept by the browser.
    /// </summary>
    public static void MapCodes(this IEndpointRouteBuilder app) => app.MapGet("/codes/{table}", Lookup).AllowAnonymous().WithName("codes");

    static Results<NotFound, StatusCodeHttpResult, ContentHttpResult, JsonHttpResult<CodeList>> Lookup(
        string table, string? q, int? level, string? under, int? take, string? @as, HttpContext http, CodeTables tables)
    {
        if (tables.Find(table) is not { } codes) return TypedResults.NotFound();

        var asJson = http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "application/json");
        var tag = new EntityTagHeaderValue($"\"{codes.Version}-{(Text.English ? "en" : "zh")}-{(asJson ? "json" : "html")}\"");
        var response = http.Response.GetTypedHeaders();
        // Not shared between people: the language comes from a cookie.
        response.CacheControl = new CacheControlHeaderValue { Private = true, MaxAge = TimeSpan.FromHours(1) };
        response.ETag = tag;
        http.Response.Headers.Vary = "Accept, Cookie";
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var found = codes.Search(q, Math.Clamp(take ?? 20, 1, Most), level, under);
        if (asJson)
            return TypedResults.Json(new CodeList(codes.Name, codes.Title.ToString(), [.. found.Select(item => new CodeEntry(item.Code, item.ShownCode, item.Name.ToString(), item.Path.ToString(), item.Level, item.IsLeaf))]), Json);
        return TypedResults.Content(string.Concat(@as == "options" ? found.Select(Option) : ListItems(found, q)), "text/html; charset=utf-8");
    }

    static string Option(CodeItem item) => $"<option value=\"{Html.Encode(item.Code)}\">{Html.Encode(item.Label.ToString())}</option>\n";

    static IEnumerable<string> ListItems(IReadOnlyList<CodeItem> found, string? q)
    {
        if (found.Count == 0)
            yield return $"<li class=\"kg-codes-none\">{Html.Encode(T("没有找到“{0}”，可按代码开头或名称中的字查找", "Nothing found for “{0}”: search by the beginning of the code or words of the name").With((q ?? "").Trim()).ToString())}</li>\n";
        foreach (var item in found)
        {
            var above = string.Join(" > ", item.Ancestors.Select(ancestor => ancestor.Name.ToString()));
            yield return $"<li role=\"option\" class=\"kg-code\" data-code=\"{Html.Encode(item.Code)}\" data-label=\"{Html.Encode(item.Label.ToString())}\" data-leaf=\"{(item.IsLeaf ? "true" : "false")}\">"
                + $"<span>{Html.Encode(item.Label.ToString())}</span>{(above.Length == 0 ? "" : $" <small>{Html.Encode(above)}</small>")}</li>\n";
        }
    }
}

/// <summary>What the lookup answers in JSON.</summary>
public sealed record CodeList(string Table, string Title, IReadOnlyList<CodeEntry> Items);

/// <param name="Code">The code to store.</param>
/// <param name="Shown">The code as people write it.</param>
/// <param name="Leaf">Nothing stands below it.</param>
public sealed record CodeEntry(string Code, string Shown, string Name, string Path, int Level, bool Leaf);
