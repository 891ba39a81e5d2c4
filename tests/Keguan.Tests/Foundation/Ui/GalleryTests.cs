using System.Net;
using System.Text.RegularExpressions;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Ui;

/// <summary>Every component as the browser gets it, without script.</summary>
public sealed partial class GalleryTests(Sqlite city) : IClassFixture<Sqlite>
{
    [Theory]
    [InlineData("officer")]
    [InlineData("applicant")]
    [InlineData("portal")]
    [InlineData("plain")]
    public async Task Every_label_hint_and_error_belongs_to_a_control_that_is_there(string frame)
    {
        using var visitor = city.Public();
        var page = (await visitor.Open("/gallery?frame=" + frame)).Document;

        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        Assert.Empty(ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key));
        foreach (var attribute in new[] { "for", "aria-describedby", "aria-labelledby" })
            Assert.Empty(page.QuerySelectorAll($"[{attribute}]").SelectMany(element => element.GetAttribute(attribute)!.Split(' ')).Except(ids));

        var unnamed = page.QuerySelectorAll("input:not([type=hidden]), select, textarea").Where(control =>
            control.GetAttribute("aria-label") is null && control.Closest("label") is null && page.QuerySelector($"label[for='{control.Id}']") is null);
        Assert.Empty(unnamed.Select(control => control.OuterHtml));
        Assert.Empty(page.QuerySelectorAll("a[href='']").Select(link => link.OuterHtml));
    }

    [Fact]
    public async Task Nothing_inline_that_the_content_security_policy_forbids()
    {
        using var visitor = city.Public();
        var screen = await visitor.Open("/gallery");

        Assert.Equal("default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
            screen.Response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Empty(screen.Document.QuerySelectorAll("[style], style, script:not([src])").Select(element => element.OuterHtml));
        Assert.DoesNotMatch(Handler(), screen.Html);
        Assert.True(screen.Response.Headers.Contains("X-Content-Type-Options"));
    }

    [Fact]
    public async Task The_same_page_speaks_both_languages()
    {
        using var visitor = city.Public();
        Assert.Equal("zh-CN", (await visitor.Open("/gallery")).Document.DocumentElement.GetAttribute("lang"));
        visitor.Screen!.Says("服务器时间").Says("待封存").Says("第 21–40 项，共 186 项").Says("还有").Says("下载全卷");

        var english = await visitor.Open("/gallery?lang=en");
        Assert.Equal("en", english.Document.DocumentElement.GetAttribute("lang"));
        english.Says("Server time").Says("not sealed yet").Says("21–40 of 186").Says("left").Says("Download file").SaysNot("服务器时间");
    }

    [Fact]
    public async Task An_action_that_is_refused_stays_reachable_and_says_why()
    {
        using var visitor = city.Public();
        var page = (await visitor.Open("/gallery")).Document;
        var refused = page.QuerySelectorAll("button[aria-disabled=true]").ToList();
        Assert.Equal(2, refused.Count);
        Assert.All(refused, button =>
        {
            Assert.False(button.HasAttribute("disabled"));
            Assert.Equal("button", button.GetAttribute("type"));
            Assert.NotEmpty(page.GetElementById(button.GetAttribute("aria-describedby")!)!.TextContent);
        });
        Assert.Contains(refused, button => page.GetElementById(button.GetAttribute("aria-describedby")!)!.TextContent == "须中期报告通过");
    }

    [Fact]
    public async Task The_error_summary_leads_to_the_fields_in_their_order()
    {
        using var visitor = city.Public();
        var page = (await visitor.Open("/gallery")).Document;
        var links = page.QuerySelectorAll(".kg-errors a").ToList();
        Assert.Equal(["上限 15.0 万元，请减少 0.6 万元", "比要求少 10.6 万元，请增加自筹或减少申请资助"], links.Select(link => link.TextContent));
        Assert.All(links, link => Assert.Equal("true", page.GetElementById(link.GetAttribute("href")![1..])!.GetAttribute("aria-invalid")));
    }

    [Fact]
    public async Task Rows_are_added_and_removed_without_script_and_what_was_typed_stays()
    {
        using var visitor = city.Public();
        await visitor.Open("/gallery");
        var form = visitor.Screen!.Form("#form");
        Assert.Equal("18.0", form["Budget[0].AskedFen"]);
        form.Set("Budget[2].OwnFen", "七点五").Set("Budget[1].AskedFen", "16.55");

        var added = (await form.Submit("增加一行")).Ok();
        Assert.Equal(["0", "1", "2", "3", "4"], added.Document.QuerySelectorAll("input[name='Budget.Index']").Select(key => key.GetAttribute("value")!));

        // The first row goes: the others keep their keys, and the amount that is none is still there to be put right.
        var removed = (await added.Form("#form").Submit("budget:0")).Ok();
        Assert.Equal(["1", "2", "3", "4"], removed.Document.QuerySelectorAll("input[name='Budget.Index']").Select(key => key.GetAttribute("value")!));
        var left = removed.Form("#form");
        Assert.Equal("七点五", left["Budget[2].OwnFen"]);
        Assert.Equal("16.55", left["Budget[1].AskedFen"]);
        Assert.Equal("业务费", left["Budget[1].Subject"]);
        Assert.False(left.Has("Budget[0].Subject"));

        // A new row takes a key that was never there before.
        var again = (await left.Submit("增加一行")).Ok();
        Assert.Equal(5, again.Document.QuerySelectorAll("input[name='Budget.Index']").Select(key => key.GetAttribute("value")).Distinct().Count());
    }

    [Fact]
    public async Task Filters_that_are_on_can_be_taken_away_one_by_one()
    {
        using var visitor = city.Public();
        var page = (await visitor.Open("/gallery?state=checking&state=passed&officer=x&sort=number&page=3")).Document;
        var chips = page.QuerySelectorAll("a.kg-chip").Select(chip => chip.GetAttribute("href")).ToList();
        Assert.Equal("/gallery?officer=x&sort=number&page=3&state=passed", chips[0]);
        Assert.Equal("/gallery?state=checking&state=passed&sort=number", chips[1]);
        Assert.Contains(page.QuerySelectorAll(".kg-filter input[type=hidden]"), hidden => hidden.GetAttribute("name") == "sort");
        Assert.Equal("ascending", page.QuerySelector("th[aria-sort]")!.GetAttribute("aria-sort"));
        Assert.Equal("/gallery?state=checking&state=passed&officer=x&sort=-number", page.QuerySelector("th[aria-sort] a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task There_is_no_gallery_in_production()
    {
        await using var live = new Sqlite { Settings = { ["environment"] = "Production" } };
        await live.InitializeAsync();
        using var visitor = live.Public();
        (await visitor.Get("/gallery")).Missing().Says("没有找到这个页面");
    }

    [GeneratedRegex(@"\son(click|load|change|submit|input|error)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Handler();
}
