using System.Text;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Codes;

/// <summary>
/// The unified social credit code 统一社会信用代码, GB 32100-2015: registry and kind of body (1–2), area (3–8), organisation code with a check character of
/// its own by GB 11714-1997 (9–17), check character (18).
/// </summary>
public static class Uscc
{
    public const int Length = 18;

    /// <summary>The standard's thirty-one characters; a character's value is its place. I, O, Z, S and V are not used.</summary>
    const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>Registries that GB 32100-2015 names: 机构编制、外交、司法行政、文化、民政、旅游、宗教、工会、市场监管、中央军委、农业、其他.</summary>
    const string Registries = "123456789ANY";

    static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    static readonly int[] OrganisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The way a code is stored: full-width characters narrow, letters large, blanks and hyphens out. It says nothing about right or wrong.</summary>
    public static string Normalise(string? typed)
    {
        var code = new StringBuilder(Length);
        foreach (var c in HalfWidth.Of(typed ?? ""))
            if (!char.IsWhiteSpace(c) && c is not ('-' or '\u200b' or '\ufeff')) code.Append(char.ToUpperInvariant(c));
        return code.ToString();
    }

    public static bool IsValid(string? typed) => Check(typed) is null;

    /// <summary>The normalised code, or why it is none.</summary>
    public static bool TryParse(string? typed, out string code, out Text error)
    {
        code = Normalise(typed);
        var reason = Check(code);
        error = reason ?? default;
        return reason is null;
    }

    /// <summary>Why this is not a code, in the words for the person who typed it; null when it is one. Judges the normalised form.</summary>
    public static Text? Check(string? typed)
    {
        var code = Normalise(typed);
        if (code.Length == 0) return T("请填写统一社会信用代码", "Enter the unified social credit code");

        for (var i = 0; i < Math.Min(code.Length, Length); i++)
        {
            if (Alphabet.Contains(code[i], StringComparison.Ordinal)) continue;
            return "IOZSV".Contains(code[i], StringComparison.Ordinal)
                ? T("第 {0} 位“{1}”不对：代码不使用字母 I、O、Z、S、V，是否应为 {2}？", "Character {0}, “{1}”, is wrong: the letters I, O, Z, S and V are not used. Should it be {2}?").With(i + 1, code[i], LooksLike(code[i]))
                : T("第 {0} 位“{1}”不对：只用数字和大写字母", "Character {0}, “{1}”, is wrong: only digits and letters are used").With(i + 1, code[i]);
        }
        if (code.Length != Length)
            return T("应为 18 位，现有 {0} 位", "It has 18 characters; these are {0}").With(code.Length);
        if (!Registries.Contains(code[0], StringComparison.Ordinal) || code[1] is < '1' or > '9')
            return T("第 1–2 位“{0}”不是登记管理部门和机构类别代码", "Characters 1–2, “{0}”, name no registry and kind of body").With(code[..2]);
        if (code[2..8].FirstOrDefault(c => !char.IsAsciiDigit(c)) is not '\0' and var letter)
            return T("第 3–8 位是行政区划代码，应全为数字，现有“{0}”", "Characters 3–8 are the code of the area and must be digits; there is “{0}”").With(letter);

        var check = CheckCharacter(code);
        var organisation = OrganisationCheck(code.AsSpan(8, 8));
        if (check != code[17])
        {
            return organisation == code[16]
                ? T("校验位应为 {0}，现为 {1}：请核对前 8 位和末位", "The check character should be {0}, not {1}: check the first 8 characters and the last").With(check, code[17])
                : T("校验位应为 {0}，现为 {1}：请核对第 9–17 位，其中有误", "The check character should be {0}, not {1}: check characters 9–17, one of them is wrong").With(check, code[17]);
        }
        if (organisation != code[16])
            return T("第 9–17 位（组织机构代码）的校验位应为 {0}，现为 {1}", "The check character of characters 9–17 (organisation code) should be {0}, not {1}").With(organisation, code[16]);
        return null;
    }

    /// <summary>A valid code for demonstration and tests: the same arguments give the same code, different numbers different codes.</summary>
    /// <param name="registry">Registry, such as '9' for market regulation.</param>
    /// <param name="kind">Kind of body, such as '1' for an enterprise.</param>
    /// <param name="area">Six digits. Use 99xxxx: no real body can bear the code.</param>
    /// <param name="number">0 to 24 million.</param>
    public static string Make(char registry, char kind, string area, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        // Scattered over the 31⁵ codes MA…… so that neighbours don't look alike; the factor shares no divisor with 31, so no two numbers meet.
        const long space = 31L * 31 * 31 * 31 * 31;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, space);
        var scattered = (number * 17_283_469L + 8_675_309L) % space;
        var body = new char[8];
        (body[0], body[1], body[2]) = ('M', 'A', '9');
        for (var i = 7; i > 2; i--, scattered /= 31) body[i] = Alphabet[(int)(scattered % 31)];

        var code = $"{registry}{kind}{area}{new string(body)}{OrganisationCheck(body)}";
        code += CheckCharacter(code);
        return Check(code) is { } reason ? throw new ArgumentException(reason.En) : code;
    }

    static char CheckCharacter(string code)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += Alphabet.IndexOf(code[i], StringComparison.Ordinal) * Weights[i];
        return Alphabet[(31 - sum % 31) % 31];
    }

    /// <summary>GB 11714-1997: letters count from A = 10 without a gap; ten is written X, eleven 0.</summary>
    static char OrganisationCheck(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < 8; i++) sum += (char.IsAsciiDigit(body[i]) ? body[i] - '0' : body[i] - 'A' + 10) * OrganisationWeights[i];
        return (11 - sum % 11) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }

    static char LooksLike(char c) => c switch { 'I' => '1', 'O' => '0', 'Z' => '2', 'S' => '5', _ => 'U' };
}
