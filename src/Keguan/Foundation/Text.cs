using System.Globalization;

namespace Keguan.Foundation;

/// <summary>A sentence or word in both languages of the system. It shows itself in the language of the request.</summary>
/// <remarks>Texts stand where they are used, Chinese and English side by side, so that none can be missing in one language (docs/adr/0002).</remarks>
public readonly record struct Text(string Zh, string En)
{
    public static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public override string ToString() => (English ? En : Zh) ?? "";

    /// <summary>Fills {0}, {1} … in both languages, with the same arguments.</summary>
    public Text With(params object?[] args) => new(
        string.Format(CultureInfo.InvariantCulture, Zh, args),
        string.Format(CultureInfo.InvariantCulture, En, args));

    public bool IsEmpty => string.IsNullOrEmpty(Zh) && string.IsNullOrEmpty(En);

    /// <summary>The same word in both languages: names, numbers.</summary>
    public static Text Same(string word) => new(word, word);
}

/// <summary>`T("待办", "To do")` in code and pages (imported with `using static`).</summary>
public static class Texts
{
    public static Text T(string zh, string en) => new(zh, en);
}
