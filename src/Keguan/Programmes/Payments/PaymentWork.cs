using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Work;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

/// <summary>What of the payments waits on each desk.</summary>
public sealed class PaymentWork : IWorkSource
{
    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (!actor.SeesAll) return [];
        var result = new List<WorkQueue>();
        if (actor.Can(Permissions.PaymentsRequest))
        {
            // The conditions that the database can judge; those of the definition are judged on the page.
            string[] stopped = [ProjectLifecycle.AgreementPending, ProjectLifecycle.Failed, ProjectLifecycle.Terminated, ProjectLifecycle.Revoked];
            var entries = db.Set<Entry>().Where(entry => entry.SubjectType == "project");
            var ready = db.Payments().Where(payment => payment.State == PaymentLifecycle.Pending && !stopped.Contains(payment.Project.State)
                && (payment.After == "agreement"
                    || (payment.After == "midterm" && entries.Any(entry => entry.SubjectId == payment.ProjectId && (entry.Action == PaymentConditions.MidtermPassed || entry.Action == "pass")))
                    || (payment.After == "acceptance" && entries.Any(entry => entry.SubjectId == payment.ProjectId && entry.Action == "pass"))));
            var me = actor.AccountId;
            await AddAsync(ready, 61, T("可申请拨款", "Payments to request"), "/programmes/payments?state=pending&sort=project", ready.Where(payment => payment.Project.HandlerId == null || payment.Project.HandlerId == me));
        }
        if (actor.Can(Permissions.PaymentsApprove))
        {
            await AddAsync(In(PaymentLifecycle.Requested), 62, T("拨款待审核", "Payments to approve"), "/programmes/payments?state=requested&sort=since");
            await AddAsync(In(PaymentLifecycle.Determined), 64, T("拨款待下达", "Payments to release"), "/programmes/payments?state=determined&sort=project");
        }
        if (actor.Can(Permissions.PaymentsApproveHigh)) await AddAsync(In(PaymentLifecycle.Checked), 63, T("拨款待审批", "Payments to approve"), "/programmes/payments?state=checked&sort=since");
        if (actor.Can(Permissions.PaymentsPay)) await AddAsync(In(PaymentLifecycle.Released), 65, T("待拨付", "Payments to make"), "/programmes/payments?state=released&sort=project");
        return result;

        IQueryable<Payment> In(string state) => db.Payments().Where(payment => payment.State == state);

        async Task AddAsync(IQueryable<Payment> query, int order, Text stage, string url, IQueryable<Payment>? mine = null)
        {
            if (await CountAsync(query, order, stage, url) is not { } queue) return;
            if (mine is not null) queue = queue with { Own = await CountAsync(mine, order, stage, url + Work.Handling.Query) ?? new WorkQueue(order, stage, url, 0, 0, 0, null, null) };
            result.Add(queue);
        }

        async Task<WorkQueue?> CountAsync(IQueryable<Payment> query, int order, Text stage, string url)
        {
            var found = await query.GroupBy(_ => 1).Select(group => new { Count = group.Count(), Oldest = group.Min(payment => payment.StateSince) }).FirstOrDefaultAsync(cancel);
            return found is null ? null : new WorkQueue(order, stage, url, found.Count, 0, 0, ChinaTime.DayOf(found.Oldest), null);
        }
    }

    public Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel) => Task.FromResult<IReadOnlyList<WorkItem>>([]);
}
