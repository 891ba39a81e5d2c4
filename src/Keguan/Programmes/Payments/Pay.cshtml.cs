using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

/// <summary>登记拨付: finance enters day and voucher, for each payment or once for all of them.</summary>
[Needs(Permissions.PaymentsPay)]
public sealed class PayModel(Paying paying) : KeguanPage
{
    public IReadOnlyList<Payment> Payments { get; private set; } = [];
    public IReadOnlyDictionary<Guid, Text> Refused { get; private set; } = new Dictionary<Guid, Text>();
    public DateOnly Today => ChinaTime.DayOf(Now);

    [BindProperty] public List<Guid> Ids { get; set; } = [];

    /// <summary>By id of the payment; where empty, what was entered for all.</summary>
    [BindProperty] public Dictionary<string, DateOnly?> On { get; set; } = [];
    [BindProperty] public Dictionary<string, string?> Voucher { get; set; } = [];
    [BindProperty] public DateOnly? AllOn { get; set; }
    [BindProperty] public string? AllVoucher { get; set; }

    public override Task<IActionResult> OnGetAsync() => Task.FromResult<IActionResult>(LocalRedirect("/programmes/payments?state=released&sort=project"));

    protected internal override async Task<bool> LoadAsync()
    {
        var payments = await paying.FindAsync(Ids, Cancel);
        if (payments.Count < Ids.Distinct().Count()) return false;
        Payments = payments;
        Refused = await paying.RefusedAsync(payments, "pay", Cancel);
        return true;
    }

    /// <summary>Changes nothing: shows the form for what was picked in the list.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (Ids.Count == 0)
        {
            Flash.Warning(TempData, T("请先勾选拨款", "Choose some payments first"));
            return LocalRedirect("/programmes/payments?state=released&sort=project");
        }
        if (!await LoadAsync()) return NotFound();
        AllOn ??= Today;
        return Page();
    }

    public async Task<IActionResult> OnPostPayAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Payments.Count == 0) return LocalRedirect("/programmes/payments?state=released&sort=project");
        foreach (var payment in Payments)
        {
            var key = payment.Id.ToString();
            if (paying.Faulty(payment, OnOf(key), VoucherOf(key)) is { } wrong)
                Wrong(OnOf(key) is { } day && day <= Today && day >= (payment.ReleasedOn ?? day) ? $"Voucher[{key}]" : $"On[{key}]", T($"{payment.Project.Number} 第 {payment.Number} 期：{wrong.Zh}", $"{payment.Project.Number}, instalment {payment.Number}: {wrong.En}"));
        }
        if (!ModelState.IsValid) return await Invalid();
        foreach (var payment in Payments) await paying.PayAsync(payment, OnOf(payment.Id.ToString()), VoucherOf(payment.Id.ToString()), Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已登记拨付 {Payments.Count} 笔，共 {Money.Wan(Payments.Sum(payment => payment.AmountFen))} 万元", $"{Payments.Count} payments recorded"), "/programmes/payments?state=released&sort=project");
    }

    DateOnly? OnOf(string key) => On.GetValueOrDefault(key) ?? AllOn;

    string? VoucherOf(string key) => Voucher.GetValueOrDefault(key) is { Length: > 0 } own ? own : AllVoucher;
}
