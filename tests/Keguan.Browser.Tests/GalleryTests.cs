using Keguan.Tests.Support;
using Microsoft.Playwright;

namespace Keguan.Browser.Tests;

/// <summary>Every component in a real browser: measured by axe, photographed at both widths, driven by keys. Errors of the content security policy fail it, too.</summary>
public sealed class GalleryTests() : Journey(Database.Sqlite)
{
    [Theory]
    [InlineData("officer")]
    [InlineData("applicant")]
    [InlineData("portal")]
    [InlineData("plain")]
    public async Task Every_component_in_every_frame_can_be_seen_and_read_aloud(string frame)
    {
        // Opened for the first time, a page is looked at.
        var visitor = await Anybody();
        await visitor.Open($"/gallery?frame={frame}");
        if (frame != "officer") return;
        await visitor.Open("/gallery?lang=en");
        await visitor.Look("gallery-en");
        var plain = await Anybody(script: false);
        await plain.Open("/gallery");
        await plain.Look("gallery-without-script");
    }

    [Fact]
    public async Task Keys_search_explain_and_act_but_never_while_typing()
    {
        var visitor = await Anybody();
        await visitor.Open("/gallery");
        var page = visitor.Page;

        // What is wrong has the focus first.
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.matches('.kg-errors')"));

        await page.Keyboard.PressAsync("/");
        Assert.Equal("search", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.TypeAsync("x?/");
        Assert.Equal("x?/", await page.Locator("#search").InputValueAsync());
        await page.Keyboard.PressAsync("Escape");

        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("dialog#keys")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("dialog#keys")).ToContainTextAsync("退回补正");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("dialog#keys")).ToBeHiddenAsync();

        // A sheet that asks once more, opened by its key, its first field focused, closed by Esc.
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.GetByText("确定不予受理")).ToBeVisibleAsync();
        Assert.Equal("SELECT", await page.EvaluateAsync<string>("document.activeElement.tagName"));
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByText("确定不予受理")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Rows_and_sums_change_without_loading_the_page_again()
    {
        var visitor = await Anybody();
        await visitor.Open("/gallery");
        var page = visitor.Page;
        await page.EvaluateAsync("window.same = true");
        await page.Locator("[name='Budget[0].AskedFen']").FillAsync("20.05");
        await Assertions.Expect(page.Locator("[data-total=asked]")).ToHaveTextAsync("58.15");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "增加一行" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-row]")).ToHaveCountAsync(5);
        await Assertions.Expect(page.Locator("[name='Budget[0].AskedFen']")).ToHaveValueAsync("20.05");
        await Assertions.Expect(page.Locator("[data-total=asked]")).ToHaveTextAsync("58.15");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "移除此行 设备费" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-row]")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("[data-total=asked]")).ToHaveTextAsync("38.1");
        Assert.True(await page.EvaluateAsync<bool>("window.same === true"));
    }

    [Fact]
    public async Task Picked_rows_are_counted_and_added_up()
    {
        var visitor = await Anybody();
        await visitor.Open("/gallery");
        await visitor.Page.Locator("[data-pick-all]").CheckAsync();
        await Assertions.Expect(visitor.Page.Locator("[data-picked-count]")).ToHaveTextAsync("3");
        await Assertions.Expect(visitor.Page.Locator("[data-picked-sum]")).ToHaveTextAsync("45.0");
        await visitor.Page.Locator("[data-pick]").First.UncheckAsync();
        Assert.True(await visitor.Page.Locator("[data-pick-all]").EvaluateAsync<bool>("box => box.indeterminate"));
    }

    [Fact]
    public async Task Among_many_choices_one_searches_by_code_or_words()
    {
        var visitor = await Anybody();
        await visitor.Open("/gallery");
        var box = visitor.Page.GetByLabel("国民经济行业");
        await Assertions.Expect(box).ToHaveValueAsync("C0042 第 42 小类");
        await box.ClickAsync();
        await box.FillAsync("6 大类 117");
        await Assertions.Expect(visitor.Page.Locator(".kg-choose-list [role=option]")).ToHaveCountAsync(1);
        await box.PressAsync("Enter");
        await Assertions.Expect(box).ToHaveValueAsync("C0117 第 117 小类");
        Assert.Equal("C0117", await visitor.Page.Locator("select[name=Industry]").InputValueAsync());

        await box.FillAsync("没有这个");
        await Assertions.Expect(visitor.Page.GetByText("没有找到，可输入代码开头或名称中的字")).ToBeVisibleAsync();
        await box.PressAsync("Escape");
        await Assertions.Expect(box).ToHaveValueAsync("C0117 第 117 小类");
        await visitor.Fill("国民经济行业", "C0007");
        await box.BlurAsync();
        await Assertions.Expect(box).ToHaveValueAsync("C0007 第 7 小类");
        await box.ClickAsync();
        await box.PressAsync("ArrowDown");
        await visitor.Look("gallery-choose");
    }

    [Fact]
    public async Task Charts_are_drawn_and_their_words_stay_readable()
    {
        var visitor = await Anybody();
        await visitor.Open("/gallery");
        var chart = visitor.Page.Locator("[data-chart]").First;
        await chart.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(chart.Locator("svg")).ToBeVisibleAsync();
        await chart.HoverAsync();
        await Assertions.Expect(visitor.Page.Locator("figcaption").First).ToContainTextAsync("本年累计 3,128.4 万元");
    }
}
