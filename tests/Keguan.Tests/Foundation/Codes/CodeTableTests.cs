using System.Diagnostics;
using Keguan.Foundation.Codes;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Codes;

public class CodeTableTests
{
    static readonly CodeTables Tables = CodeTables.Default;

    [Fact]
    public void The_tables_are_the_files_of_the_folder()
    {
        Assert.Equal(["areas", "disciplines", "industries"], Tables.Names);
        Assert.Null(Tables.Find("areas.yunjiang"));
        Assert.Null(Tables.Find("../codes/areas"));
        Assert.Throws<KeyNotFoundException>(() => Tables["nothing"]);
        Assert.Same(Tables.Areas, Tables["areas"]);
    }

    [Theory]
    [InlineData("areas", "1:35 2:343 3:2981")]
    [InlineData("industries", "1:20 2:97 3:473 4:1381")]
    [InlineData("disciplines", "0:5 1:62 2:740 3:2748")]
    public void Every_entry_stands_on_its_level(string table, string expected) =>
        Assert.Equal(expected, string.Join(' ', Tables[table].Items.CountBy(item => item.Level).OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}:{pair.Value}")));

    [Fact]
    public void Codes_are_unique_names_are_clean_and_only_the_top_has_no_parent()
    {
        foreach (var table in Tables.Names.Select(name => Tables[name]))
        {
            Assert.Equal(table.Items.Count, table.Items.Select(item => item.Code).Distinct().Count());
            Assert.All(table.Items, item => Assert.Equal(item.Name.Zh, item.Name.Zh.Trim()));
            Assert.All(table.Items, item => Assert.DoesNotContain(' ', item.Name.Zh));
            Assert.All(table.Roots, item => Assert.Equal(table.Levels.Keys.First(), item.Level));
            Assert.NotEmpty(table.Standard);
        }
    }

    [Fact]
    public void An_industry_knows_its_line()
    {
        Assert.Equal("制造业 > 化学原料和化学制品制造业 > 涂料、油墨、颜料及类似产品制造 > 涂料制造", Tables.Industries.Path("2641").Zh);
        Assert.Equal("C2641 涂料制造", Tables.Industries.Label("2641").Zh);
        Assert.Equal("C", Tables.Industries.AtLevel("2641", 1)!.Code);
        Assert.True(Tables.Industries.IsWithin("2641", "C"));
        Assert.True(Tables.Industries.IsWithin("2641", "2641"));
        Assert.False(Tables.Industries.IsWithin("2641", "27"));
    }

    [Fact]
    public void A_discipline_knows_its_line()
    {
        Assert.Equal("工程与技术科学 > 材料科学 > 材料表面与界面", Tables.Disciplines.Path("43015").Zh);
        Assert.Equal("430 材料科学", Tables.Disciplines.Label("430").Zh);
        Assert.Equal("430 Materials science", Tables.Disciplines.Label("430").En);
        Assert.Equal("发展心理学", Tables.Disciplines.Get("1903510").Parent!.Name.Zh);
        Assert.Equal("儿科学", Tables.Disciplines.NameOf("32034").Zh);
        Assert.Equal(["310", "320", "330", "340", "350", "360"], Tables.Disciplines.Children("C").Select(item => item.Code));
    }

    [Fact]
    public void An_area_knows_its_line_also_where_a_level_is_missing()
    {
        Assert.Equal("浙江省 > 杭州市 > 西湖区", Tables.Areas.Path("330106").Zh);
        Assert.Equal("湖北省 > 省直辖县级行政区划 > 仙桃市", Tables.Areas.Path("429004").Zh);
        Assert.Equal("广东省 > 东莞市", Tables.Areas.Path("441900").Zh);
        Assert.True(Tables.Areas.Get("441900").IsLeaf);
        Assert.Equal(2, Tables.Areas.Get("110100").Level);
    }

    [Fact]
    public void The_demonstration_city_has_six_counties_under_codes_that_no_real_place_bears()
    {
        Assert.Equal(["云岭区", "临江区", "青溪县", "白塔县", "石梁县", "金渡市"], Tables.Areas.Children("990100").Select(item => item.Name.Zh));
        Assert.Equal("示范省 > 云江市 > 金渡市", Tables.Areas.Path("990181").Zh);
        Assert.DoesNotContain(File.ReadLines(Repository.At("definitions", "codes", "areas.tsv")), line => line.StartsWith("99", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("industries", "2641", "2641")]
    [InlineData("industries", "C2641", "2641")]
    [InlineData("industries", "c264", "264 2641 2642 2643 2644 2645 2646")]
    [InlineData("industries", "２６４１", "2641")]
    [InlineData("industries", "涂料制造", "2641")]
    [InlineData("disciplines", "材料科学", "430 43010")]
    [InlineData("areas", "金渡", "990181")]
    [InlineData("areas", "云江 县", "990121 990122 990123")]
    [InlineData("areas", "没有的地方", "")]
    public void Search_finds_codes_by_their_beginning_and_names_by_their_words(string table, string query, string expected)
    {
        var found = Tables[table].Search(query).Select(item => item.Code).ToList();
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found.Take(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length));
        if (expected.Length == 0) Assert.Empty(found);
    }

    [Fact]
    public void The_best_comes_first()
    {
        var found = Tables.Industries.Search("涂料");
        Assert.Equal("涂料制造", found[0].Name.Zh);
        Assert.All(found, item => Assert.Contains("涂料", item.Path.Zh));
        Assert.Equal("2641", Tables.Industries.Search("制造业 涂料", level: 4)[0].Code);
    }

    [Fact]
    public void Search_keeps_to_a_level_and_below_a_code()
    {
        Assert.All(Tables.Disciplines.Search("工程", level: 1), item => Assert.Equal(1, item.Level));
        Assert.Equal(6, Tables.Areas.Search("", level: 3, under: "990100").Count);
        Assert.All(Tables.Industries.Search("制造", under: "27", take: 100), item => Assert.StartsWith("27", item.Code));
        Assert.Empty(Tables.Industries.Search("制造", under: "no such"));
    }

    [Fact]
    public void Without_words_it_offers_the_next_level()
    {
        Assert.Equal(20, Tables.Industries.Search(null, take: 100).Count);
        Assert.Equal(["261", "262", "263"], Tables.Industries.Search(" ", take: 3, under: "26").Select(item => item.Code));
    }

    [Fact]
    public void An_unknown_code_is_shown_as_it_is_and_asking_for_it_names_it()
    {
        Assert.Equal("9999", Tables.Industries.Path("9999").Zh);
        Assert.Contains("9999", Assert.Throws<KeyNotFoundException>(() => Tables.Industries.Get("9999")).Message);
        Assert.Null(Tables.Industries.Find(null));
        Assert.Empty(Tables.Industries.Children("9999"));
    }

    [Fact]
    public void A_thousand_searches_take_well_under_the_patience_of_one_typist()
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++) Tables.Disciplines.Search("技术 科学");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }

    [Fact]
    public void A_bureau_adds_its_development_zones_in_a_file_of_its_own_and_slips_are_named_with_their_line()
    {
        var folder = Directory.CreateTempSubdirectory("keguan-codes");
        try
        {
            File.Copy(Repository.At("definitions", "codes", "areas.tsv"), Path.Combine(folder.FullName, "areas.tsv"));
            var zone = Path.Combine(folder.FullName, "areas.zone.tsv");
            File.WriteAllText(zone, "330190\t示范开发区\tDemonstration Zone\r\n");
            var table = new CodeTables(folder.FullName).Areas;
            Assert.Equal("浙江省 > 杭州市 > 示范开发区", table.Path("330190").Zh);
            Assert.NotEqual(Tables.Areas.Version, table.Version);

            File.WriteAllText(zone, "330191\t甲\n330106\t西湖区\n");
            Assert.StartsWith("areas.zone.tsv:2: the code 330106", Assert.Throws<FormatException>(() => new CodeTables(folder.FullName).Areas).Message);
            File.WriteAllText(zone, "330191 甲\n");
            Assert.StartsWith("areas.zone.tsv:1:", Assert.Throws<FormatException>(() => new CodeTables(folder.FullName).Areas).Message);
        }
        finally { folder.Delete(recursive: true); }
    }
}
