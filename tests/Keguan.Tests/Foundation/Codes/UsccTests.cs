using FsCheck;
using FsCheck.Fluent;
using Keguan.Foundation.Codes;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Codes;

public class UsccTests
{
    /// <summary>The worked example of GB 32100-2015, public bodies' own codes, and one made code for each check character.</summary>
    [Theory]
    [InlineData("91350100M000100Y43")]
    [InlineData("91110000802100433B")]
    [InlineData("112302070019030687")]
    [InlineData("51610700305332460K")]
    [InlineData("1134082855783407XL")]
    [InlineData("91341000MA2N0ABGXX")]
    [InlineData("52610113MAUR0Y9M60")]
    [InlineData("93330106MA332NX92R")]
    [InlineData("53110101MADDQTM116")]
    public void A_right_code_passes(string code) => Assert.Null(Uscc.Check(code));

    [Theory]
    [InlineData("91350100m000100y43")]
    [InlineData("９1350100M000100Y43")]
    [InlineData(" 9135 0100 M000 100Y 43 ")]
    [InlineData("91350100-M000100Y4-3")]
    [InlineData("９１３５０１００Ｍ０００１００Ｙ４３")]
    public void However_it_is_typed_the_same_code_is_stored(string typed)
    {
        Assert.True(Uscc.TryParse(typed, out var code, out var error));
        Assert.Equal("91350100M000100Y43", code);
        Assert.True(error.IsEmpty);
    }

    [Theory]
    [InlineData("", "请填写统一社会信用代码")]
    [InlineData("91350100M000100Y4", "应为 18 位，现有 17 位")]
    [InlineData("91350100M000100Y433", "应为 18 位，现有 19 位")]
    [InlineData("9135010OM000100Y43", "第 8 位“O”不对：代码不使用字母 I、O、Z、S、V，是否应为 0？")]
    [InlineData("9135010IM000100Y43", "第 8 位“I”不对：代码不使用字母 I、O、Z、S、V，是否应为 1？")]
    [InlineData("91350100S000100Y43", "第 9 位“S”不对：代码不使用字母 I、O、Z、S、V，是否应为 5？")]
    [InlineData("91350100V000100Y43", "第 9 位“V”不对：代码不使用字母 I、O、Z、S、V，是否应为 U？")]
    [InlineData("91350100M000100Y4Z", "第 18 位“Z”不对：代码不使用字母 I、O、Z、S、V，是否应为 2？")]
    [InlineData("91350100M000100云43", "第 16 位“云”不对：只用数字和大写字母")]
    [InlineData("B1350100M000100Y43", "第 1–2 位“B1”不是登记管理部门和机构类别代码")]
    [InlineData("91A50100M000100Y43", "第 3–8 位是行政区划代码，应全为数字，现有“A”")]
    [InlineData("91350100M000100Y42", "校验位应为 3，现为 2：请核对前 8 位和末位")]
    [InlineData("91110101MAY903WY4A", "校验位应为 6，现为 A：请核对第 9–17 位，其中有误")]
    public void A_wrong_code_is_refused_with_the_precise_reason(string typed, string reason)
    {
        var text = Uscc.Check(typed);
        Assert.Equal(reason, text?.Zh);
        Assert.NotEmpty(text!.Value.En);
        Assert.False(Uscc.TryParse(typed, out _, out var error));
        Assert.Equal(text, error);
    }

    [Fact]
    public void A_code_whose_organisation_part_contradicts_itself_is_refused_though_the_last_character_is_right()
    {
        // 91350100M000100Y4? with 5 in place 17 and the check character that then fits.
        var wrong = Enumerable.Range(0, 31).Select(i => "91350100M000100Y5" + "0123456789ABCDEFGHJKLMNPQRTUWXY"[i]).Select(code => Uscc.Check(code)!.Value.Zh).ToList();
        Assert.Single(wrong, reason => reason == "第 9–17 位（组织机构代码）的校验位应为 4，现为 5");
    }

    [Fact]
    public void Every_row_of_the_test_vectors_comes_out_right()
    {
        var file = Repository.Shared("rules", "vectors", "uscc.csv");
        if (file is null) Assert.Skip("The folder of test vectors (../shared/rules/vectors) is not here.");
        var rows = File.ReadLines(file).Skip(1).Select(line => line.Split(',', 3)).ToList();
        Assert.True(rows.Count >= 60);
        foreach (var row in rows)
        {
            // Two rows leave it open whether lower case and full-width digits are refused or made right first: they are made right.
            var valid = row[1] == "valid" || row[2].Contains("normalise");
            Assert.True(valid == Uscc.IsValid(row[0]), $"{row[0]}: {Uscc.Check(row[0])?.Zh}");
        }
    }

    [Fact]
    public void Made_codes_are_right_and_all_different()
    {
        var codes = Enumerable.Range(0, 5000).Select(i => Uscc.Make('9', '1', "990181", i)).ToList();
        Assert.All(codes, code => Assert.Null(Uscc.Check(code)));
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.StartsWith("91990181MA9", code));
        Assert.Equal(codes[412], Uscc.Make('9', '1', "990181", 412));
    }

    [Fact]
    public void One_changed_character_is_always_found() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 1_000_000).Zip(Gen.Choose(0, 17)).Zip(Gen.Choose(1, 30)).ToArbitrary(), draw =>
        {
            const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
            var code = Uscc.Make('9', '1', "990102", draw.Item1.Item1).ToCharArray();
            var place = draw.Item1.Item2;
            code[place] = alphabet[(alphabet.IndexOf(code[place]) + draw.Item2) % 31];
            return Uscc.Check(new string(code)) is not null;
        }));

    [Fact]
    public void Any_text_gives_a_reason_and_never_throws() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), typed => Uscc.Check(typed) is { IsEmpty: false }));
}
