using Keguan.Foundation;
using Keguan.Foundation.Definitions;

namespace Keguan.Tests.Foundation.Definitions;

public sealed class DefinitionReaderTests
{
    const string Head = "key: sample\nlabel: {zh: 样例, en: Sample}\n";

    static Sample Read(string yaml) => DefinitionReader.Read<Sample>(Head + yaml, "sample.yaml").Required();

    static IReadOnlyList<DefinitionError> Errors(string yaml, bool head = true)
    {
        var reading = DefinitionReader.Read<Sample>((head ? Head : "") + yaml, "sample.yaml");
        Assert.Null(reading.Value);
        return reading.Errors;
    }

    [Fact]
    public void Everything_that_can_be_written_is_read()
    {
        var sample = Read("""
            mode: in-advance
            blind: true
            rounds: 3
            count: 5000000000
            weight: 12.5
            cap-fen: 80 万元
            floor-fen: 0
            steps-fen: [10 万元, 1.5 亿元, 300 元]
            valid-from: 2026-01-01
            tags: [甲, 乙]
            codes: [001, "02", yes]
            words: {draft: {zh: 草稿, en: Draft}, sent: {zh: 已提交, en: Sent}}
            days: {value: 5, unit: {zh: 个工作日, en: working days}, basis: 第二十条, status: 未核, jurisdiction: "510400", valid-from: 2024-05-01}
            part:
              name: 总
              parts:
                - name: 分
                  parts: [{name: 细}]
            """);
        Assert.Equal(SampleMode.InAdvance, sample.Mode);
        Assert.True(sample.Blind && sample.Paid);
        Assert.Equal(3, sample.Rounds);
        Assert.Equal(5_000_000_000, sample.Count);
        Assert.Equal(12.5m, sample.Weight);
        Assert.Equal(80_000_000, sample.CapFen);
        Assert.Equal(0, sample.FloorFen);
        Assert.Equal([10_000_000, 15_000_000_000, 30_000], sample.StepsFen);
        Assert.Equal(new DateOnly(2026, 1, 1), sample.ValidFrom);
        Assert.Equal(["甲", "乙"], sample.Tags);
        Assert.Equal(["001", "02", "yes"], sample.Codes);
        Assert.Equal(new Text("已提交", "Sent"), sample.Words["sent"]);
        Assert.Equal(["draft", "sent"], sample.Words.Keys);
        Assert.Equal(RuleStatus.Unverified, sample.Days!.Status);
        Assert.Equal(5, sample.Days.Whole);
        Assert.Equal(new Text("5 个工作日", "5 working days"), sample.Days.Shown);
        Assert.Equal("510400", sample.Days.Jurisdiction);
        Assert.Equal("细", sample.Part!.Parts[0].Parts[0].Name);
    }

    [Fact]
    public void What_is_left_out_keeps_its_default()
    {
        var sample = Read("floor-fen:\n");
        Assert.Equal(SampleMode.Afterwards, sample.Mode);
        Assert.Equal(1, sample.Rounds);
        Assert.Empty(sample.Tags);
        Assert.Null(sample.Days);
        Assert.Null(sample.FloorFen);
    }

    [Theory]
    [InlineData("roundz: 3", "3:1", "不认识的键“roundz”；是否想写 rounds？")]
    [InlineData("paid: true", "3:1", "不认识的键“paid”；可以有 key、")]
    [InlineData("rounds: drei", "3:9", "“drei”不是整数")]
    [InlineData("rounds: 3.5", "3:9", "不是整数")]
    [InlineData("rounds: 99999999999", "3:9", "太大")]
    [InlineData("rounds: [1]", "3:9", "这里应是整数，却是列表")]
    [InlineData("rounds:", "3:8", "“rounds”后面没有值")]
    [InlineData("blind: yes", "3:8", "不是 true 或 false")]
    [InlineData("blind: \"true\"", "3:8", "不是 true 或 false")]
    [InlineData("mode: in-advanced", "3:7", "是否想写 in-advance？")]
    [InlineData("mode: InAdvance", "3:7", "不在 in-advance、afterwards 之中")]
    [InlineData("cap-fen: 80", "3:10", "带单位的金额，如 80 万元")]
    [InlineData("cap-fen: 0.001 元", "3:10", "带单位的金额")]
    [InlineData("valid-from: 2026-02-30", "3:13", "日期，如 2026-11-30")]
    [InlineData("tags: 甲", "3:7", "这里应是列表")]
    [InlineData("tags: [甲, [乙]]", "3:11", "这里应是文字，却是列表")]
    [InlineData("words: [甲]", "3:8", "键: 值")]
    [InlineData("words: {a: 甲}", "3:12", "两种语言都要写")]
    [InlineData("words: {a: {zh: 甲}}", "3:12", "缺少“en”")]
    [InlineData("words: {a: {zh: 甲, en: \"\"}}", "3:24", "“en”不能为空")]
    [InlineData("words: {a: {zh: 甲, ne: a}}", "3:20", "不认识的键“ne”；是否想写 en？")]
    [InlineData("days: {value: 5, basis: 条, status: 源头}", "3:36", "是否想写 源？")]
    [InlineData("days: {value: 5, basis: 条}", "3:7", "缺少“status”")]
    [InlineData("days: {value: 5, basis: \"\", status: 源}", "3:25", "“basis”不能为空")]
    [InlineData("days: {value: 5, basis: max(a, b), status: 源}", "3:32", "含逗号的文字要加引号")]
    [InlineData("key: again", "3:1", "键“key”重复，第 1 行已有")]
    [InlineData("part: {name: a, parts: [{name: b, parts: [{nam: c}]}]}", "3:44", "是否想写 name？", 2)]
    [InlineData("tags: &t [a]", "3:7", "不用锚点")]
    [InlineData("tags: [*t]", "3:8", "不用别名", 2)]
    [InlineData("rounds: !!str 3", "3:9", "不用标签")]
    [InlineData("tags: [a", "4:1", "YAML 写法有误")]
    [InlineData("\ttags: a", "3:1", "制表符")]
    [InlineData("? [a]\n: b", "3:3", "键应是一个词")]
    [InlineData("---\nkey: b", "3:1", "只能有一份定义")]
    public void A_mistake_is_shown_at_its_place_with_a_way_out(string yaml, string place, string says, int count = 1)
    {
        var errors = Errors(yaml);
        Assert.Equal(count, errors.Count);
        var error = errors.First(e => e.Message.Zh.Contains(says, StringComparison.Ordinal));
        Assert.Equal($"sample.yaml:{place}", error.At.ToString());
        Assert.NotEqual("", error.Message.En);
    }

    [Fact]
    public void All_mistakes_of_a_file_are_shown_in_one_run_in_order()
    {
        var errors = Errors("rounds: x\nmod: y\ndays: {value: z}\nlabel: {zh: 甲, en: a}\n");
        Assert.Equal(["3:9", "4:1", "5:7", "5:7", "5:15", "6:1"], errors.Select(e => $"{e.At.Line}:{e.At.Column}"));
        Assert.StartsWith("sample.yaml:3:9: “x”不是整数 / “x” is not a whole number", errors[0].ToString());
    }

    [Fact]
    public void Missing_keys_are_named_at_the_record_that_lacks_them()
    {
        Assert.Contains(Errors("rounds: 1", head: false), e => e.ToString().StartsWith("sample.yaml:1:1: 缺少“label”（两种语言", StringComparison.Ordinal));
        Assert.Contains("空的", Assert.Single(Errors("", head: false)).Message.Zh);
        Assert.Contains("空的", Assert.Single(Errors("# nothing\n", head: false)).Message.Zh);
        Assert.Contains("键: 值", Assert.Single(Errors("- a", head: false)).Message.Zh);
    }

    [Fact]
    public void Deep_and_large_files_are_refused()
    {
        Assert.NotEmpty(Errors("part: " + string.Concat(Enumerable.Repeat("{parts: [", 60))));
        Assert.Contains("太大", Assert.Single(Errors(new string('#', 1_100_000), head: false)).Message.Zh);
    }

    [Fact]
    public void A_tolerant_reader_passes_over_keys_of_another_time() =>
        Assert.Equal(2, DefinitionReader.Read<Sample>(Head + "old-key: {a: 1}\nrounds: 2", "sample.yaml", tolerant: true).Required().Rounds);

    [Fact]
    public void Errors_are_thrown_together()
    {
        var thrown = Assert.Throws<InvalidDefinitionException>(() => Read("rounds: x\nmod: y"));
        Assert.Equal(2, thrown.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("a: 1\nb: 2\n", "\uFEFFa: 1\r\nb: 2", true)]
    [InlineData("a: 1\n", "a: 1  \n\n\n", true)]
    [InlineData("a: 1\n", "a: 2\n", false)]
    [InlineData("a: 1\n", " a: 1\n", false)]
    public void The_version_of_a_text_is_that_of_its_content(string one, string two, bool same) =>
        Assert.Equal(same, ContentHash.Of(one) == ContentHash.Of(two));

    [Fact]
    public void The_version_is_the_sha_256_of_the_normalised_text() =>
        Assert.Equal("37b128c59f1f5097f73f82691cb519f1f568667faab5ced1b4ab979d36837eae", ContentHash.Of("a: 1"));
}
