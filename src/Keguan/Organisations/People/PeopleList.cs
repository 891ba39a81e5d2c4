using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Tables;
using Keguan.Organisations.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.People;

/// <summary>人员: the people of the organisation that the actor acts for.</summary>
public sealed class PeopleList : ListDefinition<Person>
{
    public PeopleList() : base("people", T("人员", "People"))
    {
        Row(x => x.Id, id => $"/organisations/people/edit/{id}");
        Column("name", T("姓名", "Name"), x => x.Name).Title();
        Column("identity", T("证件号", "Identity number"), x => x.IdMasked).Unsorted();
        Column("title", T("职称", "Title"), x => x.Title);
        Column("profession", T("专业", "Profession"), x => x.Profession);
        Column("phone", T("电话", "Telephone"), x => x.Phone);
        Column("email", T("邮箱", "E-mail"), x => x.Email);
        Status("account", T("账号", "Account"), x => x.AccountId != null, yes => yes == bool.TrueString ? new Tag(T("有", "Yes"), Tone.Green) : new Tag(T("无", "No"), Tone.Line));
        Sorts("name");
        Search(T("姓名、职称、专业", "Name, title, profession"), x => x.Name, x => x.Title, x => x.Profession);
        YesNo("account", T("账号", "Account"), x => x.AccountId != null);
        Unit = T("人", "people");
        Empty = T("还没有人员", "Nobody yet");
        EmptyHint = T("先增加项目负责人和主要成员，申报时直接选用。", "Add project leaders and chief members first: applications take them from here.");
        EmptyUrl = "/organisations/people/add";
        EmptyAct = T("增加人员", "Add somebody");
    }

    public override string Permission => Permissions.OrganisationOwn;

    public override IQueryable<Person> Query(KeguanDb db, Actor actor) => db.People().VisibleTo(actor);
}
