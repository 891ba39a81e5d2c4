using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Details;

/// <summary>曾用名与别名: added with period and paper, taken away where wrong.</summary>
[Needs(Permissions.OrganisationsVerify)]
public sealed class NamesModel : OrganisationTab
{
    public sealed class Fields
    {
        [Display(Name = "名称|name"), Required, StringLength(Organisation.NameMax, MinimumLength = 2)] public string Name { get; set; } = "";
        [Display(Name = "种类|kind"), Required] public string Kind { get; set; } = OrganisationName.Former;
        [Display(Name = "起|from")] public DateOnly? From { get; set; }
        [Display(Name = "止|to")] public DateOnly? To { get; set; }
        [Display(Name = "依据|paper"), Required, StringLength(OrganisationName.DocumentMax)] public string Document { get; set; } = "";
    }

    [BindProperty] public Fields Input { get; set; } = new();
    public IReadOnlyList<OrganisationName> Names { get; private set; } = [];

    protected override async Task<bool> LoadTabAsync()
    {
        Names = await Db.OrganisationNames().AsNoTracking().Where(name => name.OrganisationId == Id).OrderByDescending(name => name.AddedAt).ToListAsync(Cancel);
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Input.Kind is not (OrganisationName.Former or OrganisationName.Alias)) Wrong("Input.Kind", T("请选择种类", "Choose the kind"));
        if (Input.From > Input.To) Wrong("Input.To", T("止日不能早于起日", "The end lies before the beginning"));
        if (Input.To > ChinaTime.DayOf(Now)) Wrong("Input.To", T("止日不能晚于今天", "The end lies in the future"));
        var name = Input.Name?.Trim() ?? "";
        if (ModelState.IsValid && (name == Organisation.Name || Names.Any(one => one.Name == name))) Wrong("Input.Name", T("已有这个名称", "This name is there already"));
        if (!ModelState.IsValid) return await Invalid();
        Db.Add(new OrganisationName { OrganisationId = Id, Name = name, Kind = Input.Kind, From = Input.From, To = Input.To, Document = Input.Document.Trim(), AddedAt = Now });
        Journal.Note(Organisation.Subject, Organisation, "add-name", new Act { Summary = $"增加{OrganisationName.KindWords(Input.Kind).Zh}：{name}", Payload = Input });
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已增加", "Added"), Here + "/names");
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid nameId)
    {
        ModelState.Clear();
        if (!await LoadAsync() || await Db.OrganisationNames().FirstOrDefaultAsync(name => name.Id == nameId && name.OrganisationId == Id, Cancel) is not { } name) return NotFound();
        Db.Remove(name);
        Journal.Note(Organisation.Subject, Organisation, "remove-name", new Act { Summary = $"删除{OrganisationName.KindWords(name.Kind).Zh}：{name.Name}", Payload = new { name.Name, name.Kind, name.From, name.To, name.Document } });
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已删除", "Removed"), Here + "/names");
    }
}
