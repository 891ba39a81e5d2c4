using Keguan.Foundation.Definitions;
using Keguan.Statistics.Exports;

namespace Keguan.Tests.Statistics.Exports;

/// <summary>Definitions of indicators: what is wrong is found when they are read, with its place.</summary>
public sealed class IndicatorFileTests : IDisposable
{
    readonly string _root = Path.Combine(Path.GetTempPath(), "keguan-indicators-" + Guid.NewGuid().ToString("N"));

    IReadOnlyList<string> Check(params (string Name, string[] Lines)[] files)
    {
        foreach (var (name, lines) in files)
        {
            var file = Path.Combine(_root, "indicators", name + ".yaml");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllLines(file, [$"key: {name}", "label: {zh: 组, en: Family}", "indicators:", .. lines.Select(line => "  - " + line)]);
        }
        var store = new DefinitionStore([new DefinitionKind("indicators", typeof(IndicatorFile)) { Together = IndicatorFile.CheckTogether }],
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("KEGUAN_DEFINITIONS", _root)]).Build(), new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(), TimeProvider.System);
        return [.. store.CheckAll().Select(error => $"{Path.GetFileName(error.At.File)}:{error.At.Line} {error.Message.Zh}")];
    }

    static string Line(string id, string rest) => $"{{id: {id}, label: {{zh: 甲, en: A}}, unit: {{zh: 项, en: pieces}}, {rest}}}";

    [Fact]
    public void A_cycle_is_refused_with_its_path() =>
        Assert.Equal(["a.yaml:4 指标循环引用：x → y → z → x"],
            Check(("a", [Line("x", "kind: growth, of: y"), Line("w", "kind: ratio, of: x, by: v")]), ("b", [Line("y", "kind: total, inputs: [z, v]"), Line("z", "kind: change, of: x"), Line("v", "kind: count, measure: m")])));

    [Fact]
    public void An_indicator_that_is_computed_from_itself_is_a_cycle() => Assert.Equal(["a.yaml:4 指标循环引用：x → x"], Check(("a", [Line("x", "kind: growth, of: x")])));

    [Fact]
    public void Inputs_must_be_there_and_ids_are_unique_across_files() =>
        Assert.Equal(["a.yaml:5 没有指标“aplied”；是否想写 applied？", "b.yaml:4 指标编号“applied”在另一文件中已有"],
            Check(("a", [Line("applied", "kind: count, measure: m"), Line("rate", "kind: share, of: applied, by: aplied")]), ("b", [Line("applied", "kind: count, measure: n")])));

    [Theory]
    [InlineData("kind: count", "要写“measure”")]
    [InlineData("kind: share, of: x", "要写“by”")]
    [InlineData("kind: growth, of: x, measure: m", "不用“measure”")]
    [InlineData("kind: cagr, of: x", "要写“years”")]
    [InlineData("kind: count, measure: m, years: 3", "不用“years”")]
    [InlineData("kind: total, inputs: [x]", "要写“inputs”")]
    [InlineData("kind: observed, of: x", "不用“of”")]
    [InlineData("kind: stock, measure: m, decimals: 9", "小数位应为 0 至 6")]
    [InlineData("kind: stock, measure: m, cumulative: true", "存量请用 stock")]
    [InlineData("kind: sumup, measure: m", "不在")]
    [InlineData("kind: count, measure: m, wher: {}", "不认识的键“wher”")]
    public void Each_kind_says_what_it_needs(string rest, string message) =>
        Assert.Contains(Check(("a", [Line("x", "kind: count, measure: m"), Line("y", rest)])), error => error.StartsWith("a.yaml:5", StringComparison.Ordinal) && error.Contains(message, StringComparison.Ordinal));

    public void Dispose()
    {
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }
}
