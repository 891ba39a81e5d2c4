using System.Text.Json.Nodes;
using Keguan.Foundation.Definitions;

namespace Keguan.Tests.Foundation.Definitions;

public sealed class DefinitionSchemaTests
{
    static readonly JsonNode Schema = JsonNode.Parse(DefinitionSchema.Of(typeof(Sample), "samples"))!;

    static string At(string path) => path.Split('/').Aggregate(Schema, (node, part) => node[part]!).ToJsonString();

    [Theory]
    [InlineData("additionalProperties", "false")]
    [InlineData("required", """["key","label"]""")]
    [InlineData("properties/blind/type", "\"boolean\"")]
    [InlineData("properties/rounds/type", "\"integer\"")]
    [InlineData("properties/weight/type", "\"number\"")]
    [InlineData("properties/mode/enum", """["in-advance","afterwards"]""")]
    [InlineData("properties/mode/description", "\"how it is paid\"")]
    [InlineData("properties/tags/items/type", "\"string\"")]
    [InlineData("properties/label/$ref", "\"#/$defs/text\"")]
    [InlineData("properties/words/additionalProperties/$ref", "\"#/$defs/text\"")]
    [InlineData("properties/days/$ref", "\"#/$defs/rule-value\"")]
    [InlineData("$defs/rule-value/required", """["value","basis","status"]""")]
    [InlineData("$defs/sample-part/properties/parts/items/$ref", "\"#/$defs/sample-part\"")]
    [InlineData("$defs/text/required", """["zh","en"]""")]
    public void The_schema_says_what_the_reader_accepts(string path, string expected) => Assert.Equal(expected, At(path));

    [Fact]
    public void The_words_for_a_status_are_those_of_the_rules() =>
        Assert.Equal(["源", "二手", "未核", "算", "本地规定"], Schema["$defs"]!["rule-value"]!["properties"]!["status"]!["enum"]!.AsArray().Select(word => word!.GetValue<string>()));

    [Fact]
    public void Computed_properties_are_no_keys() => Assert.Null(Schema["properties"]!["paid"]);

    [Fact]
    public void An_amount_of_money_is_written_with_its_unit() =>
        Assert.Matches(Schema["properties"]!["cap-fen"]!["pattern"]!.GetValue<string>(), "1.5 亿元");
}
