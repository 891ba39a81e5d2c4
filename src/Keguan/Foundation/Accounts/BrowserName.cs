using System.Text.RegularExpressions;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>“Edge 120，Windows” from what a browser says of itself.</summary>
public static partial class BrowserName
{
    // The first that fits: every later one is also claimed by those before it.
    static readonly (string Mark, Text Name)[] Browsers =
    [
        ("MicroMessenger/", T("微信", "WeChat")), ("DingTalk/", T("钉钉", "DingTalk")), ("QQBrowser/", T("QQ 浏览器", "QQ Browser")), ("360SE", T("360 浏览器", "360 Browser")), ("QIHU", T("360 浏览器", "360 Browser")),
        ("Edg/", Text.Same("Edge")), ("OPR/", Text.Same("Opera")), ("Firefox/", Text.Same("Firefox")), ("HeadlessChrome/", Text.Same("Chrome")), ("Chrome/", Text.Same("Chrome")), ("Safari/", Text.Same("Safari")),
    ];

    static readonly (string Mark, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("OpenHarmony", "HarmonyOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

    public static Text Of(string agent)
    {
        var (mark, name) = Array.Find(Browsers, one => agent.Contains(one.Mark, StringComparison.Ordinal));
        if (mark is null) return agent.Length == 0 ? T("未知浏览器", "Unknown browser") : Text.Same(agent.Length > 40 ? agent[..40] + "…" : agent);
        var version = Version().Match(agent[(agent.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..]) is { Success: true } found && mark.EndsWith('/') ? " " + found.Value : "";
        var system = Array.Find(Systems, one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name;
        return system is null ? new Text(name.Zh + version, name.En + version) : new Text($"{name.Zh}{version}，{system}", $"{name.En}{version}, {system}");
    }

    [GeneratedRegex(@"^\d+")]
    private static partial Regex Version();
}
