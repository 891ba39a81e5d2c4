using System.Text.RegularExpressions;
using Keguan.Foundation.Codes;
using Keguan.Organisations.Exports;

namespace Keguan.Organisations.Names;

/// <summary>
/// What tells one organisation from another in its name. A Chinese company is called 行政区划 + 字号 + 行业 + 组织形式 (企业名称登记管理规定); the area in front
/// and the form at the end say little, so they are left out.
/// </summary>
public static partial class NameParts
{
    static readonly Lazy<HashSet<string>> Areas = new(() =>
    [
        .. CodeTables.Default.Areas.Items.Select(area => Suffix().Replace(Organisation.KeyOf(area.Name.Zh), "")).Where(name => name.Length is 2 or 3),
    ]);

    /// <summary>“云江市瀚拓（金渡）智能装备有限公司” → “瀚拓金渡智能装备”. Never shorter than two characters.</summary>
    public static string Core(string name)
    {
        var core = Organisation.KeyOf(name);
        for (var cut = true; cut;)
        {
            cut = false;
            foreach (var length in (int[])[3, 2])
            {
                if (core.Length < length + 2 || !Areas.Value.Contains(core[..length])) continue;
                core = core[length..];
                if (core.Length > 2 && core[0] is '区' or '县') core = core[1..];
                cut = true;
                break;
            }
        }
        return core;
    }

    /// <summary>Each pair of neighbouring characters once; a single character stands for itself.</summary>
    public static IReadOnlyList<string> Grams(string name)
    {
        var core = Core(name);
        return core.Length < 2 ? core.Length == 0 ? [] : [core] : [.. Enumerable.Range(0, core.Length - 1).Select(i => core.Substring(i, 2)).Distinct()];
    }

    [GeneratedRegex("(自治|地|林|特)?[区县州盟旗]$")]
    private static partial Regex Suffix();
}
