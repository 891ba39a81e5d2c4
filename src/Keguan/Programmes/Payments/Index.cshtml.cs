using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Tables;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

/// <summary>Several at once: those that can be done are done, the others stay and are named with the reason.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class IndexModel(Paying paying) : ListPage<PaymentList>
{
    [Acts(Permissions.PaymentsRequest)]
    public Task<IActionResult> OnPostRequestAsync(Guid[] ids) => TakeAsync(ids, "request", Permissions.PaymentsRequest, some => paying.RequestAsync(some, Cancel), T("已申请", "requested"));

    [Acts(Permissions.PaymentsApprove)]
    public Task<IActionResult> OnPostApproveAsync(Guid[] ids) => TakeAsync(ids, "approve", Permissions.PaymentsApprove, some => paying.ApproveAsync(some, Cancel), T("已审核通过", "approved"));

    [Acts(Permissions.PaymentsApproveHigh)]
    public Task<IActionResult> OnPostApproveHighAsync(Guid[] ids) => TakeAsync(ids, "approve-high", Permissions.PaymentsApproveHigh, some => paying.ApproveHighAsync(some, Cancel), T("已审批同意", "approved"));

    async Task<IActionResult> TakeAsync(Guid[] ids, string action, string permission, Func<IReadOnlyCollection<Payment>, Task> take, Text done)
    {
        if (!Actor.Can(permission)) return NotFound();
        Refusal.If(ids.Length == 0, "请先勾选拨款", "Choose some payments first");
        Refusal.If(ids.Length > Paying.Most, $"一次最多办理 {Paying.Most} 笔", $"At most {Paying.Most} at once");
        var payments = await paying.FindAsync(ids, Cancel);
        if (payments.Count < ids.Distinct().Count()) return NotFound();
        var refused = await paying.RefusedAsync(payments, action, Cancel);
        var able = payments.Where(payment => !refused.ContainsKey(payment.Id)).ToList();
        if (able.Count == 0) throw new Refusal(Named(payments[0], refused[payments[0].Id]));
        await take(able);
        await Db.SaveChangesAsync(Cancel);
        if (refused.Count > 0)
        {
            var some = payments.Where(payment => refused.ContainsKey(payment.Id)).Take(5).Select(payment => Named(payment, refused[payment.Id])).ToList();
            Flash.Warning(TempData, T($"{refused.Count} 笔未办理：{string.Join("；", some.Select(one => one.Zh))}", $"{refused.Count} not done: {string.Join("; ", some.Select(one => one.En))}"));
        }
        var query = QueryString.Create(Request.Query.Where(pair => pair.Key != "handler"));
        return Done(T($"{done.Zh} {able.Count} 笔，共 {Money.Wan(able.Sum(payment => payment.AmountFen))} 万元", $"{able.Count} {done.En}"), Request.Path + query);
    }

    static Text Named(Payment payment, Text why) => T($"{payment.Project.Number} 第 {payment.Number} 期，{why.Zh}", $"{payment.Project.Number}, instalment {payment.Number}: {why.En}");
}
