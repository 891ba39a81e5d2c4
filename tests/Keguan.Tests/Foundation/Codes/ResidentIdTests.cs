using Keguan.Foundation.Codes;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Codes;

public class ResidentIdTests
{
    static readonly DateOnly Today = new(2026, 11, 18);

    /// <summary>The worked examples of GB 11643-1999, and made numbers of the fictional area.</summary>
    [Theory]
    [InlineData("11010519491231002X")]
    [InlineData("440524188001010014")]
    [InlineData("11010519491231002x")]
    [InlineData("１１０１０５１９４９１２３１００２Ｘ")]
    [InlineData("110105 19491231 002X")]
    public void A_right_number_passes(string id) => Assert.Null(ResidentId.Check(id, Today));

    [Theory]
    [InlineData("", "请填写身份证号")]
    [InlineData("110105491231002", "15 位的第一代身份证号自 2013 年起停用，请填 18 位")]
    [InlineData("1101051949123100", "应为 18 位，现有 16 位")]
    [InlineData("1101051949123100222", "应为 18 位，现有 19 位")]
    [InlineData("11010519491231O02X", "第 15 位“O”不对：应为数字")]
    [InlineData("11010519491231002Y", "末位“Y”不对：应为数字或 X")]
    [InlineData("000105194912310024", "前两位“00”不是省级区划代码")]
    [InlineData("110105194902290029", "出生日期 1949-02-29 不存在")]
    [InlineData("110105209901010020", "出生日期 2099-01-01 晚于今天")]
    [InlineData("110105194912310021", "校验位应为 X，现为 1：请逐位核对")]
    public void A_wrong_number_is_refused_with_the_precise_reason(string typed, string reason)
    {
        var text = ResidentId.Check(typed, Today);
        Assert.Equal(reason, text?.Zh);
        Assert.NotEmpty(text!.Value.En);
    }

    [Fact]
    public void Every_row_of_the_test_vectors_comes_out_right()
    {
        var file = Repository.Shared("rules", "vectors", "resident_id.csv");
        if (file is null) Assert.Skip("The folder of test vectors (../shared/rules/vectors) is not here.");
        var rows = File.ReadLines(file).Skip(1).Select(line => line.Split(',', 3)).ToList();
        Assert.True(rows.Count >= 60);
        foreach (var row in rows)
        {
            var valid = row[1] == "valid" || row[2].Contains("normalise to X first");
            var reason = ResidentId.Check(row[0], Today);
            Assert.True(valid == reason is null, $"{row[0]}: {reason?.Zh}");
            if (!valid) continue;
            if (row[2].Contains("sex female")) Assert.True(ResidentId.IsFemale(ResidentId.Normalise(row[0])));
            if (row[2].Contains("sex male")) Assert.False(ResidentId.IsFemale(row[0]));
        }
    }

    [Fact]
    public void It_tells_the_date_of_birth_and_the_sex()
    {
        Assert.Equal(new DateOnly(1949, 12, 31), ResidentId.BirthDate("11010519491231002X"));
        Assert.True(ResidentId.IsFemale("11010519491231002X"));
        Assert.Null(ResidentId.BirthDate("110105194902290029"));
    }

    [Fact]
    public void Somebody_born_today_is_accepted_and_tomorrow_not()
    {
        Assert.Null(ResidentId.Check(ResidentId.Make("990102", Today, 1), Today));
        Assert.NotNull(ResidentId.Check(ResidentId.Make("990102", Today.AddDays(1), 1), Today));
    }

    [Fact]
    public void Made_numbers_are_right()
    {
        for (var i = 0; i < 1000; i++)
            Assert.Null(ResidentId.Check(ResidentId.Make("990181", new DateOnly(1960, 1, 1).AddDays(i * 13), i), Today));
    }

    [Theory]
    [InlineData("11010519491231002X", "110*************2X")]
    [InlineData("123", "***")]
    [InlineData(null, "")]
    public void Its_mask_hides_birth_and_sequence(string? id, string shown) => Assert.Equal(shown, Masking.ResidentId(id));

    [Theory]
    [InlineData("13800010412", "138****0412")]
    [InlineData("+86 13800010412", "+86 138****0412")]
    [InlineData("0571-88886666", "0571-****6666")]
    [InlineData("88886666", "****6666")]
    [InlineData("110", "***")]
    public void A_telephone_number_keeps_its_ends(string phone, string shown) => Assert.Equal(shown, Masking.Phone(phone));

    [Theory]
    [InlineData("lin.zhixia@example.cn", "l***@example.cn")]
    [InlineData("a@b.cn", "a***@b.cn")]
    [InlineData("kein", "****")]
    public void A_mail_address_keeps_its_domain(string email, string shown) => Assert.Equal(shown, Masking.Email(email));

    [Theory]
    [InlineData("陈若谷", "陈*谷")]
    [InlineData("林夏", "林*")]
    [InlineData("欧阳修远", "欧**远")]
    [InlineData("阿卜杜拉·买买提", "阿***提")]
    [InlineData("", "")]
    public void A_name_keeps_its_ends(string name, string shown) => Assert.Equal(shown, Masking.Name(name));
}
