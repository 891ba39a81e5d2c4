using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Keguan.Bench;

/// <summary>One thing that people do, by the product and by the bare API.</summary>
/// <param name="Aim">Least share of the bare API's throughput.</param>
/// <param name="AlsoSmall">Measured with a thousand rows, too, to see what a hundred thousand cost.</param>
public sealed record Scenario(string Name, string Label, double Aim, bool AlsoSmall, Func<BenchCity, Server, int, Task<Step>> Product, Func<BenchCity, Server, int, Task<Step>> Bare)
{
    static readonly string[] States = ["formal-check", "in-review", "recommending"];

    public static readonly IReadOnlyList<Scenario> All =
    [
        new("list", "the list of applications, filtered and paged", 0.5, true,
            (city, server, clients) => Getting(server, clients, (_, number) => $"/programmes/applications?state={States[number % 3]}&size=50&page={(number % 20) + 1}", _ => city.Officer),
            (city, server, clients) => Getting(server, clients, (_, number) => $"/list?state={States[number % 3]}&page={(number % 20) + 1}", _ => "")),
        new("page", "the page of an application", 0.5, false,
            (city, server, clients) => Getting(server, clients, (client, number) => $"/programmes/applications/details/{Any(city, client, number)}", _ => city.Officer),
            (city, server, clients) => Getting(server, clients, (client, number) => $"/application/{Any(city, client, number)}", _ => "")),
        new("save", "saving a section of the form", 1.0 / 3, false, SavingAsync, BareSaving),
        new("submit", "submitting, and by turns withdrawing to submit again", 1.0 / 3, false, SubmittingAsync, BareSubmitting),
    ];

    static Guid Any(BenchCity city, int client, int number) => city.Applications[(int)((uint)(client * 7919 + number * 104_729) % city.Applications.Count)];

    static HttpClient NewClient(Server server) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(server.Address) };

    static Task<Step> Getting(Server server, int clients, Func<int, int, string> url, Func<int, string> cookie)
    {
        var https = Enumerable.Range(0, clients).Select(_ => NewClient(server)).ToArray();
        return Task.FromResult<Step>(async (client, number) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url(client, number));
            if (cookie(client) is { Length: > 0 } header) request.Headers.Add("Cookie", header);
            using var response = await https[client].SendAsync(request);
            await response.Content.ReadAsByteArrayAsync();
            if (response.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{request.RequestUri}: {(int)response.StatusCode}");
        });
    }

    /// <summary>As the browser saves while one types: the whole section, with the version that it started from.</summary>
    static async Task<Step> SavingAsync(BenchCity city, Server server, int clients)
    {
        var forms = new (HttpClient Http, string Url, string Cookie, Dictionary<string, string> Fields, string Typed)[clients];
        for (var client = 0; client < clients; client++)
        {
            var http = NewClient(server);
            var tasks = await OpenAsync(http, $"/programmes/applications/tasks/{city.Drafts[client]}", city.Applicants[client]);
            var edit = tasks.Document.QuerySelectorAll("a[href*='/programmes/applications/edit/']").Select(link => link.GetAttribute("href")!).First();
            var page = await OpenAsync(http, edit, city.Applicants[client]);
            var form = page.Document.QuerySelectorAll("form[method=post]").OfType<IHtmlFormElement>().First(one => one.QuerySelector("[name=BasedOn]") is not null);
            var fields = form.Elements.OfType<IHtmlInputElement>().Where(input => !string.IsNullOrEmpty(input.Name) && input.Type is "hidden" or "text").GroupBy(input => input.Name!).ToDictionary(group => group.Key, group => group.First().Value);
            var typed = form.Elements.OfType<IHtmlInputElement>().First(input => input.Type == "text" && !string.IsNullOrEmpty(input.Name)).Name!;
            forms[client] = (http, edit.Split('?')[0] + "?handler=Autosave", city.Applicants[client] + "; " + page.Cookies, fields, typed);
        }
        return async (client, number) =>
        {
            var (http, url, cookie, fields, typed) = forms[client];
            fields[typed] = $"柔性传感器 {number}";
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields) };
            request.Headers.Add("Cookie", cookie);
            using var response = await http.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{url}: {(int)response.StatusCode} {(answer.Length > 200 ? answer[..200] : answer)}");
            using var json = JsonDocument.Parse(answer);
            fields["BasedOn"] = json.RootElement.GetProperty("basedOn").GetRawText();
        };
    }

    static Task<Step> BareSaving(BenchCity city, Server server, int clients)
    {
        var https = Enumerable.Range(0, clients).Select(_ => NewClient(server)).ToArray();
        return Task.FromResult<Step>(async (client, number) =>
        {
            using var content = new StringContent($$"""{"title":"柔性传感器 {{number}}"}""");
            using var response = await https[client].PostAsync($"/save/{city.Drafts[client]}", content);
            await response.Content.ReadAsByteArrayAsync();
            if (response.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"save: {(int)response.StatusCode}");
        });
    }

    /// <summary>The whole form is read, checked against every rule and compared with all earlier ones; then receipt, members, fingerprint, entry, posting and notices are written.</summary>
    static async Task<Step> SubmittingAsync(BenchCity city, Server server, int clients)
    {
        var forms = new (HttpClient Http, string Cookie, string Token)[clients];
        for (var client = 0; client < clients; client++)
        {
            var http = NewClient(server);
            var page = await OpenAsync(http, $"/programmes/applications/submit/{city.Complete[client]}", city.Submitters[client]);
            forms[client] = (http, city.Submitters[client] + "; " + page.Cookies, page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
        }
        var submitted = new bool[clients];
        return async (client, _) =>
        {
            var (http, cookie, token) = forms[client];
            var id = city.Complete[client];
            var url = submitted[client] ? $"/programmes/applications/tasks/{id}?handler=Withdraw" : $"/programmes/applications/submit/{id}";
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]) };
            request.Headers.Add("Cookie", cookie);
            using var response = await http.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.Redirect)
            {
                var reason = new HtmlParser().ParseDocument(answer).QuerySelector(".kg-error-summary, .kg-note, main")?.TextContent.Trim() ?? answer;
                throw new InvalidOperationException($"{url}: {(int)response.StatusCode} {(reason.Length > 300 ? reason[..300] : reason)}");
            }
            submitted[client] = !submitted[client];
        };
    }

    static Task<Step> BareSubmitting(BenchCity city, Server server, int clients)
    {
        var https = Enumerable.Range(0, clients).Select(_ => NewClient(server)).ToArray();
        var submitted = new bool[clients];
        return Task.FromResult<Step>(async (client, _) =>
        {
            using var response = await https[client].PostAsync($"/{(submitted[client] ? "withdraw" : "submit")}/{city.Complete[client]}", null);
            await response.Content.ReadAsByteArrayAsync();
            if (response.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"submit: {(int)response.StatusCode}");
            submitted[client] = !submitted[client];
        });
    }

    static async Task<(IHtmlDocument Document, string Cookies)> OpenAsync(HttpClient http, string url, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("Cookie", cookie);
        using var response = await http.SendAsync(request);
        if (response.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{url}: {(int)response.StatusCode}");
        var cookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? string.Join("; ", set.Select(one => one.Split(';')[0])) : "";
        return (new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync()), cookies);
    }
}
