using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations;

/// <summary>名录: all organisations that the actor may see.</summary>
public sealed class OrganisationList : ListDefinition<Organisation>
{
    public OrganisationList() : base("organisations", T("单位名录", "Organisations"))
    {
        Row(x => x.Id, id => $"/organisations/details/{id}");
        Column("uscc", T("统一社会信用代码", "Credit code"), x => x.Uscc);
        Column("name", T("单位名称", "Name"), x => x.Name).Title();
        Coded("kind", T("类型", "Kind"), x => x.Kind, OrganisationKinds.Of);
        Coded("area", T("县（市、区）", "County"), x => x.Area, code => CodeTables.Default.Areas.NameOf(code));
        Coded("industry", T("行业", "Industry"), x => x.Industry, code => CodeTables.Default.Industries.Label(code)).Clip().Hidden();
        Coded("hightech", T("高企", "High-tech"), x => x.HighTech, yes => yes == bool.TrueString ? T("高企", "High-tech") : Foundation.Text.Same("—"));
        Column("legal", T("法定代表人", "Legal representative"), x => x.LegalRepresentative).Hidden();
        Date("founded", T("成立日期", "Founded"), x => x.FoundedOn).Hidden();
        Number("staff", T("职工", "Staff"), x => x.Staff, T("人", "people")).Hidden();
        Column("contact", T("联系人", "Contact"), x => x.ContactName);
        Column("phone", T("联系电话", "Telephone"), x => x.ContactPhone).Hidden();
        Time("registered", T("登记时间", "Registered"), x => x.RegisteredAt);
        Time("verified", T("核实时间", "Verified"), x => x.VerifiedAt).Hidden();
        Time("since", T("本状态自", "In this state since"), x => x.StateSince).Hidden();
        Status("state", T("状态", "State"), x => x.State, OrganisationLifecycle.Table);
        Sorts("-registered");

        Search(T("名称、代码、法定代表人", "Name, code, legal representative"), x => x.Name, x => x.Uscc, x => x.LegalRepresentative);
        Choice("state", T("状态", "State"), x => x.State, OrganisationLifecycle.Table);
        Choice("area", T("县（市、区）", "County"), x => x.Area, async context =>
            [.. (await context.Db.Organisations().VisibleTo(context.Actor).Select(one => one.Area).Distinct().OrderBy(area => area).ToListAsync()).Select(area => new Option(area, CodeTables.Default.Areas.NameOf(area)))]);
        Choice("kind", T("类型", "Kind"), x => x.Kind, OrganisationKinds.All.Select(kind => new Option(kind.Key, kind.Value)));
        YesNo("hightech", T("高新技术企业", "High-tech"), x => x.HighTech);
        DateRange("registered", T("登记日期", "Registered on"), x => x.RegisteredAt).More();
        NumberRange("staff", T("职工人数", "Staff"), x => x.Staff).More();

        Tab("waiting", T("待核实", "To be verified"), "state=registered&sort=since", actor => actor.Can(Permissions.OrganisationsVerify));
        Tab("suspended", T("停用", "Suspended"), "state=suspended", actor => actor.SeesAll);
        Unit = T("家", "organisations");
        Empty = T("名录中还没有单位", "No organisations yet");
        EmptyHint = T("企业和科研院所在门户登记，核实后即在册。", "Enterprises and institutes register on the portal and are listed once verified.");
    }

    public override string Permission => Permissions.OrganisationsRead;

    public override IQueryable<Organisation> Query(KeguanDb db, Actor actor) => db.Organisations().VisibleTo(actor);
}
