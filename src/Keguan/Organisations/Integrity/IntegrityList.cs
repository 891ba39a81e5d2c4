using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Organisations.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Integrity;

/// <summary>诚信记录 of organisations and people.</summary>
public sealed class IntegrityList : ListDefinition<IntegrityRecord>
{
    public IntegrityList() : base("integrity", T("诚信记录", "Integrity records"))
    {
        Row(x => x.Id, id => $"/organisations/integrity/details/{id}");
        Column("name", T("对象", "About"), x => x.Name).Title();
        Status("about", T("种类", "Kind"), x => x.PersonKey != "", yes => yes == bool.TrueString ? new Tag(T("个人", "Person")) : new Tag(T("单位", "Organisation")));
        Column("code", T("代码或证件号", "Code or number"), x => x.Code);
        Column("ground", T("事由", "Ground"), x => x.Ground).Clip();
        Column("source", T("依据", "Paper"), x => x.Source);
        Date("from", T("起", "From"), x => x.From);
        Date("to", T("止", "To"), x => x.To);
        Time("recorded", T("登记时间", "Recorded"), x => x.RecordedAt).Hidden();
        Time("lifted", T("解除时间", "Lifted"), x => x.LiftedAt);
        Status("state", T("状态", "State"), x => x.State, IntegrityLifecycle.Table).Hidden();
        Sorts("-to");

        Search(T("对象、代码、事由、文号", "Name, code, ground, paper"), x => x.Name, x => x.Code, x => x.Ground, x => x.Source);
        Where("standing", T("效力", "Standing"), [new("in-force", T("生效中", "In force")), new("ahead", T("未到生效日", "Not yet in force")), new("over", T("已到期", "Over")), new("lifted", T("已解除", "Lifted"))], (context, value) =>
        {
            var today = context.Today;
            return value switch
            {
                "in-force" => x => x.LiftedAt == null && x.From <= today && x.To >= today,
                "ahead" => x => x.LiftedAt == null && x.From > today,
                "over" => x => x.LiftedAt == null && x.To < today,
                _ => x => x.LiftedAt != null,
            };
        });
        YesNo("person", T("个人", "Person"), x => x.PersonKey != "");
        DateRange("to", T("止日", "Until"), x => x.To).More();
        Tab("in-force", T("生效中", "In force"), "standing=in-force");
        Unit = T("条", "records");
        Empty = T("没有诚信记录", "No records");
    }

    public override string Permission => Permissions.IntegrityRead;

    public override IQueryable<IntegrityRecord> Query(KeguanDb db, Actor actor) => db.IntegrityRecords().VisibleTo(actor);
}
