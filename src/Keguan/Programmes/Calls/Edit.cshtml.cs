using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Files;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Definitions;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>The draft of a call: everything on one page, saved as it is, judged when it is submitted.</summary>
[Needs(Permissions.CallsDraft)]
public sealed class EditModel(CallDrafting drafting, DefinitionStore definitions, FileStore files) : KeguanPage
{
    public Call Call { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public IReadOnlyList<Organisation> Bodies { get; private set; } = [];
    public IReadOnlyList<StoredFile> Papers { get; private set; } = [];
    public Foundation.Text? Refused { get; private set; }
    public IHtmlContent? Preview { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public CallInput Input { get; set; } = new();

    protected internal override async Task<bool> LoadAsync()
    {
        var call = await Db.Calls().VisibleTo(Actor).Include(one => one.Categories).Include(one => one.Recommenders).AsSplitQuery().FirstOrDefaultAsync(one => one.Id == Id, Cancel);
        if (call is null) return false;
        Call = call;
        Programme = definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value;
        Bodies = await drafting.BodiesAsync(Cancel);
        Papers = await files.List(CallDrafting.OwnerOf(call), CallDrafting.Papers.Key, Cancel);
        Refused = CallRules.WhyNotRevised(call);
        if (HttpMethods.IsGet(Request.Method)) Input = CallInput.Of(call, Programme, Bodies);
        return true;
    }

    public async Task<IActionResult> OnPostAsync(string? then)
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(Refused);
        Judge();
        if (!ModelState.IsValid) return await Invalid();
        var papers = await drafting.ReviseAsync(Call, Input, Request.Form, Cancel);
        if (papers.Problems.Count > 0)
        {
            foreach (var (field, reason) in papers.Problems) Wrong(field, reason);
            // The rest is saved: go on from there.
            ModelState.Remove("Input.Version");
            Input.Version = Call.Version;
            return await Invalid();
        }
        return then == "check"
            ? LocalRedirect($"/programmes/calls/check/{Id}")
            : Done(T("草案已保存", "The draft is saved"), $"/programmes/calls/edit/{Id}");
    }

    /// <summary>Shows the guide as the public will read it; nothing is judged or saved.</summary>
    public async Task<IActionResult> OnPostPreviewAsync()
    {
        if (!await LoadAsync()) return NotFound();
        foreach (var key in ModelState.Keys.ToList()) ModelState.ClearValidationState(key);
        Preview = SafeMarkdown.Render(Input.Guide);
        return Page();
    }

    /// <summary>What can't be right, said at once; what is still missing is said before submission.</summary>
    void Judge()
    {
        if (Input.Opens is { } opens && Input.Closes is { } closes && closes <= opens) Wrong("Input.Closes", T("受理截止应晚于受理开始", "The window must close after it opens"));
        for (var i = 0; i < Input.Categories.Count; i++)
        {
            var row = Input.Categories[i];
            if (row.Open && Programme.Category(row.Key) is { CapFen: > 0 } category && row.Cap > category.CapFen)
                Wrong($"Input.Categories[{i}].Cap", T($"不得超过计划规定的 {Money.Words(category.CapFen).Zh}", $"The programme allows at most {Money.Words(category.CapFen).En}"));
        }
    }

    public IEnumerable<Choice> ScopesOf(Organisation body)
    {
        var area = Foundation.Codes.CodeTables.Default.Areas.NameOf(body.Area);
        return
        [
            new Choice(CallInput.RecommenderRow.ItsArea, T($"推荐{area.Zh}的单位", $"for applicants of {area.En}")),
            new Choice(CallInput.RecommenderRow.Chosen, T("由申报单位选择", "chosen by applicants")),
        ];
    }
}
