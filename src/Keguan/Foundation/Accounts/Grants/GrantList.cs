using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts.Grants;

/// <summary>A line of the security administrator's list: an account and its identities.</summary>
public sealed record GrantRow
{
    public Guid Id { get; init; }
    public string UserName { get; init; } = "";
    public string DisplayName { get; init; } = "";
    public string State { get; init; } = "";
    public int Grants { get; init; }

    /// <summary>Of the latest grant, with its organisation or section.</summary>
    public string Role { get; init; } = "";
    public string Part { get; init; } = "";
    public int Sessions { get; init; }
    public DateTime? LastSignInAt { get; init; }
    public bool Administrator { get; init; }
    public bool Bureau { get; init; }
}

/// <summary>授权: who holds which roles, for the security administrator.</summary>
public sealed class GrantList : ListDefinition<GrantRow>
{
    public GrantList() : base("account-grants", T("授权", "Roles"))
    {
        Row(x => x.Id, id => $"/accounts/grants/{id}");
        Column("name", T("姓名", "Name"), x => x.DisplayName).Title();
        Column("user", T("账号", "Account"), x => x.UserName);
        Coded("role", T("最近的身份", "Latest role"), x => x.Role, RoleWord);
        Column("part", T("单位或科室", "Organisation or section"), x => x.Part).Clip();
        Number("grants", T("身份", "Roles"), x => x.Grants, T("个", ""));
        Number("sessions", T("当前登录", "Sessions"), x => x.Sessions, T("处", ""));
        Time("seen", T("上次登录", "Last sign-in"), x => x.LastSignInAt);
        Status("state", T("状态", "State"), x => x.State, code => AccountLifecycle.Table.StateOf(code) is var state ? new Tag(state.Inside, state.Tone) : default);
        Sorts("name");
        Search(T("姓名、账号、单位、科室", "Name, account, organisation, section"), x => x.DisplayName, x => x.UserName, x => x.Part);
        Choice("role", T("身份", "Role"), x => x.Role, Roles.All.Select(role => new Option(role.Code, role.Label)));
        Choice("state", T("状态", "State"), x => x.State, AccountLifecycle.Table);
        YesNo("administrator", T("管理员", "Administrator"), x => x.Administrator).More();
        YesNo("bureau", T("科技局人员", "Of the bureau"), x => x.Bureau).More();
        Where("without", T("身份数", "Number of roles"), [new("none", T("没有身份", "No role")), new("several", T("多个身份", "Several"))], (_, value) => value == "none" ? x => x.Grants == 0 : x => x.Grants > 1);
        Tab("bureau", T("科技局", "Bureau"), "bureau=yes");
        Tab("administrators", T("三员", "Administrators"), "administrator=yes");
        Tab("none", T("没有身份", "No role"), "without=none");
        Unit = T("个账号", "accounts");
        Empty = T("目前没有账号", "No accounts yet");
        EmptyHint = T("账号由系统管理员建立。", "Accounts are made by the system administrator.");
    }

    public override string Permission => Permissions.GrantsManage;

    public override IQueryable<GrantRow> Query(KeguanDb db, Actor actor)
    {
        string[] administrators = [.. Roles.Administrators.Select(role => role.Code)];
        string[] bureau = [.. Roles.All.Where(role => role.Audience == Audience.Officer).Select(role => role.Code)];
        var live = db.Set<RoleGrant>().Where(grant => grant.EndedAt == null);
        var all = db.Users.Select(account => new GrantRow
        {
            Id = account.Id,
            UserName = account.UserName ?? "",
            DisplayName = account.DisplayName,
            State = account.State,
            Grants = live.Count(grant => grant.AccountId == account.Id),
            Role = live.Where(grant => grant.AccountId == account.Id).OrderByDescending(grant => grant.GrantedAt).ThenByDescending(grant => grant.Id).Select(grant => grant.Role).FirstOrDefault() ?? "",
            Part = live.Where(grant => grant.AccountId == account.Id).OrderByDescending(grant => grant.GrantedAt).ThenByDescending(grant => grant.Id)
                .Select(grant => grant.OrganisationName != "" ? grant.OrganisationName : grant.Section).FirstOrDefault() ?? "",
            Sessions = db.Set<SignInSession>().Count(session => session.AccountId == account.Id && session.EndedAt == null),
            LastSignInAt = account.LastSignInAt,
            Administrator = live.Any(grant => grant.AccountId == account.Id && administrators.Contains(grant.Role)),
            Bureau = live.Any(grant => grant.AccountId == account.Id && bureau.Contains(grant.Role)),
        });
        return actor.Can(Permission) ? all : all.Where(row => false);
    }

    static Text RoleWord(string code) => Roles.Find(code)?.Label ?? T("没有身份", "None");
}
