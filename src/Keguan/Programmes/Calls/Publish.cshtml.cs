using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Numbering;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Definitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>审核发布: the chief reads all of it, gives the document number and publishes, or returns it.</summary>
[Needs(Permissions.CallsApprove)]
public sealed class PublishModel(CallPublication publication, CallDrafting drafting, DefinitionStore definitions, FileStore files) : KeguanPage
{
    public const string Automatic = "automatic";
    public const string Typed = "typed";

    public sealed class Form
    {
        [Display(Name = "文号|Document number"), Required] public string Numbering { get; set; } = Automatic;
        [Display(Name = "手工填写的文号|Number by hand")] public string? Number { get; set; }
        [Display(Name = "发布提前量不足的理由|Why on short notice"), StringLength(CallRules.ReasonMax)] public string? ShortNotice { get; set; }
        [Display(Name = "退回理由|Why it is returned"), StringLength(CallRules.ReasonMax)] public string? Reason { get; set; }
    }

    public Call Call { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public IReadOnlyList<CallProblem> Problems { get; private set; } = [];
    public IReadOnlyList<StoredFile> Papers { get; private set; } = [];
    public LeadTime Lead { get; private set; } = null!;
    public Foundation.Text? Refused { get; private set; }
    public Foundation.Text? ReturnRefused { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public Form Input { get; set; } = new();

    protected internal override async Task<bool> LoadAsync()
    {
        var call = await Db.Calls().VisibleTo(Actor).Include(one => one.Categories).Include(one => one.Recommenders).AsSplitQuery().FirstOrDefaultAsync(one => one.Id == Id, Cancel);
        if (call is null) return false;
        Call = call;
        Programme = definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value;
        Papers = await files.List(CallDrafting.OwnerOf(call), CallDrafting.Papers.Key, Cancel);
        Problems = CallRules.ProblemsOf(call, Programme, Now);
        Lead = LeadTime.Of(Now, call.OpensAt, Programme);
        Refused = await publication.WhyNotAsync(call, Cancel) ?? (Problems.Count > 0 ? T($"不能发布：{Problems[0].Words.Zh}", $"It can't be published: {Problems[0].Words.En}") : null);
        ReturnRefused = CallLifecycle.Table.Refused(call, "return", Actor, Now);
        if (HttpMethods.IsGet(Request.Method)) Input.ShortNotice = call.ShortNoticeReason;
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        string? number = null;
        if (Input.Numbering == Typed && !DocumentNumber.TryParse(Input.Number, out number, out var wrong)) Wrong("Input.Number", wrong);
        if (!ModelState.IsValid) return await Invalid();
        await publication.PublishAsync(Call, Input.Numbering == Typed ? number : null, Input.ShortNotice, Cancel);
        return Done(T($"已发布，文号 {Call.DocumentNumber}", $"Published as {Call.DocumentNumber}"), $"/programmes/calls/details/{Id}");
    }

    public async Task<IActionResult> OnPostReturnAsync()
    {
        if (!await LoadAsync()) return NotFound();
        await drafting.ReturnAsync(Call, Input.Reason, Cancel);
        return Done(T("已退回起草人", "Returned to the drafter"), $"/programmes/calls/details/{Id}");
    }
}
