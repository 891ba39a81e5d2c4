using System.Text.RegularExpressions;
using Keguan.Tests.Support;

namespace Keguan.Tests.Cli;

public sealed partial class UsageTests
{
    [GeneratedRegex(@"^  ([a-z]+)", RegexOptions.Multiline)]
    private static partial Regex CommandName();

    [Fact]
    public async Task Every_command_has_help_in_both_languages()
    {
        var open = new Stack<string[]>([[]]);
        var seen = 0;
        while (open.TryPop(out var path))
        {
            var english = (await Terminal.RunAsync([.. path, "--help", "--lang", "en"])).Ended(0).Output;
            Assert.DoesNotMatch(@"[\u4e00-\u9fff]", english.Replace("科管", "", StringComparison.Ordinal));
            Assert.Contains("Exit codes", english, StringComparison.Ordinal);
            var chinese = (await Terminal.RunAsync([.. path, "--help", "--lang", "zh"])).Ended(0).Output;
            Assert.Matches(@"[\u4e00-\u9fff]{4}", chinese);
            Assert.DoesNotMatch("[a-z]{3,} [a-z]{2,} [a-z]{2,}", chinese.Replace("keguan " + string.Join(' ', path), "", StringComparison.Ordinal));
            seen++;
            if (english.IndexOf("Commands:", StringComparison.Ordinal) is var at and >= 0)
            {
                foreach (Match name in CommandName().Matches(english[at..english.IndexOf("Options:", StringComparison.Ordinal)])) open.Push([.. path, name.Groups[1].Value]);
            }
        }
        Assert.True(seen >= 9);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("backup")]
    [InlineData("backup", "x", "--wrong")]
    [InlineData("--lang", "fr")]
    public async Task A_wrong_command_line_is_usage_and_says_where_to_look(params string[] arguments)
    {
        var answer = (await Terminal.RunAsync(arguments)).Ended(2);
        Assert.Contains("--help", answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
    }
}
