using FsCheck;
using FsCheck.Fluent;
using Keguan.Foundation;

namespace Keguan.Tests.Foundation;

public class MoneyTests
{
    [Theory]
    [InlineData(36_341_000_00L, "3,634.1")]
    [InlineData(13_700_000_00L, "1,370.0")]
    [InlineData(0L, "0.0")]
    [InlineData(1L, "0.000001")]
    [InlineData(-150_000_00L, "−15.0")]
    [InlineData(1_234_567_89L, "123.456789")]
    public void An_amount_in_wan_has_as_many_decimals_as_it_needs_and_at_least_one(long fen, string shown) => Assert.Equal(shown, Money.Wan(fen));

    [Theory]
    [InlineData(1_549_999L, 1, "1.5")]
    [InlineData(1_550_000L, 1, "1.6")]
    [InlineData(-1_550_000L, 1, "−1.6")]
    [InlineData(45_280_000_00L, 0, "4,528")]
    [InlineData(45_280_000_00L, 2, "4,528.00")]
    public void With_a_number_of_decimals_it_is_rounded_half_away_from_zero(long fen, int decimals, string shown) => Assert.Equal(shown, Money.Wan(fen, decimals));

    [Fact]
    public void Every_amount_that_a_long_holds_can_be_shown()
    {
        Assert.Equal("9,223,372,036,854.775807", Money.Wan(long.MaxValue));
        Assert.Equal("−9,223,372,036,854.775808", Money.Wan(long.MinValue));
    }

    [Fact]
    public void Yuan_has_two_decimals_and_words_carry_the_unit()
    {
        Assert.Equal("36,341,000.00", Money.Yuan(36_341_000_00));
        Assert.Equal("−0.05", Money.Yuan(-5));
        Assert.Equal(new Text("3,634.1\u00a0万元", "¥36,341,000"), Money.Words(36_341_000_00));
        Assert.Equal("−¥0.05", Money.Words(-5).En);
    }

    [Fact]
    public void A_column_takes_the_decimals_of_its_finest_amount()
    {
        Assert.Equal(1, Money.DecimalsFor([]));
        Assert.Equal(1, Money.DecimalsFor([15_000_000, 38_800_000]));
        Assert.Equal(3, Money.DecimalsFor([15_000_000, 1_001_000]));
    }

    [Theory]
    [InlineData("15.6", 15_600_000L)]
    [InlineData("１５．６", 15_600_000L)]
    [InlineData("15。6", 15_600_000L)]
    [InlineData(" 1,370.0 ", 1_370_000_000L)]
    [InlineData("1，370", 1_370_000_000L)]
    [InlineData("3 634.1", 3_634_100_000L)]
    [InlineData("80万", 80_000_000L)]
    [InlineData("80 万元", 80_000_000L)]
    [InlineData("800,000元", 80_000_000L)]
    [InlineData("0.01元", 1L)]
    [InlineData("0.000001", 1L)]
    [InlineData("0.1000000000", 100_000L)]
    [InlineData(".5", 500_000L)]
    [InlineData("5.", 5_000_000L)]
    [InlineData("1000000000", Money.MostFen)]
    public void What_people_type_is_understood(string typed, long fen)
    {
        Assert.True(Money.TryParseWan(typed, out var read, out var error), error.Zh);
        Assert.Equal(fen, read);
        Assert.True(error.IsEmpty);
    }

    [Theory]
    [InlineData("", "请填写金额")]
    [InlineData(null, "请填写金额")]
    [InlineData("约十五", "“约十五”不是金额，请填数字，单位万元，例如 15.6")]
    [InlineData("1.2.3", "“1.2.3”不是金额，请填数字，单位万元，例如 15.6")]
    [InlineData("万元", "“万元”不是金额，请填数字，单位万元，例如 15.6")]
    [InlineData("1e3", "“1e3”不是金额，请填数字，单位万元，例如 15.6")]
    [InlineData("٣", "“٣”不是金额，请填数字，单位万元，例如 15.6")]
    [InlineData("3,5", "逗号只用作千分位，例如 1,370.5；小数请用点")]
    [InlineData("1,37,000", "逗号只用作千分位，例如 1,370.5；小数请用点")]
    [InlineData("0.0000001", "最多精确到分，即 6 位小数")]
    [InlineData("0.001元", "最多精确到分，即 2 位小数")]
    [InlineData("-5", "金额不能为负")]
    [InlineData("−5", "金额不能为负")]
    [InlineData("1000000000.000001", "金额过大，请核对单位")]
    [InlineData("99999999999999999999999999", "金额过大，请核对单位")]
    public void What_is_no_amount_is_refused_with_the_reason(string? typed, string reason)
    {
        Assert.False(Money.TryParseWan(typed, out var fen, out var error));
        Assert.Equal(reason, error.Zh);
        Assert.Equal(0, fen);
        Assert.NotEmpty(error.En);
    }

    [Fact]
    public void Nothing_negative_slips_in_as_minus_zero()
    {
        Assert.True(Money.TryParseWan("-0.0", out var fen, out _));
        Assert.Equal(0, fen);
    }

    [Fact]
    public void What_is_shown_is_read_back() => Check.QuickThrowOnFailure(Prop.ForAll<long>(Amounts, fen =>
        Money.TryParseWan(Money.Wan(fen), out var wan, out _, allowNegative: true) && wan == fen
        && Money.TryParseYuan(Money.Yuan(fen), out var yuan, out _, allowNegative: true) && yuan == fen
        && Money.TryFromWan(Money.InWan(fen), out var exact) && exact == fen));

    [Fact]
    public void Any_typed_text_gives_an_amount_or_a_reason_and_never_throws() => Check.QuickThrowOnFailure(Prop.ForAll<string>(ArbMap.Default.ArbFor<string>(), typed =>
        Money.TryParseWan(typed, out var fen, out var error) ? fen is >= 0 and <= Money.MostFen && error.IsEmpty : fen == 0 && !error.IsEmpty));

    [Fact]
    public void A_value_from_a_definition_is_exact_or_refused()
    {
        Assert.True(Money.TryFromWan(80m, out var fen));
        Assert.Equal(80_000_000, fen);
        Assert.False(Money.TryFromWan(0.0000001m, out _));
        Assert.False(Money.TryFromWan(decimal.MaxValue, out _));
    }

    static Arbitrary<long> Amounts => Gen.Choose(0, int.MaxValue).Select(a => (long)a).Zip(Gen.Choose(-465_000, 465_000).Select(b => (long)b)).Select(pair => pair.Item1 + pair.Item2 * int.MaxValue).ToArbitrary();
}
