using System.Globalization;
using Keguan.Statistics.Exports;

namespace Keguan.Reports.WorkReports;

/// <summary>How Chinese official papers write numbers (GB/T 15835-2011 and the habits of work reports).</summary>
public static class ChineseNumbers
{
    const string Digits = "零一二三四五六七八九";

    /// <summary>A figure as it stands in a sentence: 3634.1, 1000余, 近50, without thousands separators, without needless zeros.</summary>
    /// <param name="hedge">余 and 多 follow the number, 近 and 约 go before it; 以上 follows the unit, see <see cref="After"/>.</param>
    public static string Number(decimal value, int decimals, Hedge hedge = Hedge.None)
    {
        var digits = Math.Round(value, decimals, MidpointRounding.AwayFromZero).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);
        return hedge switch { Hedge.Over => digits + "余", Hedge.Nearly => "近" + digits, Hedge.About => "约" + digits, _ => digits };
    }

    /// <summary>What follows the unit: 2个以上.</summary>
    public static string After(Hedge hedge) => hedge switch { Hedge.OrMore => "以上", Hedge.OrLess => "以内", _ => "" };

    /// <summary>Whole numbers from 0 to 99 999 in words: 三, 十, 十一, 二十, 一百零五, 一千二百.</summary>
    public static string InWords(long number)
    {
        if (number is < 0 or > 99_999) return number.ToString(CultureInfo.InvariantCulture);
        if (number < 10) return Digits[(int)number].ToString();
        string[] places = ["", "十", "百", "千", "万"];
        var text = number.ToString(CultureInfo.InvariantCulture);
        var result = "";
        for (var i = 0; i < text.Length; i++)
        {
            var (digit, place) = (text[i] - '0', text.Length - 1 - i);
            if (digit != 0) result += Digits[digit] + places[place];
            else if (result.Length > 0 && !result.EndsWith('零') && text[(i + 1)..].Any(c => c != '0')) result += "零";
        }
        return result.StartsWith("一十", StringComparison.Ordinal) ? result[1..] : result;
    }

    /// <summary>A small count before a measure word: 两个, 三家, 十二项.</summary>
    public static string Counted(long number) => number == 2 ? "两" : InWords(number);

    /// <summary>同比增长22.1%, 同比下降3%, 与上年同期持平.</summary>
    public static string Growth(decimal percent, int decimals, Hedge hedge = Hedge.None)
    {
        var rounded = Math.Round(percent, decimals, MidpointRounding.AwayFromZero);
        if (rounded == 0) return "与上年同期持平";
        return (rounded > 0 ? "同比增长" : "同比下降") + Number(Math.Abs(rounded), decimals, hedge) + "%";
    }

    /// <summary>甲、乙等8家: the names that fit, and 等 where some are left out.</summary>
    public static string Names(IReadOnlyList<string> names, int most) =>
        most <= 0 || names.Count <= most ? string.Join('、', names) : string.Join('、', names.Take(most)) + "等";
}
