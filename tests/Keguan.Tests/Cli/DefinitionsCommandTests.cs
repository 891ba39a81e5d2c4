using Keguan.Tests.Support;

namespace Keguan.Tests.Cli;

public sealed class DefinitionsCommandTests : IDisposable
{
    readonly string _folder = Database.NewFolder();

    [Fact]
    public async Task The_projects_own_definitions_are_without_errors()
    {
        var answer = (await Terminal.RunAsync("definitions", "check", Repository.At("definitions"), "--KEGUAN_DATA=" + _folder)).Ended(0);
        Assert.Contains("programmes", answer.Output, StringComparison.Ordinal);
        Assert.Empty(answer.Error);
        Assert.False(File.Exists(Path.Combine(_folder, "keguan.db")), "checking definitions needs no database");
    }

    [Fact]
    public async Task A_fault_is_told_with_file_line_and_column()
    {
        var copy = Path.Combine(_folder, "definitions");
        foreach (var kind in new[] { "codes", "programmes" })
        {
            Directory.CreateDirectory(Path.Combine(copy, kind));
            foreach (var file in Directory.EnumerateFiles(Repository.At("definitions", kind))) File.Copy(file, Path.Combine(copy, kind, Path.GetFileName(file)));
        }
        var plan = Path.Combine(copy, "programmes", "science-plan.yaml");
        var lines = File.ReadAllLines(plan).ToList();
        lines.Add("no-such-key: 1");
        File.WriteAllLines(plan, lines);

        foreach (var (language, words) in new[] { ("zh", "处错误"), ("en", "errors") })
        {
            var answer = (await Terminal.RunAsync("definitions", "check", copy, "--lang", language, "--KEGUAN_DATA=" + _folder)).Ended(1);
            Assert.Contains($"definitions/programmes/science-plan.yaml:{lines.Count}:1", answer.Error, StringComparison.Ordinal);
            Assert.Contains(words, answer.Error, StringComparison.Ordinal);
            Assert.Empty(answer.Output);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
