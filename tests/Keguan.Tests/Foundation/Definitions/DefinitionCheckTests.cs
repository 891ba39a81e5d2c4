using System.Text.Json.Nodes;
using Keguan.Foundation.Definitions;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Definitions;

/// <summary>What `keguan definitions check` finds, without any database.</summary>
public sealed class DefinitionCheckTests : IDisposable
{
    const string Good = "key: plan\nlabel: {zh: 计划, en: Plan}\n";

    readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    static ServiceProvider House()
    {
        IConfiguration configuration = new ConfigurationBuilder().Build();
        return new ServiceCollection().AddSingleton(configuration).AddKeguan(configuration).BuildServiceProvider();
    }

    [Fact]
    public void Definitions_are_listed_by_name()
    {
        _folder.Write("samples/plan.yaml", Good);
        _folder.Write("samples/award.yaml", Good.Replace("plan", "award"));
        _folder.Write("samples/notes.txt", "not read");
        var store = _folder.Store();
        Assert.Empty(store.CheckAll());
        Assert.Equal(["award", "plan"], store.All<Sample>().Select(definition => definition.Name));
        Assert.Equal(2, store.Count()["samples"]);
        Assert.Null(store.Find<Sample>("other"));
        Assert.Same(store.Get<Sample>("plan").Value, store.Get<Sample>("plan").Value);
    }

    [Fact]
    public void An_empty_house_has_no_definitions() => Assert.Empty(_folder.Store().All<Sample>());

    [Fact]
    public void All_errors_of_all_files_are_reported()
    {
        _folder.Write("samples/a.yaml", Good);
        _folder.Write("samples/b.yaml", "key: b\n");
        _folder.Write("samples/c.yml", Good);
        _folder.Write("samples/d.yaml", Good.Replace("plan", "d") + "tags: [x, y, x]\npart: {name: p, uses: bb}\nchecks:\n  - {key: k, holds: staff, when: grant}\n");
        Assert.Equal(
        [
            "definitions/samples/c.yml:1:1 扩展名应是 .yaml，这个文件未被读取",
            "definitions/samples/b.yaml:1:1 缺少“label”（两种语言 {zh: …, en: …}）",
            "definitions/samples/a.yaml:1:6 key 应与文件名相同：a",
            "definitions/samples/d.yaml:3:14 “x”重复",
            "definitions/samples/d.yaml:4:23 没有定义“bb”；是否想写 b？",
            "definitions/samples/d.yaml:6:21 结果应是是否，却是数",
            "definitions/samples/d.yaml:6:34 结果应是是否，却是金额",
        ], _folder.Store().CheckAll().Select(error => $"{error.At} {error.Message.Zh}"));
        Assert.Throws<InvalidDefinitionException>(() => _folder.Store().All<Sample>());
    }

    [Fact]
    public void The_definitions_of_the_house_are_right()
    {
        using var provider = House();
        Assert.Empty(provider.GetRequiredService<DefinitionStore>().CheckAll());
    }

    [Fact]
    public void The_schema_of_every_kind_is_published()
    {
        using var provider = House();
        var comments = Path.ChangeExtension(typeof(DefinitionStore).Assembly.Location, ".xml");
        foreach (var kind in provider.GetServices<DefinitionKind>())
        {
            var schema = DefinitionSchema.Of(kind.Type, kind.Folder, comments);
            Repository.WriteDocument($"docs/specs/{kind.Folder}.schema.json", schema);
            Assert.False((bool)JsonNode.Parse(schema)!["additionalProperties"]!);
        }
    }
}
