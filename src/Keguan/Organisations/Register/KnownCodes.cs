using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Keguan.Organisations.Register;

/// <summary>A code belongs to one organisation only. Who comes with it again is told whom to ask.</summary>
public sealed class KnownCodes(KeguanDb db, IOptions<ShellOptions> shell)
{
    /// <summary>Refuses where the code is in use by another organisation than <paramref name="except"/>.</summary>
    public async Task RefuseAsync(string code, Guid? except, CancellationToken cancel = default)
    {
        var known = await db.Organisations().AsNoTracking().Where(organisation => organisation.Uscc == code && organisation.Id != except).Select(organisation => new { organisation.Id, organisation.Name }).FirstOrDefaultAsync(cancel);
        if (known is null) return;
        var administrators = await (
            from grant in db.Set<RoleGrant>()
            join account in db.Users on grant.AccountId equals account.Id
            where grant.OrganisationId == known.Id && grant.Role == Roles.UnitAdmin.Code && grant.EndedAt == null && account.DisabledAt == null
            orderby grant.GrantedAt
            select account.DisplayName).Take(3).ToListAsync(cancel);
        var names = administrators.Select(Masking.Name).ToList();
        throw new Refusal(
            $"代码 {code} 已由“{known.Name}”登记，不能重复登记。" + (names.Count > 0
                ? $"如您是该单位人员，请联系单位管理员（{string.Join('、', names)}）邀请您加入；管理员已离职或无法联系的，请持单位介绍信联系{shell.Value.Bureau.Zh}。"
                : $"如您是该单位人员，请持单位介绍信联系{shell.Value.Bureau.Zh}，由经办人增派管理员。"),
            $"The code {code} is registered already, by “{known.Name}”. " + (names.Count > 0
                ? $"If you belong to it, ask its administrator ({string.Join(", ", names)}) to invite you; if he can’t be reached, turn to the {shell.Value.Bureau.En} with a letter of your organisation."
                : $"If you belong to it, turn to the {shell.Value.Bureau.En} with a letter of your organisation."));
    }

    /// <summary>True where the database has refused a row because another organisation has taken the code meanwhile.</summary>
    public static bool IsTaken(DbUpdateException exception) =>
        exception.InnerException?.Message is { } message
        && (message.Contains("organisations.uscc", StringComparison.Ordinal) || message.Contains("ix_organisations_uscc", StringComparison.Ordinal));
}
