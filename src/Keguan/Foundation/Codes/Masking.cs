namespace Keguan.Foundation.Codes;

/// <summary>
/// Personal data as others may see it. The mask is what the server sends; the length of a name or address is hidden where it would help to guess.
/// </summary>
public static class Masking
{
    /// <summary>13800010412 → 138****0412; a fixed line 0571-88886666 → 0571-****6666.</summary>
    public static string Phone(string? phone)
    {
        var s = (phone ?? "").Trim();
        var digits = s.Count(char.IsAsciiDigit);
        if (digits < 7) return Stars(s.Length);
        var area = s.IndexOf('-', StringComparison.Ordinal);
        if (s[0] == '0' && area is 3 or 4) return s[..(area + 1)] + "****" + s[^4..];
        return digits >= 11 ? s[..(s.Length - 8)] + "****" + s[^4..] : "****" + s[^4..];
    }

    /// <summary>The first three and the last two characters: 110*************2X. Date of birth and sequence together would tell the rest.</summary>
    public static string ResidentId(string? id)
    {
        var s = (id ?? "").Trim();
        return s.Length < 8 ? Stars(s.Length) : s[..3] + Stars(s.Length - 5) + s[^2..];
    }

    /// <summary>lin.zhixia@example.cn → l***@example.cn</summary>
    public static string Email(string? email)
    {
        var s = (email ?? "").Trim();
        var at = s.LastIndexOf('@');
        return at < 1 ? Stars(s.Length) : s[0] + "***" + s[at..];
    }

    /// <summary>陈若谷 → 陈*谷, 林夏 → 林*, 欧阳修远 → 欧**远.</summary>
    public static string Name(string? name)
    {
        var s = (name ?? "").Trim();
        return s.Length switch
        {
            0 => "",
            1 => "*",
            2 => s[..1] + "*",
            _ => s[..1] + Stars(Math.Min(s.Length - 2, 3)) + s[^1..],
        };
    }

    static string Stars(int count) => new('*', count);
}
