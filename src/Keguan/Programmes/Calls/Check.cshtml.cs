using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Definitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>核对: the whole draft once more, what is missing, and the button that hands it to the chief.</summary>
[Needs(Permissions.CallsDraft)]
public sealed class CheckModel(CallDrafting drafting, DefinitionStore definitions, FileStore files) : KeguanPage
{
    public Call Call { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public IReadOnlyList<CallProblem> Problems { get; private set; } = [];
    public IReadOnlyList<StoredFile> Papers { get; private set; } = [];

    /// <summary>Were it published today.</summary>
    public LeadTime Lead { get; private set; } = null!;
    public Foundation.Text? Refused { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        var call = await Db.Calls().VisibleTo(Actor).Include(one => one.Categories).Include(one => one.Recommenders).AsSplitQuery().FirstOrDefaultAsync(one => one.Id == Id, Cancel);
        if (call is null) return false;
        Call = call;
        Programme = definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value;
        Papers = await files.List(CallDrafting.OwnerOf(call), CallDrafting.Papers.Key, Cancel);
        Problems = CallRules.ProblemsOf(call, Programme, Now);
        Lead = LeadTime.Of(Now, call.OpensAt, Programme);
        Refused = CallLifecycle.Table.Refused(call, "submit", Actor, Now) ?? (Problems.Count > 0 ? T($"还有 {Problems.Count} 处须补正", $"{Problems.Count} things to correct") : null);
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        await drafting.SubmitAsync(Call, Cancel);
        return Done(T("已提交科长审核", "Handed to the section chief"), $"/programmes/calls/details/{Id}");
    }
}
