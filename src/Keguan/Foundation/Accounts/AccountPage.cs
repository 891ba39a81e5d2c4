using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Accounts;

/// <summary>A page about the account of whoever looks at it, or one on the way in.</summary>
public abstract class AccountPage : KeguanPage
{
    public const string Desk = "/desk";

    /// <summary>Where the person wanted to go when he was sent here.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    /// <summary>That, if it lies within this system and is not the way in or out itself; else the desk.</summary>
    public string Next => ReturnUrl is { Length: < 2000 } url && Url.IsLocalUrl(url) && !url.StartsWith("/accounts/sign", StringComparison.OrdinalIgnoreCase) ? url : Desk;

    /// <summary>Carries <see cref="ReturnUrl"/> along, where there is one worth carrying.</summary>
    public string With(string path) => Next == Desk ? path : path + QueryString.Create("ReturnUrl", Next);

    /// <summary>On the way in the frame has no menu.</summary>
    public string Frame => Actor.Waits == Waits.Nothing && Actor.IsSignedIn ? "_Layout" : "_Plain";

    protected Task<Account> OwnAsync() => Db.Users.FirstAsync(account => account.Id == Actor.AccountId, Cancel);

    protected T Get<T>() where T : notnull => HttpContext.RequestServices.GetRequiredService<T>();
}
