using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Register;

/// <summary>One page of the registration: finds the draft by its cookie, keeps it in step, knows what comes before and after.</summary>
public abstract class RegisterPage(int step) : KeguanPage
{
    public const string Cookie = "kg-register";
    public const string Start = "/organisations/register";

    public RegistrationDraft? Draft { get; private set; }
    public RegistrationData Data { get; private set; } = new();

    protected internal override async Task<bool> LoadAsync()
    {
        if (Draft is not null || Request.Cookies[Cookie] is not { Length: > 0 and < 100 } token) return true;
        var hash = HashOf(token);
        Draft = await Db.Set<RegistrationDraft>().FirstOrDefaultAsync(draft => draft.TokenHash == hash, Cancel);
        if (Draft is { FiledAt: null }) Data = JsonSerializer.Deserialize<RegistrationData>(Draft.Data, Foundation.Journal.Journal.Json)!;
        return true;
    }

    /// <summary>Where to go instead: who opens a page in the middle begins at the beginning, who has filed sees that he has.</summary>
    protected async Task<IActionResult?> ElsewhereAsync()
    {
        await LoadAsync();
        if (Draft is { FiledAt: not null }) return step == 1 ? null : LocalRedirect(Start + "/done");
        if (step > 1 && Data.Uscc.Length == 0) return LocalRedirect(Start);
        if (step > 2 && !Data.HasFacts) return LocalRedirect(Start + "/facts");
        if (step > 3 && !Data.HasAdministrator && !Actor.IsSignedIn) return LocalRedirect(Start + "/administrator");
        return null;
    }

    /// <summary>Begins anew: a fresh draft under a fresh token.</summary>
    protected void Begin()
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        Draft = new RegistrationDraft { TokenHash = HashOf(token), CreatedAt = Now, Address = AddressOf(HttpContext) };
        Db.Add(Draft);
        Response.Cookies.Append(Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, IsEssential = true, Path = Start });
    }

    protected void Keep(RegistrationData data)
    {
        Data = data;
        Draft!.Data = JsonSerializer.Serialize(data, Foundation.Journal.Journal.Json);
    }

    protected static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public IReadOnlyList<Stage> Steps
    {
        get
        {
            (Foundation.Text Name, Foundation.Text Note)[] all =
            [
                (T("代码与名称", "Code and name"), T("统一社会信用代码", "Unified social credit code")), (T("单位信息", "Facts"), T("执照、联系方式", "Licence, contact")),
                (T("管理员", "Administrator"), T("本单位的第一位管理员", "The organisation’s first")), (T("核对并提交", "Check and submit"), T("设置口令", "Set a password")),
            ];
            return [.. all.Select((one, i) => new Stage(one.Name, one.Note, i + 1 < step ? StageState.Done : i + 1 == step ? StageState.Now : StageState.Ahead))];
        }
    }
}
