using System.Globalization;
using Keguan.Foundation.Calendar;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Codes;

/// <summary>
/// The citizen identification number 公民身份号码, GB 11643-1999: area (1–6), date of birth (7–14), sequence, odd for men (15–17), check character (18).
/// Numbers of the fictional area 99xxxx pass too: the demonstration city's people must not bear the number of anybody real.
/// </summary>
public static class ResidentId
{
    public const int Length = 18;

    static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The first two digits that exist: provinces of GB/T 2260, and 83 for residents from Taiwan. Counties come and go, so no more is checked.</summary>
    static readonly HashSet<string> Provinces =
    [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
        "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83", "99",
    ];

    /// <summary>Full-width characters narrow, x large, blanks out.</summary>
    public static string Normalise(string? typed) =>
        new([.. HalfWidth.Of(typed ?? "").Where(c => !char.IsWhiteSpace(c)).Select(char.ToUpperInvariant)]);

    /// <summary>The normalised number, or why it is none.</summary>
    public static bool TryParse(string? typed, DateOnly today, out string id, out Text error)
    {
        id = Normalise(typed);
        var reason = Check(id, today);
        error = reason ?? default;
        return reason is null;
    }

    public static Text? Check(string? typed, TimeProvider time) => Check(typed, ChinaTime.Today(time));

    /// <summary>Why this is not a number, in the words for the person who typed it; null when it is one. Judges the normalised form.</summary>
    public static Text? Check(string? typed, DateOnly today)
    {
        var id = Normalise(typed);
        if (id.Length == 0) return T("请填写身份证号", "Enter the identification number");
        if (id.Length == 15 && id.All(char.IsAsciiDigit))
            return T("15 位的第一代身份证号自 2013 年起停用，请填 18 位", "Numbers of 15 digits are out of use since 2013: enter the 18 characters");
        for (var i = 0; i < Math.Min(id.Length, Length); i++)
        {
            if (char.IsAsciiDigit(id[i]) || (i == 17 && id[i] == 'X')) continue;
            return i == 17
                ? T("末位“{0}”不对：应为数字或 X", "The last character, “{0}”, is wrong: a digit or X").With(id[i])
                : T("第 {0} 位“{1}”不对：应为数字", "Character {0}, “{1}”, is wrong: a digit").With(i + 1, id[i]);
        }
        if (id.Length != Length) return T("应为 18 位，现有 {0} 位", "It has 18 characters; these are {0}").With(id.Length);
        if (!Provinces.Contains(id[..2])) return T("前两位“{0}”不是省级区划代码", "The first two digits, “{0}”, are no province").With(id[..2]);
        if (BirthDate(id) is not { } birth) return T("出生日期 {0} 不存在", "The date of birth {0} does not exist").With(Dashed(id));
        if (birth > today) return T("出生日期 {0} 晚于今天", "The date of birth {0} lies in the future").With(Dashed(id));
        return CheckCharacter(id) is var check && check != id[17]
            ? T("校验位应为 {0}，现为 {1}：请逐位核对", "The check character should be {0}, not {1}: check every character").With(check, id[17])
            : null;
    }

    /// <summary>The date of birth in a number of 18 characters; null where there is none.</summary>
    public static DateOnly? BirthDate(string id) =>
        id.Length == Length && DateOnly.TryParseExact(id.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth) && birth.Year >= 1800 ? birth : null;

    public static bool IsFemale(string id) => (id[16] - '0') % 2 == 0;

    /// <summary>A valid number for demonstration and tests. Use an area 99xxxx: it is nobody's.</summary>
    /// <param name="sequence">0 to 999, even for women.</param>
    public static string Make(string area, DateOnly birth, int sequence)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{area}{birth:yyyyMMdd}{sequence:000}");
        return id + CheckCharacter(id);
    }

    static char CheckCharacter(string id)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += (id[i] - '0') * Weights[i];
        return "10X98765432"[sum % 11];
    }

    static string Dashed(string id) => $"{id[6..10]}-{id[10..12]}-{id[12..14]}";
}
