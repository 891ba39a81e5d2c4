using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Tables;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts.Audit;

/// <summary>安全审计: the security log, for the audit administrator. Who did what from where, without business content.</summary>
public sealed class SecurityEventList : ListDefinition<SecurityEvent>
{
    public SecurityEventList() : base("security-events", T("安全审计", "Security log"))
    {
        Row(x => x.Id);
        Time("at", T("时间", "Time"), x => x.At).Title();
        Coded("kind", T("事件", "Event"), x => x.Kind, SecurityKinds.Word);
        Status("outcome", T("结果", "Result"), x => x.Outcome, code => new Tag(SecurityKinds.OutcomeWord(code), code == SecurityKinds.Ok ? Tone.Green : Tone.Amber));
        Column("account", T("账号", "Who"), x => x.AccountName);
        Coded("role", T("身份", "Role"), x => x.Role, code => Roles.Find(code)?.Label ?? Text.Same(""));
        Column("target", T("对象", "Whose account"), x => x.TargetName);
        Column("detail", T("说明", "Detail"), x => x.Detail).Clip();
        Column("address", T("网络地址", "Address"), x => x.Address);
        Sorts("-at");
        Search(T("账号、对象、地址、说明", "Who, whose, address, detail"), x => x.AccountName, x => x.TargetName, x => x.Address, x => x.Detail);
        Choice("kind", T("事件", "Event"), x => x.Kind, SecurityKinds.All.Select(one => new Option(one.Key, one.Value)));
        Choice("outcome", T("结果", "Result"), x => x.Outcome, SecurityKinds.Outcomes.Select(one => new Option(one.Key, one.Value)));
        DateRange("at", T("日期", "Date"), x => x.At);
        Choice("role", T("身份", "Role"), x => x.Role, Roles.All.Select(role => new Option(role.Code, role.Label))).More();
        Tab("failed", T("登录未成功", "Failed sign-ins"), "kind=sign-in&" + string.Join('&', SecurityKinds.Outcomes.Keys.Where(code => code is not SecurityKinds.Ok).Select(code => "outcome=" + code)));
        Tab("grants", T("授权与账号", "Roles and accounts"), "kind=granted&kind=grant-ended&kind=account&kind=invitation&kind=factor-reset&kind=unlocked");
        Tab("refused", T("越权访问", "Refused"), "kind=refused");
        Tab("exported", T("导出", "Exports"), "kind=exported");
        Unit = T("条", "events");
        Empty = T("没有安全事件", "No events");
    }

    public override string Permission => Permissions.AuditRead;

    public override IQueryable<SecurityEvent> Query(KeguanDb db, Actor actor) => actor.Can(Permission) ? db.Set<SecurityEvent>() : db.Set<SecurityEvent>().Where(one => false);
}
