using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Keguan.Foundation.Accounts;

namespace Keguan.Tests.Support;

/// <summary>
/// A person before the front door: gets pages, fills in the forms that he finds there, follows redirects, keeps his cookies. Nothing is known to him
/// that is not on the page.
/// </summary>
public sealed class Visitor(City city, HttpMessageHandler handler, string? address = null) : IDisposable
{
    readonly HttpClient _http = new(handler) { BaseAddress = new Uri(address ?? city.Address), Timeout = TimeSpan.FromSeconds(100) };

    public City City => city;
    public Account? Account { get; set; }
    public RoleGrant? Grant { get; set; }

    public Guid OrganisationId => Grant?.OrganisationId ?? throw new InvalidOperationException("This visitor acts for no organisation.");
    public Guid AccountId => Account?.Id ?? throw new InvalidOperationException("This visitor has no account.");

    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The page in front of him.</summary>
    public Screen? Screen { get; private set; }

    /// <summary>The same person, with the same cookies, before another server of the same bureau (<see cref="ServerProcess"/>).</summary>
    public Visitor Before(string server)
    {
        var other = new Visitor(city, new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }, server) { Account = Account, Grant = Grant };
        foreach (var cookie in Cookies) other.Cookies[cookie.Key] = cookie.Value;
        return other;
    }

    public Task<Screen> Get(string url) => Send(new HttpRequestMessage(HttpMethod.Get, url));

    /// <summary>Gets a page that must be there.</summary>
    public async Task<Screen> Open(string url) => (await Get(url)).Is(HttpStatusCode.OK);

    /// <summary>
    /// Posts without a form: for those who try what the page does not offer. The token is taken from the page in front of him, or from <paramref name="from"/>.
    /// </summary>
    public async Task<Screen> Post(string url, IEnumerable<(string Name, string? Value)> fields, string? from = null)
    {
        if (from is not null) await Get(from);
        var token = Screen?.Token;
        var all = fields.Select(field => KeyValuePair.Create(field.Name, field.Value ?? "")).ToList();
        if (token is not null) all.Add(KeyValuePair.Create("__RequestVerificationToken", token));
        return await Send(new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(all) });
    }

    public Task<Screen> Post(string url, params (string Name, string? Value)[] fields) => Post(url, fields, null);

    /// <summary>A request as it is, redirects followed.</summary>
    public async Task<Screen> Send(HttpRequestMessage request)
    {
        for (var hops = 0; ; hops++)
        {
            if (hops > 10) throw new InvalidOperationException($"More than ten redirects, last to {request.RequestUri}");
            var response = await SendOnce(request);
            if (response.Headers.Location is not { } location || (int)response.StatusCode is < 300 or > 399)
            {
                Screen = await Screen.From(this, response);
                return Screen;
            }
            // Relative to where we are; a foreign host would be a hole.
            var target = new Uri(response.RequestMessage!.RequestUri!, location);
            if (target.Host != _http.BaseAddress!.Host) throw new InvalidOperationException($"Redirected to another host: {target}");
            request = new HttpRequestMessage(HttpMethod.Get, target);
        }
    }

    /// <summary>A request as it is, and its answer as it is; only cookies are kept.</summary>
    public async Task<HttpResponseMessage> SendOnce(HttpRequestMessage request, CancellationToken cancel = default)
    {
        if (Cookies.Count > 0) request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        if (!request.Headers.Contains("Accept")) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in Microsoft.Net.Http.Headers.SetCookieHeaderValue.ParseList(set.ToList()))
            {
                if (cookie.Expires < new DateTimeOffset(City.RealTime ? DateTime.UtcNow : City.Clock.Now, TimeSpan.Zero) || cookie.MaxAge <= TimeSpan.Zero || cookie.Value.Length == 0) Cookies.Remove(cookie.Name.Value!);
                else Cookies[cookie.Name.Value!] = cookie.Value.Value!;
            }
        }
        return response;
    }

    /// <summary>English pages from now on (`false`: Chinese again).</summary>
    public Visitor InEnglish(bool english = true)
    {
        if (english) Cookies["kg-lang"] = Uri.EscapeDataString("c=en|uic=en");
        else Cookies.Remove("kg-lang");
        return this;
    }

    public void Dispose() => _http.Dispose();

    internal static string Query(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in fields) query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        return query.ToString();
    }
}
