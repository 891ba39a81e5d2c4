using System.Text.RegularExpressions;
using Keguan.Tests.Architecture;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Ui;

/// <summary>docs/adr/0003-css.md: what the bureaus' older browsers understand, and nothing inline.</summary>
public sealed partial class StylesheetTests
{
    static readonly string Css = File.ReadAllText(Repository.At("src", "Keguan", "wwwroot", "css", "keguan.css"));

    [Theory]
    [InlineData("oklch(")]
    [InlineData("light-dark(")]
    [InlineData("color-mix(")]
    [InlineData(":has(")]
    [InlineData(":is(")]
    [InlineData(":where(")]
    [InlineData("inset:")]
    [InlineData("@layer")]
    [InlineData("@container")]
    [InlineData("dvh")]
    public void It_asks_for_nothing_that_Chromium_86_lacks(string feature) => Assert.DoesNotContain(feature, Comments().Replace(Css, ""), StringComparison.Ordinal);

    [Fact]
    public void It_nests_nothing()
    {
        var depth = 0;
        var media = new Stack<bool>();
        foreach (var rule in Braces().Matches(Comments().Replace(Css, "")).Select(match => match.Value.Trim()))
        {
            if (rule == "}") depth -= media.Pop() ? 0 : 1;
            else
            {
                var at = rule.StartsWith('@');
                Assert.True(at || depth == 0, "nested: " + rule);
                media.Push(at);
                depth += at ? 0 : 1;
            }
        }
        Assert.Empty(media);
    }

    [Fact]
    public void Every_class_that_a_page_names_is_in_the_stylesheet()
    {
        var known = ClassInCss().Matches(Css).Select(match => match.Groups[1].Value).ToHashSet();
        var script = string.Concat(SourceFiles.Below("src/Keguan/wwwroot/js", ".js").Select(file => file.Text));
        var unknown = SourceFiles.Below("src/Keguan", ".cshtml")
            .SelectMany(file => ClassAttribute().Matches(file.Text).SelectMany(match => ClassName().Matches(match.Groups[1].Value)).Select(match => (file.Path, Class: match.Value)))
            .Where(use => !known.Contains(use.Class) && !script.Contains(use.Class, StringComparison.Ordinal))
            .Select(use => $"{use.Path}: {use.Class}").Distinct();
        Assert.Empty(unknown);
    }

    [Fact]
    public void No_page_has_inline_style_or_script()
    {
        var found = SourceFiles.Below("src/Keguan", ".cshtml")
            .Where(file => Inline().IsMatch(file.Text))
            .Select(file => $"{file.Path}: {Inline().Match(file.Text).Value}");
        Assert.Empty(found);
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"[^{};]*\{|\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\.(kg-[a-z0-9-]+)")]
    private static partial Regex ClassInCss();

    [GeneratedRegex(@"(?:\bclass|\bcss)=""([^""]*)""")]
    private static partial Regex ClassAttribute();

    [GeneratedRegex(@"(?<![\w-])kg-[a-z0-9-]*[a-z0-9](?![\w-])")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"\sstyle=""|<style|<script(?![^>]*\bsrc=)|\son(click|change|submit|load)=""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
