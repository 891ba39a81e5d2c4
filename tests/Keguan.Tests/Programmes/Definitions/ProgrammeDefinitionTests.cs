using Keguan.Foundation.Definitions;
using Keguan.Programmes.Definitions;
using Keguan.Tests.Support;

namespace Keguan.Tests.Programmes.Definitions;

/// <summary>What a programme says beyond its types is checked when it is loaded, and pointed at in the file.</summary>
public sealed class ProgrammeDefinitionTests : IDisposable
{
    static readonly string Right = File.ReadAllText(Repository.At("definitions", "programmes", "science-plan.yaml"));

    readonly string _folder = Directory.CreateTempSubdirectory("keguan-definitions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    IReadOnlyList<DefinitionError> Errors(string right, string wrong)
    {
        Assert.Contains(right, Right);
        var programmes = Directory.CreateDirectory(Path.Combine(_folder, "programmes")).FullName;
        File.WriteAllText(Path.Combine(programmes, "science-plan.yaml"), Right.Replace(right, wrong));
        return new DefinitionStore(
            [new DefinitionKind("programmes", typeof(ProgrammeDefinition))],
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("KEGUAN_DEFINITIONS", _folder)]).Build(),
            new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(), TimeProvider.System).CheckAll();
    }

    [Fact]
    public void The_science_plan_is_right() => Assert.Empty(Errors("key: science-plan", "key: science-plan"));

    [Theory]
    [InlineData("holds: grant_total <= cap()", "holds: grant_totl <= cap()", "是否想写 grant_total")]
    [InlineData("holds: grant_total <= cap()", "holds: grant_total <= 80", "80 万元")]
    [InlineData("holds: grant_total <= cap()", "holds: grant_total", "结果应是是否，却是金额")]
    [InlineData("where subject == \"indirect\"", "where subject == \"indirekt\"", "是否想写 indirect")]
    [InlineData("when: funding_mode == \"self-funded\"", "when: funding_mode == 1", "不能与数比较")]
    [InlineData("computed: sum(budget.own)", "computed: sum(budget.owne)", "没有“owne”这一列")]
    [InlineData("shown-if: count(partners) > 0", "shown-if: count(partners)", "结果应是是否")]
    [InlineData("field: budget.budget", "field: budget.budgett", "没有章节或字段“budget.budgett”；是否想写 budget.budget？")]
    [InlineData("weight: 30}", "weight: 31}", "合计应为 100，现为 101")]
    [InlineData("{percent: 70,", "{percent: 80,", "合计应为 100，现为 110")]
    [InlineData("editable: [targets,", "editable: [target,", "没有字段“target”；是否想写 targets？")]
    [InlineData("{key: end, label: {zh: 完成日期", "{key: start, label: {zh: 完成日期", "名称“start”重复")]
    [InlineData("{key: verified, label", "{key: window, label", "“window”重复")]
    [InlineData("value: count(targets), message: {zh: 考核指标不足 3 项,", "message: {zh: \"考核指标只有 {0} 项\",", "要写 value")]
    public void A_mistake_is_found_when_it_is_loaded(string right, string wrong, string says) =>
        Assert.Contains(Errors(right, wrong), error => error.Message.Zh.Contains(says, StringComparison.Ordinal) && error.At.Line > 1);
}
