using Keguan.Foundation.Accounts;

namespace Keguan.Tests.Foundation.Accounts;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("Changle-2026", null)]
    [InlineData("云江科技2026新春快乐", null)]
    [InlineData("Kurz-2026", "至少 10 位")]
    [InlineData("nur-buchstaben", "同时有字母和数字")]
    [InlineData("1234567890", "同时有字母和数字")]
    [InlineData("aaaaaaaa11", "不同的字符太少")]
    [InlineData("Linzhixia-1", "不得含账号名")]
    [InlineData("ABC123456789", "太常见")]
    [InlineData("1qaz2wsx3edc", "太常见")]
    public void What_can_be_guessed_is_refused_with_the_reason(string password, string? reason)
    {
        var refused = Passwords.Refused(password, "linzhixia@hantuo.example");
        if (reason is null) Assert.Null(refused);
        else Assert.Contains(reason, refused!.Value.Zh);
    }

    [Fact]
    public void Longer_than_a_hundred_and_twenty_eight_is_refused() => Assert.NotNull(Passwords.Refused(string.Concat(Enumerable.Repeat("Changle-2026", 11))));

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge 126，Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.95 Safari/537.36 QIHU 360SE", "360 浏览器，Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49", "微信 8，iPhone")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox 127，Linux")]
    [InlineData("curl/8.1", "curl/8.1")]
    [InlineData("", "未知浏览器")]
    public void A_browser_is_called_by_its_name(string agent, string name) => Assert.Equal(name, BrowserName.Of(agent).Zh);

    [Theory]
    [InlineData("10.1.2.3", "address:10.1.2.3")]
    [InlineData("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64")]
    [InlineData("", "address:")]
    public void A_whole_64_network_counts_as_one_address(string address, string key) => Assert.Equal(key, FailureCounter.AddressKey(address));
}
