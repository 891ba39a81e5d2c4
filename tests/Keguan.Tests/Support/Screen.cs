using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Keguan.Tests.Support;

/// <summary>What a visitor sees after a request: status, address, page.</summary>
public sealed partial class Screen
{
    static readonly HtmlParser Parser = new(new HtmlParserOptions { IsScripting = false });

    IHtmlDocument? _document;

    Screen(Visitor visitor, HttpResponseMessage response, byte[] bytes)
    {
        (Visitor, Response, Bytes) = (visitor, response, bytes);
        Html = ContentType.StartsWith("text/", StringComparison.Ordinal) || ContentType.Contains("json", StringComparison.Ordinal) || ContentType.Contains("xml", StringComparison.Ordinal) && !ContentType.Contains("openxml", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(bytes) : "";
    }

    internal static async Task<Screen> From(Visitor visitor, HttpResponseMessage response) => new(visitor, response, await response.Content.ReadAsByteArrayAsync());

    public Visitor Visitor { get; }
    public HttpResponseMessage Response { get; }
    public byte[] Bytes { get; }
    public string Html { get; }

    public HttpStatusCode Status => Response.StatusCode;
    public string ContentType => Response.Content.Headers.ContentType?.MediaType ?? "";

    /// <summary>Path and query after all redirects.</summary>
    public string Url => Response.RequestMessage!.RequestUri!.PathAndQuery;
    public string Path => Response.RequestMessage!.RequestUri!.AbsolutePath;
    public string FileName => (Response.Content.Headers.ContentDisposition?.FileNameStar ?? Response.Content.Headers.ContentDisposition?.FileName ?? "").Trim('"');

    public IHtmlDocument Document => _document ??= Parser.ParseDocument(Html);

    /// <summary>The words on the page, white space folded, without scripts and styles.</summary>
    public string Text => Words(Document.Body);

    /// <summary>The words within the first element that matches.</summary>
    public string TextOf(string selector) => Words(Document.QuerySelector(selector) ?? throw Lost($"no element {selector}"));

    public IReadOnlyList<string> TextsOf(string selector) => [.. Document.QuerySelectorAll(selector).Select(Words)];

    public bool Has(string selector) => Document.QuerySelector(selector) is not null;

    /// <summary>Rows of the first table (or the one that matches), as the words of their cells.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows(string table = "table") =>
        [.. (Document.QuerySelector(table) ?? throw Lost($"no {table}")).QuerySelectorAll("tbody tr").Select(row => (IReadOnlyList<string>)[.. row.Children.Select(Words)])];

    public string? Token => Document.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value");

    // ── saying what must be so ────────────────────────────────────────────────────────────────────────

    /// <summary>Fails with the words of the page when the answer has another status.</summary>
    public Screen Is(HttpStatusCode status)
    {
        if (Status != status) throw Lost($"answered {(int)Status} instead of {(int)status}");
        return this;
    }

    public Screen Ok() => Is(HttpStatusCode.OK);
    /// <summary>409: refused, the reason on top.</summary>
    public Screen Refused() => Is(HttpStatusCode.Conflict);
    /// <summary>422: bad input, what was typed is kept.</summary>
    public Screen Invalid() => Is(HttpStatusCode.UnprocessableEntity);
    public Screen Missing() => Is(HttpStatusCode.NotFound);

    public Screen Says(string words)
    {
        if (!Text.Contains(words, StringComparison.Ordinal)) throw Lost($"does not say “{words}”");
        return this;
    }

    public Screen SaysNot(string words)
    {
        if (Text.Contains(words, StringComparison.Ordinal)) throw Lost($"says “{words}”");
        return this;
    }

    public Screen At(string path)
    {
        if (!Path.Equals(path, StringComparison.Ordinal)) throw Lost($"is {Path}, not {path}");
        return this;
    }

    // ── going on ──────────────────────────────────────────────────────────────────────────────────────

    /// <summary>Follows the link with these words (or the CSS selector, when it begins with '#', '.', '[' or 'a[').</summary>
    public Task<Screen> Click(string link)
    {
        var found = IsSelector(link)
            ? Document.QuerySelector(link)
            : Document.QuerySelectorAll("a[href]").FirstOrDefault(one => Words(one) == link) ?? Document.QuerySelectorAll("a[href]").FirstOrDefault(one => Words(one).Contains(link, StringComparison.Ordinal));
        if (found?.GetAttribute("href") is not { } href) throw Lost($"no link “{link}”; there are: {string.Join(" · ", TextsOf("a[href]").Where(text => text.Length > 0))}");
        return Visitor.Get(Absolute(href));
    }

    /// <summary>The form that holds the button with these words; or by CSS selector; or, without argument, the only form of the page's main part.</summary>
    public FilledForm Form(string? which = null)
    {
        if (which is null)
        {
            var forms = Document.QuerySelectorAll<IHtmlFormElement>("main form").ToList();
            if (forms.Count == 0) forms = [.. Document.QuerySelectorAll<IHtmlFormElement>("form")];
            return forms.Count == 1 ? new FilledForm(this, forms[0], null) : throw Lost($"{forms.Count} forms; say which, by the words of its button or a selector. {Buttons()}");
        }
        if (IsSelector(which) || which.StartsWith("form", StringComparison.Ordinal))
            return Document.QuerySelector(which) is IHtmlFormElement form ? new FilledForm(this, form, null) : throw Lost($"no form {which}");
        return Button(which) is { } button ? new FilledForm(this, FormOf(button) ?? throw Lost($"“{which}” is in no form"), button) : throw Lost($"no button “{which}”. {Buttons()}");
    }

    /// <summary>Presses a button without filling in anything.</summary>
    public Task<Screen> Press(string button) => Form(button).Submit();

    /// <summary>True when there is such a button and it can be pressed.</summary>
    public bool Offers(string button) => Button(button) is { } found && !found.HasAttribute("disabled") && found.GetAttribute("aria-disabled") != "true";

    internal IElement? Button(string words)
    {
        var all = Document.QuerySelectorAll("button, input[type=submit]").Where(one => one.GetAttribute("type") is null or "submit").ToList();
        return all.FirstOrDefault(one => Label(one) == words) ?? all.FirstOrDefault(one => Label(one).Contains(words, StringComparison.Ordinal))
            ?? all.FirstOrDefault(one => one.GetAttribute("value") == words || one.GetAttribute("name") == words);

        static string Label(IElement one) => one is IHtmlInputElement input ? input.Value : Words(one);
    }

    internal IHtmlFormElement? FormOf(IElement control) =>
        control.GetAttribute("form") is { Length: > 0 } id ? Document.GetElementById(id) as IHtmlFormElement : control.Closest("form") as IHtmlFormElement;

    string Buttons() => "Buttons: " + string.Join(" · ", TextsOf("button").Where(text => text.Length > 0));

    internal string Absolute(string href) => new Uri(Response.RequestMessage!.RequestUri!, href).PathAndQuery;

    internal InvalidOperationException Lost(string what)
    {
        var words = Document.Body is null ? $"{ContentType}, {Bytes.Length} bytes" : Words(Document.QuerySelector("main") ?? Document.Body);
        return new InvalidOperationException($"{Response.RequestMessage!.Method} {Url} → {(int)Status}: {what}.\n{(words.Length > 1500 ? words[..1500] + " …" : words)}");
    }

    static bool IsSelector(string text) => text.Length > 0 && (text[0] is '#' or '.' or '[' || text.StartsWith("a[", StringComparison.Ordinal));

    internal static string Words(INode? node)
    {
        if (node is null) return "";
        var text = new StringBuilder();
        Collect(node);
        return Space().Replace(text.ToString(), " ").Trim();

        void Collect(INode one)
        {
            foreach (var child in one.ChildNodes)
            {
                if (child is IText { Data: var data }) text.Append(data);
                else if (child is IElement element && element.LocalName is not ("script" or "style" or "template"))
                {
                    // Neighbouring blocks are read as separate words.
                    var block = element.LocalName is not ("a" or "span" or "b" or "strong" or "em" or "i" or "small" or "abbr" or "time" or "code" or "sub" or "sup");
                    if (block) text.Append(' ');
                    Collect(element);
                    if (block) text.Append(' ');
                }
            }
        }
    }

    [GeneratedRegex(@"[\s\u00A0]+")]
    private static partial Regex Space();
}
