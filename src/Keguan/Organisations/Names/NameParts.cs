using System.Text.RegularExpressions;
using Keguan.Foundation.Codes;
using Keguan.Organisations.Exports;
using Microsoft.Extensions.Options;

namespace Keguan.Organisations.Names;

/// <summary>A name taken apart.</summary>
/// <param name="Area">The city or county in front, as <see cref="Organisation.KeyOf"/> leaves it; empty where there is none.</param>
/// <param name="Core">What is left: trade name and trade.</param>
public readonly record struct NameParts(string Area, string Core)
{
    /// <summary>Each pair of neighbouring characters once; a single character stands for itself.</summary>
    public IReadOnlyList<string> Grams
    {
        get
        {
            var core = Core;
            return core.Length < 2 ? core.Length == 0 ? [] : [core] : [.. Enumerable.Range(0, core.Length - 1).Select(i => core.Substring(i, 2)).Distinct()];
        }
    }
}

/// <summary>
/// Takes names apart. A Chinese company is called 行政区划 + 字号 + 行业 + 组织形式 (企业名称登记管理规定): our own areas in front and the legal form at the end say
/// little, so they are left out. Names of other areas stay: many a trade name is the name of some county.
/// </summary>
public sealed partial class NameReader(CodeTables codes, IOptions<OrganisationOptions> options)
{
    readonly HashSet<string> _areas = Own(codes.Areas, options.Value.Area);

    /// <summary>“云江市瀚拓（金渡）智能装备有限公司” → 云江, 瀚拓金渡智能装备. The core is never shorter than two characters.</summary>
    public NameParts Read(string name)
    {
        var core = Organisation.KeyOf(name);
        var area = "";
        while (_areas.FirstOrDefault(one => core.StartsWith(one, StringComparison.Ordinal) && core.Length >= one.Length + 2) is { } found)
        {
            area = found;
            core = core[found.Length..];
            if (core.Length > 2 && core[0] is '区' or '县') core = core[1..];
        }
        return new NameParts(area, core);
    }

    /// <summary>The bureau's area, what it lies in and what lies in it.</summary>
    static HashSet<string> Own(CodeTable areas, string code)
    {
        var item = areas.Get(code);
        return [.. item.Ancestors.Append(item).Concat(Below(item)).Select(one => Suffix().Replace(Organisation.KeyOf(one.Name.Zh), "")).Where(name => name.Length >= 2)];

        static IEnumerable<CodeItem> Below(CodeItem item) => item.Children.SelectMany(child => Below(child).Prepend(child));
    }

    [GeneratedRegex("(自治|地|林|特)?[区县州盟旗]$")]
    private static partial Regex Suffix();
}
