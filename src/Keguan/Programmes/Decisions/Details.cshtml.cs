using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Decisions;

/// <summary>One publicity inside the bureau: its items, objections, and — after its end — the approval.</summary>
[Needs(Permissions.CallsRead)]
public sealed class DetailsModel(DefinitionStore definitions, Approving approving) : KeguanPage
{
    public Publicity Publicity { get; private set; } = null!;
    public Call Call { get; private set; } = null!;
    public IReadOnlyList<Objection> Objections { get; private set; } = [];
    public IReadOnlyDictionary<Guid, Application> Applications { get; private set; } = new Dictionary<Guid, Application>();

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? DocumentNumber { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (!Actor.SeesAll || await Db.Publicities().Include(one => one.Items).FirstOrDefaultAsync(one => one.Id == Id, Cancel) is not { } publicity) return false;
        Publicity = publicity;
        Call = await Db.Calls().FirstAsync(one => one.Id == publicity.CallId, Cancel);
        Objections = await Db.Objections().AsNoTracking().Where(one => one.PublicityId == Id).OrderByDescending(one => one.ReceivedAt).ToListAsync(Cancel);
        var ids = publicity.Items.Select(item => item.ApplicationId).ToArray();
        Applications = await Db.Applications().AsNoTracking().Where(one => ids.Contains(one.Id)).ToDictionaryAsync(one => one.Id, Cancel);
        return true;
    }

    public int Ready => Applications.Values.Count(one => one.State == ApplicationLifecycle.Publicised);

    public Text? ApproveRefused => !Actor.Can(Permissions.ApprovalDecide) ? T("立项由局领导决定", "The bureau's leader approves")
        : !Publicity.IsOver(Now) ? T($"公示期到 {Publicity.EndsOn:yyyy-MM-dd} 止，期满后才能立项", $"The publicity runs until {Publicity.EndsOn:yyyy-MM-dd}")
        : Applications.Values.Any(one => one.State == ApplicationLifecycle.Objected) ? T("还有异议未处理完", "There are objections to be handled")
        : Ready == 0 ? T("没有可立项的申报", "There is nothing to approve") : null;

    [Acts(Permissions.ApprovalDecide)]
    public async Task<IActionResult> OnPostApproveAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(ApproveRefused);
        if (!Foundation.Numbering.DocumentNumber.TryParse(DocumentNumber, out var number, out var wrong))
        {
            Wrong(nameof(DocumentNumber), wrong);
            return await Invalid();
        }
        var programme = definitions.Get<ProgrammeDefinition>(Publicity.Definition, Publicity.DefinitionVersion).Value;
        var batch = await approving.ApproveAsync(Call, Publicity, programme, number, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已立项 {batch.Projects} 项，资助 {Money.Wan(batch.GrantFen)} 万元", $"{batch.Projects} projects approved"), $"/programmes/projects?batch={batch.Code}");
    }
}
