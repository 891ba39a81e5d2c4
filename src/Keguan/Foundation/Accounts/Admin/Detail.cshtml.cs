using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Accounts.Links;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts.Admin;

/// <summary>One account before the system administrator: write, disable, unlock, reset. Roles are not his to give.</summary>
[Needs(Permissions.AccountsManage)]
public sealed class DetailModel(AccountDirectory accounts, SecondFactors factors, RoleGrants grants, Invitations invitations, SignIns signIns, SecurityLog log, Notices.Notices notices, Lifecycles lifecycles) : KeguanPage
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public AccountFields Input { get; set; } = new();
    public Account Account { get; private set; } = null!;
    public FactorState Factors { get; private set; } = null!;
    public IReadOnlyList<RoleGrant> Grants { get; private set; } = [];
    public IReadOnlyList<Offer> Offers { get; private set; } = [];
    public IReadOnlyList<Happening> History { get; private set; } = [];
    public string? Link { get; private set; }

    public IEnumerable<string> FactorWords
    {
        get
        {
            if (Factors.Totp) yield return T("动态验证", "Authenticator").ToString();
            if (Factors.Passkeys > 0) yield return T($"通行密钥 {Factors.Passkeys} 个", $"{Factors.Passkeys} passkeys").ToString();
        }
    }

    /// <summary>For an account without e-mail: its page shows the link once.</summary>
    public static void ShowLink(ITempDataDictionary data, Guid account, string link) => data["link." + account] = link;

    protected internal override async Task<bool> LoadAsync()
    {
        if (await FindAsync() is not { } account) return false;
        Account = account;
        Factors = await factors.StateAsync(account, Cancel);
        Grants = await grants.OfAsync(Id, Cancel);
        // Activating is the owner's own act.
        Offers = [.. AccountLifecycle.Table.Offers(account, Actor, Now).Where(offer => offer.Action is "disable" or "enable")];
        Link = TempData["link." + Id] as string;
        History = [.. (await Timeline.LoadAsync(Db, lifecycles, [(AccountLifecycle.Subject, Id)], 0, 50, Cancel)).Select(row => new Happening(row.At, row.Line, row.ActorName, row.Position, row.Hash) { Reason = row.Reason })];
        if (!Request.HasFormContentType || !Request.Form.ContainsKey("Input.UserName"))
            Input = new AccountFields { DisplayName = account.DisplayName, UserName = account.UserName!, Email = account.Email, Phone = account.PhoneNumber };
        return true;
    }

    Task<Account?> FindAsync() => Db.Users.FirstOrDefaultAsync(account => account.Id == Id, Cancel);

    public async Task<IActionResult> OnPostAsync()
    {
        if (await FindAsync() is not { } account) return NotFound();
        if (!ModelState.IsValid) return await Invalid();
        var phone = AccountDirectory.NormalPhone(Input.Phone);
        await accounts.RefuseTakenAsync(Input.UserName, Input.Email, phone, Id, Cancel);
        var before = new { account.DisplayName, account.UserName, account.Email, account.PhoneNumber };
        var email = Input.Email?.Trim() is { Length: > 0 } given ? given : null;
        if (account.Email is { } old && old != email) notices.Mail(old, T("账号的邮箱已变更", "The e-mail address of your account has changed"), T($"{account.DisplayName}：\n\n您账号登记的邮箱已由系统管理员变更。如非本人要求，请立即联系科技局。", $"{account.DisplayName},\n\nthe system administrator has changed the e-mail address of your account. If you did not ask for it, tell the bureau at once."));
        account.DisplayName = Input.DisplayName.Trim();
        (account.UserName, account.NormalizedUserName) = (Input.UserName.Trim(), AccountDirectory.Normal(Input.UserName));
        (account.Email, account.NormalizedEmail) = (email, email is null ? null : AccountDirectory.Normal(email));
        account.PhoneNumber = phone.Length > 0 ? phone : null;
        Journal.Note(AccountLifecycle.Subject, account, "revise", new Act { Payload = new { before, after = new { account.DisplayName, account.UserName, account.Email, account.PhoneNumber } } });
        log.Add(SecurityKinds.Account, target: account, detail: "基本信息");
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已保存", "Saved"), $"/accounts/admin/{Id}");
    }

    public Task<IActionResult> OnPostDisableAsync(string? reason) => MoveAsync("disable", reason, async account =>
    {
        account.DisabledAt = Now;
        await signIns.EndAllAsync(Id, cancel: Cancel);
    }, T("账号已停用", "The account is disabled"));

    public Task<IActionResult> OnPostEnableAsync(string? reason) => MoveAsync("enable", reason, account =>
    {
        account.DisabledAt = null;
        return Task.CompletedTask;
    }, T("账号已恢复", "The account is enabled"));

    async Task<IActionResult> MoveAsync(string action, string? reason, Func<Account, Task> change, Text said)
    {
        if (await FindAsync() is not { } account) return NotFound();
        Journal.Act(AccountLifecycle.Table, account, action, new Act { Reason = reason });
        await change(account);
        log.Add(SecurityKinds.Account, target: account, detail: $"{(action == "disable" ? "停用" : "恢复启用")}；{reason!.Trim()}");
        await Db.SaveChangesAsync(Cancel);
        return Done(said, $"/accounts/admin/{Id}");
    }

    public async Task<IActionResult> OnPostUnlockAsync()
    {
        if (await FindAsync() is not { } account) return NotFound();
        Refusal.If(!(account.LockedUntil > Now), "此账号没有被锁定", "This account is not locked");
        (account.LockedUntil, account.AccessFailedCount) = (null, 0);
        // The name under which the failures were counted is free again as well.
        foreach (var name in new[] { account.UserName, account.Email, account.PhoneNumber })
            if (name is not null) await HttpContext.RequestServices.GetRequiredService<FailureCounter>().ForgetNameAsync(name, Cancel);
        Journal.Note(AccountLifecycle.Subject, account, "unlock");
        log.Add(SecurityKinds.Unlocked, target: account);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已解除锁定", "The account is unlocked"), $"/accounts/admin/{Id}");
    }

    public async Task<IActionResult> OnPostResetFactorsAsync(string? reason)
    {
        if (await FindAsync() is not { } account) return NotFound();
        Refusal.If(string.IsNullOrWhiteSpace(reason), "重置第二因素须写明理由", "Resetting the second factor needs a reason");
        Refusal.If(Id == Actor.AccountId, "不能重置自己的第二因素，请在“我的账号”中更换", "You can’t reset your own second factor; replace it under “My account”");
        await factors.ResetAsync(account, Cancel);
        await signIns.EndAllAsync(Id, cancel: Cancel);
        Journal.Note(AccountLifecycle.Subject, account, "reset-factors", new Act { Reason = reason });
        log.Add(SecurityKinds.FactorReset, target: account, detail: reason!.Trim());
        await notices.TellAccountAsync(Id, T("系统管理员已重置您的第二因素，下次登录时请重新设置。如非本人要求，请立即联系科技局", "The system administrator has reset your second factor; set it up at your next sign-in. If you did not ask for it, tell the bureau at once"), "/accounts/profile", Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("第二因素已重置", "The second factor is reset"), $"/accounts/admin/{Id}");
    }

    public async Task<IActionResult> OnPostAgainAsync()
    {
        if (await FindAsync() is not { } account) return NotFound();
        var link = await invitations.AgainAsync(account, Cancel);
        if (account.Email is null) ShowLink(TempData, Id, link);
        await Db.SaveChangesAsync(Cancel);
        return Done(account.Email is null ? T("新的链接见下", "The new link is shown below") : T($"新的链接已发往 {account.Email}", $"The new link goes to {account.Email}"), $"/accounts/admin/{Id}");
    }
}
