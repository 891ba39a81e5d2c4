using FsCheck;
using FsCheck.Fluent;
using Keguan.Foundation.Expressions;

namespace Keguan.Tests.Foundation.Expressions;

public sealed class BandTableTests
{
    static Band<string> Of(string name, decimal? low, decimal? high, bool lowIn = true, bool highIn = false) => new(name)
    {
        Low = low is { } from ? Value.Of(from) : null,
        LowIncluded = lowIn,
        High = high is { } to ? Value.Of(to) : null,
        HighIncluded = highIn,
    };

    static readonly BandTable<string> Table = new([Of("A", 0.35m, null), Of("B", 0.25m, 0.35m), Of("C", 0, 0.25m, lowIn: false), Of("D", null, 0, highIn: true)]);

    [Theory]
    [InlineData("0.35", "A")]
    [InlineData("0.3499999999", "B")]
    [InlineData("0.25", "B")]
    [InlineData("0.0000001", "C")]
    [InlineData("0", "D")]
    [InlineData("-3", "D")]
    public void A_value_falls_into_its_band(string value, string band) =>
        Assert.Equal(band, Table.Find(Value.Of(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)))!.Content);

    [Fact]
    public void Every_number_falls_into_exactly_one_band_of_a_table_without_gap_and_overlap()
    {
        Assert.Null(Table.Overlap());
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), n => Table.Bands.Count(band => new BandTable<string>([band]).Find(Value.Of(n / 10_000m)) is not null) == 1).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Bands_that_share_a_value_are_found()
    {
        Assert.Equal((0, 1), new BandTable<string>([Of("A", 0, 5, highIn: true), Of("B", 5, null)]).Overlap());
        Assert.Null(new BandTable<string>([Of("A", 0, 5), Of("B", 5, null)]).Overlap());
        Assert.Equal((0, 2), new BandTable<string>([new Band<string>("A") { Word = "x" }, new Band<string>("B") { Word = "y" }, new Band<string>("C") { Word = "x" }]).Overlap());
    }

    [Fact]
    public void Missing_and_what_falls_between_the_bands_give_nothing()
    {
        Assert.Null(Table.Find(Value.Missing));
        Assert.Null(new BandTable<string>([Of("A", 1, 2)]).Find(Value.Of(3)));
    }
}
