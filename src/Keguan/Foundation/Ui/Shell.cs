using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
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
    public string NoticesUrl { get; set; } = "/notices";
    public string SignInUrl { get; set; } = "/accounts/signin";
    public string RegisterUrl { get; set; } = "/register";

    /// <summary>How far the Journal is sealed; null while unknown.</summary>
    public Func<IServiceProvider, CancellationToken, ValueTask<long?>>? SealedTo { get; set; }

    /// <summary>Unread notices of the actor; null where the module is not there.</summary>
    public Func<IServiceProvider, CancellationToken, ValueTask<int>>? Unread { get; set; }
}

/// <summary>What the layouts show: menu, footer, server time, who acts.</summary>
public sealed class Shell(IEnumerable<MenuItem> items, IOptions<ShellOptions> options, CurrentActor actor, TimeProvider time, IServiceProvider services)
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

    public ValueTask<long?> SealedToAsync(CancellationToken cancel) => Options.SealedTo?.Invoke(services, cancel) ?? ValueTask.FromResult<long?>(null);

    public async ValueTask<int?> UnreadAsync(CancellationToken cancel) => Actor.IsSignedIn && Options.Unread is { } unread ? await unread(services, cancel) : null;

    /// <summary>The layout of an audience.</summary>
    public static string LayoutOf(Audience audience) => "/Foundation/Ui/" + audience switch
    {
        Audience.Officer or Audience.Administrator or Audience.Recommender => "_Officer.cshtml",
        Audience.Applicant or Audience.Expert => "_Applicant.cshtml",
        _ => "_Portal.cshtml",
    };
}
