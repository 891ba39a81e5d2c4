using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Matter;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

/// <summary>经费: a project's money and its instalments, with what may be done to each or why not.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class ProjectModel(Paying paying, PaymentConditions conditions, MatterTimeline timeline) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public Projects.Project Project => Head.Project!;
    public IReadOnlyList<Payment> Payments { get; private set; } = [];
    public IReadOnlyDictionary<Guid, Text> Unmet { get; private set; } = new Dictionary<Guid, Text>();
    public IReadOnlyDictionary<string, IReadOnlyDictionary<Guid, Text>> Refused { get; private set; } = new Dictionary<string, IReadOnlyDictionary<Guid, Text>>();
    public IReadOnlyList<Happening> Happenings { get; private set; } = [];
    public DateOnly Today => ChinaTime.DayOf(Now);

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public Guid Payment { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public DateOnly? On { get; set; }
    [BindProperty] public string? Voucher { get; set; }
    [BindProperty, Wan] public long? RecoverFen { get; set; }

    static readonly string[] Asked = ["request", "approve", "approve-high", "release", "pay"];

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Payments = await Db.Payments().VisibleTo(Actor).AsNoTracking().Include(payment => payment.Project).Where(payment => payment.ProjectId == Id).OrderBy(payment => payment.Number).ToListAsync(Cancel);
        Unmet = await conditions.UnmetAsync([.. Payments.Where(payment => payment.State == PaymentLifecycle.Pending)], Cancel);
        var refused = new Dictionary<string, IReadOnlyDictionary<Guid, Text>>();
        foreach (var action in Asked) refused[action] = await paying.RefusedAsync(Payments, action, Cancel);
        Refused = refused;
        if (Payments.Count > 0)
            Happenings = await timeline.RowsAsync([.. Payments.Select(payment => (PaymentLifecycle.Table.Subject, payment.Id))], Actor, 30, Cancel);
        return true;
    }

    /// <summary>The buttons of one instalment: only what leaves its state and belongs to the actor's role.</summary>
    public IReadOnlyList<Offer> Offers(Payment payment) =>
        [.. PaymentLifecycle.Table.Offers(payment, Actor, Now).Select(offer => offer with { Refused = offer.Refused ?? (Refused.TryGetValue(offer.Action, out var refused) && refused.TryGetValue(payment.Id, out var why) ? why : null) })];

    /// <summary>Entries behind a figure of this project.</summary>
    public string Source(string measure) => $"/programmes/payments/postings?measure={measure}&q={Project.Number}";

    [Acts(Permissions.PaymentsRequest)]
    public Task<IActionResult> OnPostRequestAsync() => DoAsync(payment => paying.RequestAsync([payment], Cancel), T("已申请", "Requested"));

    [Acts(Permissions.PaymentsApprove)]
    public Task<IActionResult> OnPostApproveAsync() => DoAsync(payment => paying.ApproveAsync([payment], Cancel), T("已审核通过", "Approved"));

    [Acts(Permissions.PaymentsApproveHigh)]
    public Task<IActionResult> OnPostApproveHighAsync() => DoAsync(payment => paying.ApproveHighAsync([payment], Cancel), T("已审批同意", "Approved"));

    [Acts(Permissions.PaymentsApprove, Permissions.PaymentsApproveHigh)]
    public Task<IActionResult> OnPostReturnAsync() => DoAsync(payment => paying.ReturnAsync(payment, Reason, Cancel), T("已退回", "Returned"));

    [Acts(Permissions.PaymentsPay)]
    public Task<IActionResult> OnPostPayAsync() => DoAsync(payment => paying.PayAsync(payment, On, Voucher, Cancel), T("已登记拨付", "Recorded"));

    [Acts(Permissions.PaymentsPay)]
    public Task<IActionResult> OnPostRecoverAsync() => DoAsync(payment => paying.RecoverAsync(payment, RecoverFen ?? payment.AmountFen, Reason, Cancel), T("已登记追回", "Recovered"));

    [Acts(Permissions.PaymentsApprove)]
    public Task<IActionResult> OnPostCancelAsync() => DoAsync(payment =>
    {
        paying.Cancel(payment, Reason);
        return Task.CompletedTask;
    }, T("已取消", "Cancelled"));

    async Task<IActionResult> DoAsync(Func<Payment, Task> act, Text done)
    {
        if (!ModelState.IsValid) return await Invalid();
        if ((await paying.FindAsync([Payment], Cancel)).FirstOrDefault(payment => payment.ProjectId == Id) is not { } found) return NotFound();
        await act(found);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"第 {found.Number} 期{done.Zh}", $"Instalment {found.Number}: {done.En}"), $"/programmes/payments/project/{Id}");
    }
}
