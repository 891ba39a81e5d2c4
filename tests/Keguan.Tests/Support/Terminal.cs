using System.Globalization;
using Keguan.Cli;

namespace Keguan.Tests.Support;

/// <summary>What a command of `keguan` answered.</summary>
public sealed record Terminal(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command line on this city's database and folder, in this process.</summary>
    public static Task<Terminal> RunAsync(City city, params string[] arguments) =>
        RunAsync([.. arguments, "--KEGUAN_DATABASE=" + city.Connection, "--KEGUAN_DATA=" + city.Folder]);

    public static async Task<Terminal> RunAsync(params string[] arguments)
    {
        var language = CultureInfo.CurrentUICulture;
        try
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            string[] given = arguments.Contains("--lang") ? arguments : [.. arguments, "--lang", "zh"];
            var code = await CommandLine.RunAsync([.. given, "--applicationName=Keguan", "--environment=Development"], output, error, TestContext.Current.CancellationToken);
            return new Terminal(code, output.ToString(), error.ToString());
        }
        finally
        {
            CultureInfo.CurrentUICulture = language;
        }
    }

    /// <summary>Fails with everything the command said when it ended otherwise.</summary>
    public Terminal Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"ended with {ExitCode} instead of {exitCode}\n{Output}\n{Error}");
        return this;
    }
}
