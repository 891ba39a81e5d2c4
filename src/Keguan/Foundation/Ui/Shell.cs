using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Notices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>Where an entry stands.</summary>
public enum MenuPlace { Main, Account, Footer }

/// <summary>
/// An entry of a menu, registered by its module: `services.AddSingleton(new MenuItem(T("计划项目","Programmes"), "/programmes", Permissions.CallsRead, 20, Audience.Officer))`.
/// Shown to the audiences named (to everybody where none is) that hold the permission. Foundation knows none of them by name.
/// </summary>
public sealed record MenuItem(Text Text, string Url, string? Permission, int Order, params Audience[] Audiences)
{
    public MenuPlace Place { get; init; }

    /// <summary>A button that posts (sign out).</summary>
    public bool Post { get; init; }

    /// <summary>Further beginnings of addresses that belong to this entry.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>The account menu's entry shown only to who is signed in, and the portal's only to who is not.</summary>
    public bool? SignedIn { get; init; }

    public bool For(Actor actor) =>
        (Audiences.Length == 0 || Audiences.Contains(actor.Audience))
        && (Permission is null || actor.Can(Permission))
        && (SignedIn is null || SignedIn == actor.IsSignedIn);
}

/// <summary>What the frame of every page says about this bureau, and where it asks for news.</summary>
public sealed class ShellOptions
{
    public Text Bureau { get; set; } = T("云江市科学技术局", "Yunjiang Science & Technology Bureau");
    public Text Platform { get; set; } = T("云江市科技管理服务平台", "Yunjiang Science & Technology Services");
    public Text Slogan { get; set; } = T("申报 · 公示 · 查询 · 核验，一处办理", "Apply, consult, verify: in one place");
    public Text Contact { get; set; } = T("业务咨询：工作日 09:00–12:00，13:30–17:30", "Enquiries: working days 09:00–12:00, 13:30–17:30");
    public Text Demo { get; set; }
    public string HomeUrl { get; set; } = "/";
    public string SearchUrl { get; set; } = "/search";

    /// <summary>The portal's own search, over what is public.</summary>
    public string PortalSearchUrl { get; set; } = "/search";

    /// <summary>The statement on accessibility; empty while there is none.</summary>
    public string AccessibilityUrl { get; set; } = "";
    public string NoticesUrl { get; set; } = "/notices";
    public string SignInUrl { get; set; } = "/accounts/signin";
    public string RegisterUrl { get; set; } = "/register";

    /// <summary>What the sign-in page says of the next deadline; null where there is none.</summary>
    public Func<IServiceProvider, CancellationToken, ValueTask<Text?>>? ClosingSoon { get; set; }

    /// <summary>KEGUAN_BUREAU and KEGUAN_PLATFORM: “中文|English”.</summary>
    public void Read(IConfiguration configuration)
    {
        Bureau = Named(configuration["KEGUAN_BUREAU"]) ?? Bureau;
        Platform = Named(configuration["KEGUAN_PLATFORM"]) ?? Platform;
        if (configuration["KEGUAN_DEMO"] == "1") Demo = T("演示环境，云江市为虚构城市", "Demonstration: the city of Yunjiang is invented");
    }

    static Text? Named(string? given) => string.IsNullOrWhiteSpace(given) ? null
        : given.Split('|', 2, StringSplitOptions.TrimEntries) is [var zh, var en] ? new Text(zh, en) : Text.Same(given.Trim());
}

/// <summary>The position up to which the Journal is sealed, asked for at most every few seconds whatever the number of pages.</summary>
public sealed class SealedTo(TimeProvider time)
{
    long _asked;
    long? _position;

    public async ValueTask<long?> AskAsync(KeguanDb db, CancellationToken cancel)
    {
        if (_asked != 0 && time.GetElapsedTime(_asked) < TimeSpan.FromSeconds(3)) return _position;
        _position = await db.Set<JournalCheckpoint>().MaxAsync(checkpoint => (long?)checkpoint.Size, cancel) is > 0 and var size ? size - 1 : null;
        _asked = time.GetTimestamp();
        return _position;
    }
}

/// <summary>What the layouts show: menu, footer, server time, who acts.</summary>
public sealed class Shell(IEnumerable<MenuItem> items, IOptions<ShellOptions> options, CurrentActor actor, TimeProvider time, KeguanDb db, SealedTo sealedTo)
{
    public ShellOptions Options => options.Value;
    public Actor Actor => actor.Value;
    public string ServerTime => ChinaTime.Minute(time.GetUtcNow().UtcDateTime);

    public IReadOnlyList<MenuItem> Menu(MenuPlace place, Actor? of = null) =>
        [.. items.Where(item => item.Place == place && item.For(of ?? Actor)).OrderBy(item => item.Order)];

    /// <summary>The entry whose address the present one begins with, the longest of them.</summary>
    public static MenuItem? Current(IReadOnlyList<MenuItem> menu, HttpRequest request)
    {
        MenuItem? best = null;
        var length = -1;
        var path = Address.Here(request.HttpContext).Path.Value ?? "/";
        foreach (var item in menu)
        {
            foreach (var start in item.Also.Prepend(item.Url))
            {
                if (start.Length > length && Begins(path, start)) (best, length) = (item, start.Length);
            }
        }
        return best;
    }

    static bool Begins(string path, string start) => start == "/"
        ? path == "/"
        : path.StartsWith(start, StringComparison.OrdinalIgnoreCase) && (path.Length == start.Length || path[start.Length] == '/');

    public ValueTask<long?> SealedToAsync(CancellationToken cancel) => sealedTo.AskAsync(db, cancel);

    /// <summary>Unread notices of who is signed in.</summary>
    public async ValueTask<int?> UnreadAsync(CancellationToken cancel) =>
        Actor.AccountId is { } account ? await db.Set<Notice>().CountAsync(notice => notice.AccountId == account && notice.ReadAt == null, cancel) : null;

    /// <summary>The layout of an audience.</summary>
    public static string LayoutOf(Audience audience) => "/Foundation/Ui/" + audience switch
    {
        Audience.Officer or Audience.Administrator or Audience.Recommender => "_Officer.cshtml",
        Audience.Applicant or Audience.Expert => "_Applicant.cshtml",
        _ => "_Portal.cshtml",
    };
}
