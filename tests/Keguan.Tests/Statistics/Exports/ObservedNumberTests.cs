using Keguan.Statistics.Exports;

namespace Keguan.Tests.Statistics.Exports;

public sealed class ObservedNumberTests
{
    [Theory]
    [InlineData("67.3", 67.3, Hedge.None)]
    [InlineData("1,748", 1748, Hedge.None)]
    [InlineData("３０００余", 3000, Hedge.Over)]
    [InlineData("1000余份", 1000, Hedge.Over)]
    [InlineData("6000多", 6000, Hedge.Over)]
    [InlineData("近50", 50, Hedge.Nearly)]
    [InlineData("近 400", 400, Hedge.Nearly)]
    [InlineData("200家左右", 200, Hedge.About)]
    [InlineData("2个以上", 2, Hedge.OrMore)]
    [InlineData("9000 万元以上", 9000, Hedge.OrMore)]
    [InlineData("至少1", 1, Hedge.OrMore)]
    [InlineData("-3.5", -3.5, Hedge.None)]
    public void A_number_keeps_its_hedge_beside_it(string text, double value, Hedge hedge)
    {
        Assert.True(ObservedNumber.TryRead(text, out var read, out var said, out var error), error.Zh);
        Assert.Equal(((decimal)value, hedge), (read, said));
    }

    [Theory]
    [InlineData("", "请填写")]
    [InlineData("许多", "不是数")]
    [InlineData("近40多", "相反")]
    [InlineData("1.2345678", "6 位小数")]
    [InlineData("1,7,48", "不是数")]
    public void What_can_not_be_read_says_why(string text, string reason)
    {
        Assert.False(ObservedNumber.TryRead(text, out _, out _, out var error));
        Assert.Contains(reason, error.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hedge_is_a_bound()
    {
        Assert.True(Hedge.Over.Holds(20, 27));
        Assert.False(Hedge.Over.Holds(20, 19));
        Assert.True(Hedge.Nearly.Holds(50, 48));
        Assert.False(Hedge.Nearly.Holds(50, 52));
        Assert.True(Hedge.About.Holds(200, 210));
        Assert.True(Hedge.None.Holds(3, 3));
    }
}
