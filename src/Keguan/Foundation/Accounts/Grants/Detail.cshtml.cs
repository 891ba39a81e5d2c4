using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts.Grants;

/// <summary>One account before the security administrator: what it holds, where it is signed in. Neither password nor name are his to change.</summary>
[Needs(Permissions.GrantsManage)]
public sealed class DetailModel(RoleGrants grants, SignIns signIns, SecurityLog log, Lifecycles lifecycles, IServiceProvider services) : KeguanPage
{
    public sealed class Fields
    {
        [Display(Name = "身份|role"), Required] public string Role { get; set; } = "";
        [StringLength(40)] public string? Section { get; set; }
        [StringLength(18)] public string? Code { get; set; }
    }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public Fields Input { get; set; } = new();
    public Account Account { get; private set; } = null!;
    public IReadOnlyList<RoleGrant> Grants { get; private set; } = [];
    public IReadOnlyList<SignInSession> Sessions { get; private set; } = [];
    public IReadOnlyList<Happening> History { get; private set; } = [];
    public IReadOnlyList<Choice> Choices { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        if (await FindAsync() is not { } account) return false;
        Account = account;
        Grants = await Db.Set<RoleGrant>().AsNoTracking().Where(grant => grant.AccountId == Id).OrderBy(grant => grant.EndedAt != null).ThenByDescending(grant => grant.GrantedAt).Take(50).ToListAsync(Cancel);
        Sessions = await signIns.OpenAsync(Id, Cancel);
        History = [.. (await Timeline.LoadAsync(Db, lifecycles, [(AccountLifecycle.Subject, Id)], 0, 50, Cancel)).Select(row => new Happening(row.At, row.Line, row.ActorName, row.Position, row.Hash) { Reason = row.Reason })];
        string[] held = [.. Grants.Where(grant => grant.EndedAt is null).Select(grant => grant.Role)];
        Choices = [.. Roles.All.Select(role => new Choice(role.Code, role.Label) { Group = GroupOf(role), Disabled = RoleGrants.Excluded(held, role) is not null })];
        return true;
    }

    static Text GroupOf(Role role) => role.Audience switch
    {
        Audience.Officer => T("科技局", "Bureau"),
        Audience.Administrator => T("三员", "Administrators"),
        Audience.Applicant => T("申报单位", "Applicants"),
        _ => T("推荐与评审", "Recommending, reviewing"),
    };

    Task<Account?> FindAsync() => Db.Users.FirstOrDefaultAsync(account => account.Id == Id, Cancel);

    public async Task<IActionResult> OnPostGrantAsync()
    {
        if (await FindAsync() is not { } account) return NotFound();
        if (Roles.Find(Input.Role) is not { } role) Wrong("Input.Role", T("请选择身份", "Choose a role"));
        else if (role.NeedsOrganisation && string.IsNullOrWhiteSpace(Input.Code)) Wrong("Input.Code", T($"“{role.Label.Zh}”须填写单位的统一社会信用代码", $"“{role.Label.En}” needs the organisation’s credit code"));
        else
        {
            var organisation = role.NeedsOrganisation ? await OrganisationAsync(Input.Code!) : null;
            if (role.NeedsOrganisation && organisation is null) Wrong("Input.Code", T("没有找到使用此代码的在册单位", "No verified organisation has this code"));
            if (ModelState.IsValid)
            {
                var wanted = new NewGrant(role)
                {
                    OrganisationId = organisation?.Id,
                    OrganisationName = organisation?.Name ?? "",
                    Area = role == Roles.Recommender ? organisation?.Area ?? "" : "",
                    Section = role.Audience == Audience.Officer ? Input.Section?.Trim() ?? "" : "",
                };
                Refusal.If(account.Id == Actor.AccountId, "不能给自己授予身份，请由另一位安全管理员办理", "You can’t grant yourself a role; another security administrator must");
                await grants.AddAsync(account, wanted, Cancel);
                await Db.SaveChangesAsync(Cancel);
                return Done(T($"已授予：{wanted.Words.Zh}", $"Granted: {wanted.Words.En}"), $"/accounts/grants/{Id}");
            }
        }
        return await Invalid();
    }

    async Task<GrantOrganisation?> OrganisationAsync(string code) =>
        services.GetService<GrantOrganisations>() is { } directory ? await directory.ByCode(Db, HalfWidth.Of(code).Trim().ToUpperInvariant(), Cancel) : null;

    public async Task<IActionResult> OnPostEndAsync(Guid grantId, string? reason)
    {
        ModelState.Clear();
        if (await Db.Set<RoleGrant>().FirstOrDefaultAsync(grant => grant.Id == grantId && grant.AccountId == Id, Cancel) is not { } grant) return NotFound();
        await grants.EndAsync(grant, reason, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("身份已收回", "The role has ended"), $"/accounts/grants/{Id}");
    }

    public async Task<IActionResult> OnPostEndSessionsAsync(Guid? sessionId)
    {
        ModelState.Clear();
        if (await FindAsync() is not { } account) return NotFound();
        int ended;
        if (sessionId is { } one)
        {
            if (await Db.Set<SignInSession>().FirstOrDefaultAsync(session => session.Id == one && session.AccountId == Id && session.EndedAt == null, Cancel) is not { } session) return NotFound();
            session.EndedAt = Now;
            ended = 1;
        }
        else ended = await signIns.EndAllAsync(Id, cancel: Cancel);
        Journal.Note(AccountLifecycle.Subject, account, "end-sessions", new Act { Summary = $"结束登录 {ended} 处" });
        log.Add(SecurityKinds.SessionEnded, target: account, detail: $"{ended}");
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已结束 {ended} 处登录", $"{ended} sessions have ended"), $"/accounts/grants/{Id}");
    }
}
