using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Tables;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Experts;

/// <summary>An expert with what he has to do just now.</summary>
public sealed class ExpertRow
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string OrganisationName { get; init; } = "";
    public string Title { get; init; } = "";
    public string Speciality { get; init; } = "";
    public string Role { get; init; } = "";
    public bool Local { get; init; }
    public string Area { get; init; } = "";
    public string State { get; init; } = "";
    public int Load { get; init; }
    public int Done { get; init; }
    public bool HasAccount { get; init; }
    public DateTime CreatedAt { get; init; }
}

/// <summary>专家库.</summary>
public sealed class ExpertList : ListDefinition<ExpertRow>
{
    public ExpertList() : base("experts", T("专家库", "Experts"))
    {
        Row(row => row.Id, id => $"/review/experts/details/{id}");
        Column("name", T("姓名", "Name"), row => row.Name).Title();
        Column("organisation", T("工作单位", "Organisation"), row => row.OrganisationName).Clip();
        Column("title", T("职称", "Title"), row => row.Title);
        Column("speciality", T("专业", "Speciality"), row => row.Speciality);
        Coded("role", T("类型", "Kind"), row => row.Role, ExpertWords.Role);
        Coded("local", T("本地/外地", "Local"), row => row.Local, value => ExpertWords.Place(value == "True"));
        Coded("area", T("县（市、区）", "County"), row => row.Area, code => CodeTables.Default.Areas.NameOf(code)).Hidden();
        Number("load", T("在手评审", "Open reviews"), row => row.Load, T("项", "pieces"));
        Number("done", T("已评", "Done"), row => row.Done, T("项", "pieces"));
        Status("account", T("账号", "Account"), row => row.HasAccount, value => value == "True" ? new Tag(T("已开通", "yes"), Tone.Green) : new Tag(T("未开通", "no"))).Hidden();
        Status("state", T("状态", "State"), row => row.State, ExpertLifecycle.Table);
        Time("entered", T("登记", "Entered"), row => row.CreatedAt).Hidden();

        Search(T("姓名、单位、专业", "Name, organisation, speciality"), row => row.Name, row => row.OrganisationName, row => row.Speciality);
        Choice("speciality", T("专业", "Speciality"), row => row.Speciality, async context =>
            [.. (await context.Db.Experts().VisibleTo(context.Actor).Select(expert => expert.Speciality).Distinct().OrderBy(name => name).ToListAsync()).Select(name => new Option(name, Text.Same(name)))]);
        Choice("role", T("类型", "Kind"), row => row.Role, ExpertWords.Roles.Select(role => new Option(role.Key, role.Value)));
        Choice("local", T("本地/外地", "Local"), row => row.Local, new Option("yes", ExpertWords.Place(true)), new Option("no", ExpertWords.Place(false)));
        Choice("state", T("状态", "State"), row => row.State, ExpertLifecycle.Table);
        NumberRange("load", T("在手评审", "Open reviews"), row => row.Load).More();

        Tab("active", T("在库", "Active"), "state=active");
        Tab("vetting", T("待审核", "Vetting"), "state=vetting");
        Tab("outside", T("外地专家", "From elsewhere"), "state=active&local=no");
        Sorts("name");
        Unit = T("名", "experts");
        Empty = T("专家库是空的", "There are no experts yet");
        EmptyHint = T("先登记专家，审核入库后才能参加评审。", "Enter experts; once admitted they can review.");
        EmptyUrl = "/review/experts/edit";
        EmptyAct = T("登记专家", "Enter an expert");
    }

    public override string Permission => Permissions.ExpertsRead;

    public override IQueryable<ExpertRow> Query(KeguanDb db, Actor actor) => db.Experts().VisibleTo(actor).Select(expert => new ExpertRow
    {
        Id = expert.Id, Name = expert.Name, OrganisationName = expert.OrganisationName, Title = expert.Title, Speciality = expert.Speciality, Role = expert.Role, Local = expert.Local, Area = expert.Area, State = expert.State,
        Load = db.ReviewTasks().Count(task => task.ExpertId == expert.Id && ReviewTaskLifecycle.Open.Contains(task.State)),
        Done = db.ReviewTasks().Count(task => task.ExpertId == expert.Id && task.State == ReviewTaskLifecycle.Submitted),
        HasAccount = expert.AccountId != null, CreatedAt = expert.CreatedAt,
    });
}
