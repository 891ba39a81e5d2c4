using System.Net;
using Keguan.Foundation.Codes;
using Microsoft.AspNetCore.TestHost;

namespace Keguan.Tests.Foundation.Codes;

/// <summary>The lookup over HTTP, on a host that has nothing else.</summary>
public sealed class CodeLookupTests : IAsyncLifetime
{
    readonly WebApplication _app;
    HttpClient _http = null!;

    public CodeLookupTests()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddCodes(builder.Configuration);
        _app = builder.Build();
        _app.MapCodes();
    }

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _http = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Who_accepts_json_gets_json()
    {
        _http.DefaultRequestHeaders.Add("Accept", "application/json");
        var list = await _http.GetFromJsonAsync<CodeList>("/codes/industries?q=" + Uri.EscapeDataString("涂料制造") + "&take=3", TestContext.Current.CancellationToken);
        Assert.Equal(new CodeEntry("2641", "C2641", "涂料制造", "制造业 > 化学原料和化学制品制造业 > 涂料、油墨、颜料及类似产品制造 > 涂料制造", 4, true), list!.Items[0]);
    }

    [Fact]
    public async Task Everybody_else_gets_a_piece_of_html()
    {
        var html = await _http.GetStringAsync("/codes/areas?q=" + Uri.EscapeDataString("金渡"), TestContext.Current.CancellationToken);
        Assert.Contains("data-code=\"990181\"", html);
        Assert.Contains("<small>示范省 &gt; 云江市</small>", html);
        var options = await _http.GetStringAsync("/codes/areas?under=990100&as=options", TestContext.Current.CancellationToken);
        Assert.Equal(6, options.Split("<option").Length - 1);
        Assert.Contains("<option value=\"990102\">990102 云岭区</option>", options);
    }

    [Fact]
    public async Task What_was_typed_comes_back_harmless()
    {
        var html = await _http.GetStringAsync("/codes/areas?q=" + Uri.EscapeDataString("<script>{0}"), TestContext.Current.CancellationToken);
        Assert.Contains("没有找到“&lt;script&gt;{0}”", html);
        Assert.DoesNotContain("<script", html);
    }

    [Fact]
    public async Task It_is_kept_by_the_browser_until_the_table_changes()
    {
        var first = await _http.GetAsync("/codes/areas", TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromHours(1), first.Headers.CacheControl!.MaxAge);
        var again = new HttpRequestMessage(HttpMethod.Get, "/codes/areas");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await _http.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("/codes/nothing")]
    [InlineData("/codes/areas.yunjiang")]
    [InlineData("/codes/..%2F..%2Fetc")]
    public async Task An_unknown_table_is_not_found(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode);
}
