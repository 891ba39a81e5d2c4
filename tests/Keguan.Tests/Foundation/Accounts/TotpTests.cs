using Keguan.Foundation.Accounts.Factors;

namespace Keguan.Tests.Foundation.Accounts;

public sealed class TotpTests
{
    // RFC 6238 appendix B, SHA-1, the last six of the eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_codes_are_those_of_the_standard(long seconds, string code)
    {
        var now = DateTime.UnixEpoch.AddSeconds(seconds);
        Assert.Equal(code, Totp.CodeAt(Someone.Secret, now));
        Assert.Equal(seconds / 30, Totp.Step(Someone.Secret, code, now));
    }

    [Fact]
    public void A_clock_that_is_half_a_minute_wrong_is_forgiven_a_minute_is_not()
    {
        var now = new DateTime(2026, 3, 2, 1, 0, 10, DateTimeKind.Utc);
        Assert.NotNull(Totp.Step(Someone.Secret, Totp.CodeAt(Someone.Secret, now.AddSeconds(-30)), now));
        Assert.NotNull(Totp.Step(Someone.Secret, Totp.CodeAt(Someone.Secret, now.AddSeconds(30)), now));
        Assert.Null(Totp.Step(Someone.Secret, Totp.CodeAt(Someone.Secret, now.AddSeconds(-60)), now));
        Assert.Null(Totp.Step(Someone.Secret, Totp.CodeAt(Someone.Secret, now.AddSeconds(60)), now));
    }

    [Fact]
    public void A_step_that_was_used_is_not_taken_again_nor_an_earlier_one()
    {
        var now = new DateTime(2026, 3, 2, 1, 0, 10, DateTimeKind.Utc);
        var step = Totp.Step(Someone.Secret, Totp.CodeAt(Someone.Secret, now), now)!.Value;
        Assert.Null(Totp.Step(Someone.Secret, Totp.CodeAt(Someone.Secret, now), now, step));
        Assert.Null(Totp.Step(Someone.Secret, Totp.CodeAt(Someone.Secret, now.AddSeconds(-30)), now, step));
        Assert.Equal(step + 1, Totp.Step(Someone.Secret, Totp.CodeAt(Someone.Secret, now.AddSeconds(30)), now, step));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    public void What_is_no_code_is_refused(string typed) => Assert.Null(Totp.Step(Someone.Secret, typed, DateTime.UnixEpoch.AddSeconds(59)));

    [Fact]
    public void Spaces_and_full_width_digits_are_taken() => Assert.NotNull(Totp.Step(Someone.Secret, " ２８７ 082", DateTime.UnixEpoch.AddSeconds(59)));

    // RFC 4648 section 10, without padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_the_standard(string plain, string text)
    {
        Assert.Equal(text, Base32.Encode(System.Text.Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(plain, System.Text.Encoding.ASCII.GetString(Base32.Decode(text.ToLowerInvariant() + "==")));
    }

    [Fact]
    public void Base32_of_any_bytes_comes_back()
    {
        for (var length = 0; length < 40; length++)
        {
            var bytes = System.Security.Cryptography.RandomNumberGenerator.GetBytes(length);
            Assert.Equal(bytes, Base32.Decode(Base32.Encode(bytes)));
        }
        Assert.Throws<FormatException>(() => Base32.Decode("A1"));
    }

    [Fact]
    public void Recovery_codes_are_read_however_they_are_written()
    {
        var account = Guid.CreateVersion7();
        var code = RecoveryCode.New();
        Assert.Matches("^([a-z2-7]{4}-){3}[a-z2-7]{4}$", code);
        Assert.Equal(RecoveryCode.HashOf(account, code), RecoveryCode.HashOf(account, " " + code.ToUpperInvariant().Replace("-", " ")));
        Assert.NotEqual(RecoveryCode.HashOf(account, code), RecoveryCode.HashOf(Guid.CreateVersion7(), code));
    }
}
