using Keguan.Foundation.Definitions;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Definitions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Decisions;

/// <summary>提出异议, from the portal: named, with a way to answer, with evidence.</summary>
[AllowAnonymous]
public sealed class ObjectModel(DefinitionStore definitions, Proposing proposing) : KeguanPage
{
    public Publicity Publicity { get; private set; } = null!;
    public PublicityItem Item { get; private set; } = null!;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Contact { get; set; }
    [BindProperty] public string? Words { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.Set<PublicityItem>().AsNoTracking().FirstOrDefaultAsync(item => item.Id == Id, Cancel) is not { } item) return false;
        Item = item;
        Publicity = await Db.Publicities().FirstAsync(one => one.Id == item.PublicityId, Cancel);
        return true;
    }

    public Foundation.Text? Refused => Publicity.IsOver(Now) ? T($"公示已于 {Publicity.EndsOn:yyyy-MM-dd} 结束，逾期异议不予受理", $"The publicity ended on {Publicity.EndsOn:yyyy-MM-dd}") : null;

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Name is not { Length: >= 2 and <= 40 }) Wrong(nameof(Name), T("请填写真实姓名或单位名称", "Fill in your name or organisation"));
        if (Contact is not { Length: >= 6 and <= 80 }) Wrong(nameof(Contact), T("请填写电话或邮箱，以便核实和答复", "Fill in a telephone number or mail address"));
        if (Words is not { Length: >= 20 and <= 2000 }) Wrong(nameof(Words), T("请写明事实和证据线索，20 至 2000 字", "State facts and evidence, 20 to 2,000 characters"));
        if (!ModelState.IsValid) return await Invalid();
        var programme = definitions.Get<ProgrammeDefinition>(Publicity.Definition, Publicity.DefinitionVersion).Value;
        await proposing.ObjectAsync(Publicity, Item, programme, Name!, Contact!, Words!, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("异议已收到，处理后按您留下的联系方式答复", "Received; you will be answered"), $"/portal/publicity/{Publicity.Id}");
    }
}
