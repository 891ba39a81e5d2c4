using System.Net;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Keguan.Foundation.Ui;

/// <summary>Addresses within the system.</summary>
public static class Address
{
    /// <summary>Razor encodes an expression inside a string attribute; the component encodes again, so the first is taken back here.</summary>
    public static string Plain(string url) => url.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(url) : url;

    /// <summary>Where the reader is: on an error page, the address that failed.</summary>
    public static (PathString Path, string Query) Here(HttpContext context)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is { } failed) return (failed.OriginalPath, failed.OriginalQueryString ?? "");
        if (context.Features.Get<IExceptionHandlerPathFeature>() is { } broken) return (broken.Path, "");
        return (context.Request.Path, context.Request.QueryString.Value ?? "");
    }

    /// <summary>The present address with one parameter changed, or gone where <paramref name="value"/> is null.</summary>
    public static string With(HttpRequest request, string name, string? value) => With(request, [(name, value)]);

    public static string With(HttpRequest request, params (string Name, string? Value)[] changes)
    {
        var query = request.Query
            .Where(pair => !changes.Any(change => change.Name.Equals(pair.Key, StringComparison.OrdinalIgnoreCase))).SelectMany(Each)
            .Concat(changes.Where(change => change.Value is not null).Select(change => KeyValuePair.Create(change.Name, change.Value)));
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, query);
    }

    /// <summary>For a button: the page's handler, with what else the address says. A bare `?handler=` would drop it.</summary>
    public static string? Handler(HttpRequest request, string? handler) => handler is null ? null : With(request, "handler", handler) is var url ? url[url.IndexOf('?', StringComparison.Ordinal)..] : null;

    /// <summary>The present address without one value of a parameter that may have several.</summary>
    public static string Without(HttpRequest request, string name, string? value)
    {
        var left = request.Query[name].Where(item => value is not null && item != value).ToArray();
        var query = request.Query.Where(pair => !pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).SelectMany(Each).Concat(left.Select(item => KeyValuePair.Create(name, item)));
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, query);
    }

    static IEnumerable<KeyValuePair<string, string?>> Each(KeyValuePair<string, StringValues> pair) => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value));
}
