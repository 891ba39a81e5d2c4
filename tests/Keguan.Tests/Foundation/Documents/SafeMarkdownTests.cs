using AngleSharp.Html.Parser;
using Keguan.Foundation.Documents;

namespace Keguan.Tests.Foundation.Documents;

public sealed class SafeMarkdownTests
{
    [Fact]
    public void What_officers_write_becomes_headings_lists_tables_and_links() =>
        Assert.Equal(
            "<h2>指南</h2>\n<p>见<a href=\"/portal/notices\">办法</a>和<a href=\"https://www.example.cn/\" rel=\"noopener noreferrer nofollow\">原文</a></p>\n<ul>\n<li><strong>重点</strong></li>\n</ul>\n"
            + "<table class=\"kg-table kg-keep\">\n<thead>\n<tr>\n<th>类别</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>重点研发</td>\n</tr>\n</tbody>\n</table>",
            SafeMarkdown.ToHtml("# 指南\n\n见[办法](/portal/notices)和[原文](https://www.example.cn/)\n\n- **重点**\n\n| 类别 |\n|---|\n| 重点研发 |"));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a <img src=x onerror=alert(1)> b")]
    [InlineData("<svg onload=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#x0A;script:alert(1))")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("[x](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("[x](//evil.example/)")]
    [InlineData("[x](/\\evil.example/)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](https://evil.example/pixel.gif)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<a href=\"https://x\" onclick=\"alert(1)\">x</a>")]
    [InlineData("<iframe src=\"https://evil.example\"></iframe>")]
    [InlineData("<style>body{display:none}</style>")]
    [InlineData("<form action=\"https://evil.example\"><input name=p></form>")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("<!-- --><script>alert(1)</script>")]
    [InlineData("| a |\n|---|\n| <b onmouseover=alert(1)>x</b> |")]
    public void Nothing_in_it_runs_loads_or_leads_elsewhere(string markdown)
    {
        var body = new HtmlParser().ParseDocument("<body>" + SafeMarkdown.ToHtml(markdown) + "</body>").Body!;
        Assert.Empty(body.QuerySelectorAll("script, style, img, svg, iframe, object, embed, form, input, link, meta, base"));
        foreach (var element in body.QuerySelectorAll("*"))
        {
            Assert.All(element.Attributes, attribute => Assert.Contains(attribute.Name, (string[])["href", "rel", "class", "start"]));
            Assert.All(element.Attributes.Where(attribute => attribute.Name == "href"), href => Assert.Matches("^(https?://x|mailto:|/[^/\\\\]|#)", href.Value));
        }
    }

    [Fact]
    public void Words_alone_are_for_lists_and_search() => Assert.Equal("一、方向\n智能制造", SafeMarkdown.ToText("## 一、方向\n\n智能制造"));

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    public void Nothing_is_nothing(string? markdown) => Assert.Equal("", SafeMarkdown.ToHtml(markdown));
}
