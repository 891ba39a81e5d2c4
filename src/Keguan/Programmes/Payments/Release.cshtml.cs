using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Definitions;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

/// <summary>汇总下达: what was picked in the list as one list under one document, looked at once more before it is done.</summary>
[Needs(Permissions.PaymentsApprove)]
public sealed class ReleaseModel(Paying paying, DefinitionStore definitions) : KeguanPage
{
    public IReadOnlyList<Payment> Payments { get; private set; } = [];
    public IReadOnlyDictionary<Guid, Text> Refused { get; private set; } = new Dictionary<Guid, Text>();

    [BindProperty] public List<Guid> Ids { get; set; } = [];
    [BindProperty] public string? Document { get; set; }

    public override Task<IActionResult> OnGetAsync() => Task.FromResult<IActionResult>(LocalRedirect("/programmes/payments?state=determined&sort=project"));

    protected internal override async Task<bool> LoadAsync()
    {
        var payments = await paying.FindAsync(Ids, Cancel);
        if (payments.Count < Ids.Distinct().Count()) return false;
        Payments = payments;
        Refused = await paying.RefusedAsync(payments, "release", Cancel);
        return true;
    }

    /// <summary>Changes nothing: shows what would be released.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (Ids.Count == 0)
        {
            Flash.Warning(TempData, T("请先勾选拨款", "Choose some payments first"));
            return LocalRedirect("/programmes/payments?state=determined&sort=project");
        }
        return await LoadAsync() ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostReleaseAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Payments.Count == 0) return LocalRedirect("/programmes/payments?state=determined&sort=project");
        var first = Payments[0];
        var mark = definitions.Get<ProgrammeDefinition>(first.Definition, first.DefinitionVersion).Value.DocumentMark;
        var list = await Db.InTransactionAsync(async () =>
        {
            var number = await paying.ReleaseAsync(Payments, Document, mark, Cancel);
            await Db.SaveChangesAsync(Cancel);
            return number;
        }, Cancel);
        return Done(T($"已下达 {Payments.Count} 笔，共 {Money.Wan(Payments.Sum(payment => payment.AmountFen))} 万元，清单 {list} 已送财务", $"{Payments.Count} released; list {list} went to finance"), $"/programmes/payments/list/{list}");
    }
}
