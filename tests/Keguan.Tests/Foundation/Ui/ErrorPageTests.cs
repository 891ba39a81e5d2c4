using System.Net;
using Keguan.Foundation.Access;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Ui;

public sealed class ErrorPageTests : IAsyncLifetime
{
    readonly Sqlite _city = new() { Configure = services => services.AddSingleton<IStartupFilter>(new Faults()), Settings = { ["Logging:LogLevel:Default"] = "None" } };

    public ValueTask InitializeAsync() => _city.InitializeAsync();

    public ValueTask DisposeAsync() => _city.DisposeAsync();

    [Fact]
    public async Task What_is_nowhere_is_not_found_for_the_public_and_for_officers_alike()
    {
        using var anybody = _city.Public();
        (await anybody.Get("/nothing/here")).Missing().At("/nothing/here").Says("没有找到这个页面");
        using var officer = await _city.As(Roles.Officer);
        (await officer.Get("/nothing/here")).Missing().Says("没有找到这个页面").Says("追踪号");
        (await officer.Get("/nothing/here?lang=en")).Missing().Says("This page was not found");
    }

    [Theory]
    [InlineData(403, HttpStatusCode.Forbidden, "当前身份不能办理此事项", "Your present role may not do this")]
    [InlineData(409, HttpStatusCode.Conflict, "情况已经变化，操作没有生效", "Things have changed; nothing was done")]
    [InlineData(413, HttpStatusCode.RequestEntityTooLarge, "文件太大", "The file is too large")]
    [InlineData(422, HttpStatusCode.UnprocessableEntity, "填写的内容有误", "Something in the form is not right")]
    [InlineData(429, HttpStatusCode.TooManyRequests, "操作太频繁", "Too many requests")]
    [InlineData(400, HttpStatusCode.BadRequest, "这次提交没有被接受", "This submission was not accepted")]
    [InlineData(503, HttpStatusCode.ServiceUnavailable, "系统出错了", "Something went wrong on our side")]
    public async Task Every_failure_says_what_happened_in_the_language_of_the_reader(int code, HttpStatusCode answered, string zh, string en)
    {
        using var visitor = _city.Public();
        (await visitor.Get($"/fault?code={code}")).Is(answered).Says(zh).SaysNot(en);
        (await visitor.Get($"/fault?code={code}&lang=en")).Is(answered).Says(en).SaysNot(zh);
    }

    [Fact]
    public async Task A_bug_gives_a_trace_number_and_no_stack()
    {
        using var visitor = _city.Public();
        var screen = (await visitor.Get("/fault?throw=1")).Is(HttpStatusCode.InternalServerError).Says("系统出错了").SaysNot("InvalidOperationException").SaysNot("secret");
        Assert.Matches("^[0-9A-Za-z:]{10,32}$", screen.TextOf("code"));
    }

    [Fact]
    public async Task A_failed_post_answers_with_its_page_too()
    {
        using var visitor = _city.Public();
        (await visitor.Post("/fault?code=413")).Is(HttpStatusCode.RequestEntityTooLarge).Says("文件太大");
    }

    [Fact]
    public async Task The_language_is_switched_by_a_button_and_leads_back_only_to_this_site()
    {
        using var visitor = _city.Public();
        await visitor.Get("/nothing?x=1");
        var english = await visitor.Screen!.Form("English").Submit();
        english.At("/nothing").Says("This page was not found");
        Assert.Equal("/nothing?x=1", english.Url);
        (await visitor.Get("/nothing")).Says("This page was not found");
        (await english.Form("中文").Submit()).Says("没有找到这个页面");

        foreach (var back in new[] { "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example" })
        {
            var response = await visitor.SendOnce(new HttpRequestMessage(HttpMethod.Post, "/language") { Content = new FormUrlEncodedContent([new("lang", "en"), new("back", back)]) }, TestContext.Current.CancellationToken);
            Assert.Equal("/", response.Headers.Location?.OriginalString);
        }
    }

    /// <summary>An address that fails as asked, in front of everything but the error pages.</summary>
    sealed class Faults : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Run(context =>
            {
                if (context.Request.Query.ContainsKey("throw")) throw new InvalidOperationException("secret");
                context.Response.StatusCode = int.TryParse(context.Request.Query["code"], out var code) ? code : 404;
                return Task.CompletedTask;
            });
        };
    }
}
