using Keguan.Foundation.Access;
using Keguan.Tests.Support;

namespace Keguan.Browser.Tests;

/// <summary>That a journey notices what it is there to notice.</summary>
public sealed class JourneyTests() : Journey(Database.Sqlite)
{
    protected override City Found() => new Sqlite { OnPort = true, Map = app => app.Map("/probe/{page}", Answer) };

    [Fact]
    public async Task A_good_page_gives_nothing_to_say_and_two_pictures()
    {
        var officer = await Somebody(Roles.Officer);
        await (await officer.Open("/probe/good")).See("officer");
        Assert.Empty(TakeProblems());
        var folder = Repository.At("artifacts", "screenshots", nameof(JourneyTests));
        Assert.NotEmpty(Directory.EnumerateFiles(folder, "*-probe-good-1440.png"));
        Assert.NotEmpty(Directory.EnumerateFiles(folder, "*-probe-good-390.png"));
    }

    [Fact]
    public async Task A_bad_page_is_reported_with_every_fault()
    {
        var officer = await Somebody(Roles.Officer);
        await officer.Open("/probe/bad");
        var problems = TakeProblems();
        Assert.Contains("axe label", problems, StringComparison.Ordinal);
        Assert.Contains("axe color-contrast", problems, StringComparison.Ordinal);
        Assert.Contains("scrolls sideways", problems, StringComparison.Ordinal);
        Assert.Contains("script: ", problems, StringComparison.Ordinal);
        Assert.Contains("console: said aloud", problems, StringComparison.Ordinal);
        Assert.Contains("/probe/missing.js: 404", problems, StringComparison.Ordinal);
        Assert.Contains("officer", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_filled_in_by_its_labels_with_and_without_script()
    {
        foreach (var script in new[] { true, false })
        {
            var officer = await Somebody(Roles.Officer, script: script);
            await officer.Open("/probe/good");
            await officer.Fill("项目名称", "柔性传感器");
            await officer.Fill("类别", "重点");
            await officer.Press("查询");
            await officer.See("title=柔性传感器 kind=key");
        }
        Assert.Empty(TakeProblems());
    }

    static async Task Answer(HttpContext http)
    {
        var role = http.RequestServices.GetRequiredService<CurrentActor>().Value.Role;
        http.Response.ContentType = "text/html; charset=utf-8";
        if (http.Request.Path == "/probe/good")
        {
            await http.Response.WriteAsync($"""
                <!doctype html><html lang="zh-CN"><head><title>好</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head><body><main><h1>好</h1><p>{role}</p>
                <form><label for="t">项目名称</label><input id="t" name="title"><label for="k">类别</label><select id="k" name="kind"><option>一般</option><option value="key">重点</option></select>
                <button>查询</button></form><p>title={http.Request.Query["title"]} kind={http.Request.Query["kind"]}</p></main></body></html>
                """);
        }
        else if (http.Request.Path == "/probe/bad")
        {
            await http.Response.WriteAsync("""
                <!doctype html><html lang="zh-CN"><head><title>坏</title><link rel="icon" href="data:,"></head><body><main><h1>坏</h1><input name="x"><p><font color="#aaaaaa">写得太淡了，看不清楚</font></p><table width="900"><tr><td>宽</td></tr></table></main>
                <script src="/probe/missing.js"></script><script src="/probe/bad.js"></script></body></html>
                """);
        }
        else if (http.Request.Path == "/probe/bad.js")
        {
            // A file of its own: the pages' Content-Security-Policy lets no script and no style stand within them.
            http.Response.ContentType = "text/javascript";
            await http.Response.WriteAsync("console.error('said aloud'); nothing.here();");
        }
        else
        {
            http.Response.StatusCode = 404;
        }
    }
}
