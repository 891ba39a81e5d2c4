using System.Globalization;
using System.Text.RegularExpressions;
using Keguan.Foundation.Codes;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Numbering;

/// <summary>
/// The number of an official document 发文字号, 云科发〔2026〕22号, as GB/T 9704-2012 writes it: the body's short name, the year in full in hexagonal brackets, and
/// the running number without filling zeros and without 第. What people type with other brackets or blanks is put right.
/// </summary>
public static partial class DocumentNumber
{
    /// <summary>The number as it is written, or why it is none.</summary>
    public static bool TryParse(string? typed, out string number, out Text error)
    {
        number = "";
        error = default;
        var s = string.Concat(HalfWidth.Of(typed ?? "").Where(c => !char.IsWhiteSpace(c)));
        if (s.Length == 0) { error = T("请填写文号", "Enter the document number"); return false; }
        if (Shape().Match(s) is not { Success: true } match)
        {
            error = T("文号应写作“云科发〔2026〕22号”：机关代字、六角括号内的四位年份、序号和“号”", "Write the number as “云科发〔2026〕22号”: the body's short name, the year of four digits in brackets, the number and 号");
            return false;
        }
        var running = match.Groups["n"].Value.TrimStart('0');
        if (running.Length == 0) { error = T("文号的序号不能为 0", "The running number can't be 0"); return false; }
        number = $"{match.Groups["body"].Value}〔{match.Groups["year"].Value}〕{running}号";
        return true;
    }

    /// <summary>The year in a number as <see cref="TryParse"/> writes it.</summary>
    public static int Year(string number) => int.Parse(Shape().Match(number).Groups["year"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<body>\p{IsCJKUnifiedIdeographs}{1,12})[〔\[(【［〖](?<year>(19|20)[0-9]{2})[〕\])】］〗]第?(?<n>[0-9]{1,5})号?$")]
    private static partial Regex Shape();
}
