using Keguan.Review.Draws;
using Keguan.Review.Lottery;

namespace Keguan.Tests.Review.Lottery;

/// <summary>The reader of lottery instances: what it takes and what it refuses.</summary>
public sealed class LotteryInstanceTests
{
    [Fact]
    public void An_instance_is_read_with_its_defaults()
    {
        var one = LotteryInstance.Read("""{"size":2,"features":[{"name":"role","values":[{"value":"a","min":1},{"value":"b","max":1}]}],"pool":[{"id":"p1","role":"a"},{"id":"p2","role":"c","more":3}]}"""u8);
        Assert.Equal([new Quota("a", 1, 2), new Quota("b", 0, 1)], one.Features[0].Values);
        Assert.Equal("c", one.Pool[1]["role"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"size":2}""")]
    [InlineData("""{"size":0,"features":[],"pool":[{"id":"a"}]}""")]
    [InlineData("""{"size":1,"features":[],"pool":[]}""")]
    [InlineData("""{"size":1,"features":[{"name":"r","values":[]}],"pool":[{"id":"a"}]}""")]
    [InlineData("""{"size":1,"features":[],"pool":[{"id":"a"},{"id":"a"}]}""")]
    [InlineData("""{"size":1,"features":[{"name":"r","values":[{"value":"x","min":2,"max":1}]}],"pool":[{"id":"a","r":"x"}]}""")]
    [InlineData("""{"size":1.5,"features":[],"pool":[{"id":"a"}]}""")]
    public void What_is_no_instance_is_refused(string text) => Assert.Throws<FormatException>(() => LotteryInstance.Read(System.Text.Encoding.UTF8.GetBytes(text)));
}
