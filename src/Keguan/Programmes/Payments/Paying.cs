using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Numbering;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

/// <summary>
/// 拨款: every step of an instalment, one or many at once. The project's sums change with the payment, its entry and its notices in the caller's one
/// SaveChanges; two people at one project collide on the project's version, and the second is refused.
/// </summary>
public sealed class Paying(KeguanDb db, Journal journal, Notices notices, Numbers numbers, PaymentConditions conditions, CurrentActor actor)
{
    public const int VoucherMax = 50;
    public const int Most = 500;

    static Text Named(Payment payment) => T($"{payment.Project.Number} 第 {payment.Number} 期", $"{payment.Project.Number}, instalment {payment.Number}");

    static string Wan(long fen) => Money.Wan(fen);

    /// <summary>Payments of the list that the actor may see, with their projects, in the order of the projects' numbers.</summary>
    public Task<List<Payment>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancel = default) =>
        db.Payments().VisibleTo(actor.Value).Include(payment => payment.Project).Where(payment => ids.Contains(payment.Id))
            .OrderBy(payment => payment.Project.Number).ThenBy(payment => payment.Number).ToListAsync(cancel);

    /// <summary>Why a step can't be taken now, per payment; those that can are not in it.</summary>
    public async Task<IReadOnlyDictionary<Guid, Text>> RefusedAsync(IReadOnlyCollection<Payment> payments, string action, CancellationToken cancel = default)
    {
        var unmet = action is "request" or "release" ? await conditions.UnmetAsync(payments, cancel) : new Dictionary<Guid, Text>();
        var result = new Dictionary<Guid, Text>();
        foreach (var payment in payments)
        {
            var why = PaymentLifecycle.Table.Refused(payment, action, actor.Value, journal.Now);
            if (why is null && unmet.TryGetValue(payment.Id, out var condition)) why = condition;
            if (why is null && action is "request" or "release" && payment.Project.ReleasedFen + payment.AmountFen > payment.Project.GrantFen)
                why = T($"下达累计将超过核定资助 {Wan(payment.Project.GrantFen)} 万元", $"More would be released than the grant of {Wan(payment.Project.GrantFen)}");
            if (why is null && action is "pay" && payment.Project.PaidFen + payment.AmountFen > payment.Project.ReleasedFen)
                why = T($"拨付累计将超过已下达 {Wan(payment.Project.ReleasedFen)} 万元", $"More would be paid than the {Wan(payment.Project.ReleasedFen)} released");
            if (why is { } text) result[payment.Id] = text;
        }
        return result;
    }

    async Task RequireAsync(IReadOnlyCollection<Payment> payments, string action, CancellationToken cancel)
    {
        Refusal.If(payments.Count == 0, "请先勾选拨款", "Choose some payments first");
        Refusal.If(payments.Count > Most, $"一次最多办理 {Most} 笔", $"At most {Most} at once");
        var refused = await RefusedAsync(payments, action, cancel);
        if (payments.FirstOrDefault(payment => refused.ContainsKey(payment.Id)) is not { } first) return;
        var (name, why) = (Named(first), refused[first.Id]);
        if (payments.Count == 1) throw new Refusal(why);
        throw new Refusal($"{refused.Count} 笔不能办理，全部未办。{name.Zh}：{why.Zh}", $"{refused.Count} can't be done, so none was. {name.En}: {why.En}");
    }

    void Step(Payment payment, string action, Act? act = null)
    {
        journal.Act(PaymentLifecycle.Table, payment, action, act);
        payment.StateSince = journal.Now;
    }

    static Text Some(IReadOnlyCollection<Payment> payments, string zh, string en)
    {
        var sum = Wan(payments.Sum(payment => payment.AmountFen));
        return payments.Count == 1
            ? T($"{Named(payments.First()).Zh}拨款 {sum} 万元{zh}", $"{Named(payments.First()).En}, {sum}: {en}")
            : T($"{payments.Count} 笔拨款共 {sum} 万元{zh}", $"{payments.Count} payments, {sum} in all: {en}");
    }

    Task TellAsync(string permission, Text title, string url, CancellationToken cancel) => notices.TellRolesAsync(Permissions.All[permission], title, url, cancel: cancel);

    public async Task RequestAsync(IReadOnlyCollection<Payment> payments, CancellationToken cancel = default)
    {
        await RequireAsync(payments, "request", cancel);
        foreach (var payment in payments)
        {
            Step(payment, "request", new Act { Summary = $"申请第 {payment.Number} 期拨款 {Wan(payment.AmountFen)} 万元，条件：{payment.ConditionZh}", Payload = new { payment.Number, payment.AmountFen, payment.After } });
            payment.RequestedOn = ChinaTime.DayOf(journal.Now);
        }
        await TellAsync(Permissions.PaymentsApprove, Some(payments, "待审核", "awaiting your approval"), "/programmes/payments?state=requested", cancel);
    }

    public async Task ApproveAsync(IReadOnlyCollection<Payment> payments, CancellationToken cancel = default)
    {
        await RequireAsync(payments, "approve", cancel);
        foreach (var payment in payments)
        {
            Step(payment, "approve", new Act { Summary = $"审核通过第 {payment.Number} 期拨款 {Wan(payment.AmountFen)} 万元{(payment.NeedsLeader ? "，报局领导审批" : "")}" });
            if (payment.State == PaymentLifecycle.Determined) payment.DeterminedOn = ChinaTime.DayOf(journal.Now);
        }
        if (payments.Where(payment => payment.State == PaymentLifecycle.Checked).ToList() is { Count: > 0 } high)
            await TellAsync(Permissions.PaymentsApproveHigh, Some(high, "待审批", "awaiting your approval"), "/programmes/payments?state=checked", cancel);
    }

    public async Task ApproveHighAsync(IReadOnlyCollection<Payment> payments, CancellationToken cancel = default)
    {
        await RequireAsync(payments, "approve-high", cancel);
        foreach (var payment in payments)
        {
            Step(payment, "approve-high", new Act { Summary = $"审批同意第 {payment.Number} 期拨款 {Wan(payment.AmountFen)} 万元" });
            payment.DeterminedOn = ChinaTime.DayOf(journal.Now);
        }
        await TellAsync(Permissions.PaymentsApprove, Some(payments, "已核定，可下达", "determined, to be released"), "/programmes/payments?state=determined", cancel);
    }

    public async Task ReturnAsync(Payment payment, string? reason, CancellationToken cancel = default)
    {
        var action = payment.State == PaymentLifecycle.Checked && actor.Value.Can(Permissions.PaymentsApproveHigh) ? "return-high" : "return";
        Step(payment, action, new Act { Reason = reason, Summary = $"退回第 {payment.Number} 期拨款申请" });
        payment.RequestedOn = null;
        await TellAsync(Permissions.PaymentsRequest, T($"{Named(payment).Zh}拨款申请被退回", $"{Named(payment).En}: the request was returned"), Url(payment), cancel);
    }

    /// <summary>Releases all of them on one list under one document; the list goes to finance. Returns its number.</summary>
    /// <remarks>Within <see cref="KeguanDb.InTransactionAsync(Func{Task}, CancellationToken)"/> of the caller, or the numbers are spent when saving fails.</remarks>
    /// <param name="typed">The document's number; empty = the next of the bureau's own series.</param>
    public async Task<string> ReleaseAsync(IReadOnlyCollection<Payment> payments, string? typed, string mark, CancellationToken cancel = default)
    {
        await RequireAsync(payments, "release", cancel);
        var today = ChinaTime.DayOf(journal.Now);
        // Two instalments of one project on one list: each is within the grant, both need not be.
        foreach (var group in payments.GroupBy(payment => payment.ProjectId))
        {
            var project = group.First().Project;
            Refusal.If(project.ReleasedFen + group.Sum(payment => payment.AmountFen) > project.GrantFen, $"{project.Number} 下达累计将超过核定资助 {Wan(project.GrantFen)} 万元", $"{project.Number}: more would be released than the grant");
        }
        var list = await numbers.Next("payment-list", "BK{year}-{n:3}", today, cancel: cancel);
        var document = "";
        if (string.IsNullOrWhiteSpace(typed))
        {
            do document = await numbers.Next("document-" + mark, mark + "〔{year}〕{n}号", today, cancel: cancel);
            while (await IsUsedAsync(document, cancel));
        }
        else
        {
            if (!DocumentNumber.TryParse(typed, out document, out var error)) throw new Refusal(error);
            Refusal.If(await IsUsedAsync(document, cancel), $"文号 {document} 已使用", $"The document number {document} has been used");
        }
        foreach (var payment in payments)
        {
            Step(payment, "release", new Act
            {
                Summary = $"下达第 {payment.Number} 期 {Wan(payment.AmountFen)} 万元，{document}", Payload = new { payment.Number, payment.AmountFen, document, list },
                Posts = [Post.Fen("programme.released", payment.AmountFen)],
            });
            (payment.ReleasedOn, payment.ReleaseDocument, payment.ListNumber) = (today, document, list);
            payment.Project.ReleasedFen += payment.AmountFen;
            await notices.TellOrganisationAsync(payment.OrganisationId,
                T($"“{payment.Project.Title}”第 {payment.Number} 期资金 {Wan(payment.AmountFen)} 万元已下达（{document}）", $"Instalment {payment.Number} of “{payment.Project.Title}”, {Wan(payment.AmountFen)}, was released ({document})"), Url(payment), cancel);
        }
        await TellAsync(Permissions.PaymentsPay, T($"下达清单 {list}：{payments.Count} 笔共 {Wan(payments.Sum(payment => payment.AmountFen))} 万元待拨付", $"List {list}: {payments.Count} payments to be paid"), $"/programmes/payments/list/{list}", cancel);
        return list;
    }

    async Task<bool> IsUsedAsync(string document, CancellationToken cancel) =>
        await db.Payments().AnyAsync(payment => payment.ReleaseDocument == document, cancel) || await db.Set<Decisions.ApprovalBatch>().AnyAsync(batch => batch.DocumentNumber == document, cancel);

    /// <summary>What is wrong with a day and a voucher, or null.</summary>
    public Text? Faulty(Payment payment, DateOnly? on, string? voucher)
    {
        var today = ChinaTime.DayOf(journal.Now);
        if (on is not { } day) return T("请填写拨付日期", "Fill in the day of payment");
        if (day > today) return T($"拨付日期不能晚于今天（{today:yyyy-MM-dd}）", $"The day of payment can't be after today ({today:yyyy-MM-dd})");
        if (payment.ReleasedOn is { } released && day < released) return T($"拨付日期不能早于下达日期 {released:yyyy-MM-dd}", $"The day of payment can't be before the release on {released:yyyy-MM-dd}");
        if (string.IsNullOrWhiteSpace(voucher)) return T("请填写凭证号", "Fill in the voucher's number");
        return voucher.Trim().Length > VoucherMax ? T($"凭证号最多 {VoucherMax} 字", $"At most {VoucherMax} characters") : null;
    }

    public async Task PayAsync(Payment payment, DateOnly? on, string? voucher, CancellationToken cancel = default)
    {
        await RequireAsync([payment], "pay", cancel);
        Refusal.If(Faulty(payment, on, voucher));
        var number = voucher!.Trim();
        Step(payment, "pay", new Act
        {
            OccurredOn = on, Summary = $"第 {payment.Number} 期拨付 {Wan(payment.AmountFen)} 万元，凭证 {number}", Payload = new { payment.Number, payment.AmountFen, paidOn = on, voucher = number },
            Posts = [Post.Fen("programme.paid", payment.AmountFen)],
        });
        (payment.PaidOn, payment.Voucher) = (on, number);
        payment.Project.PaidFen += payment.AmountFen;
        await notices.TellOrganisationAsync(payment.OrganisationId,
            T($"“{payment.Project.Title}”第 {payment.Number} 期资金 {Wan(payment.AmountFen)} 万元已拨付，请查收", $"Instalment {payment.Number} of “{payment.Project.Title}”, {Wan(payment.AmountFen)}, was paid"), Url(payment), cancel);
    }

    /// <summary>追回: from what was paid, at most the amount; a release that was not paid yet is taken back as a whole.</summary>
    public async Task RecoverAsync(Payment payment, long fen, string? reason, CancellationToken cancel = default)
    {
        Refusal.If(PaymentLifecycle.Table.Refused(payment, "recover", actor.Value, journal.Now));
        var paid = payment.State == PaymentLifecycle.Paid;
        Refusal.If(fen <= 0, "追回金额应大于 0", "The amount to recover must be above 0");
        Refusal.If(fen > payment.AmountFen, $"追回金额不能超过本期{(paid ? "已拨付" : "已下达")}的 {Wan(payment.AmountFen)} 万元", $"Not more than the {Wan(payment.AmountFen)} of this instalment can be recovered");
        Refusal.If(!paid && fen != payment.AmountFen, "尚未拨付的，应全额撤回下达", "What has not been paid yet is taken back as a whole");
        Step(payment, "recover", new Act
        {
            Reason = reason, Summary = paid ? $"追回第 {payment.Number} 期 {Wan(fen)} 万元" : $"撤回第 {payment.Number} 期下达 {Wan(fen)} 万元", Payload = new { payment.Number, payment.AmountFen, recoveredFen = fen, wasPaid = paid },
            Posts = [paid ? Post.Fen("programme.recovered", fen) : Post.Fen("programme.released", -fen)],
        });
        if (paid)
        {
            payment.RecoveredFen = fen;
            payment.Project.RecoveredFen += fen;
        }
        else payment.Project.ReleasedFen -= fen;
        await notices.TellOrganisationAsync(payment.OrganisationId,
            T($"“{payment.Project.Title}”第 {payment.Number} 期资金{(paid ? "追回" : "撤回下达")} {Wan(fen)} 万元", $"{Wan(fen)} of instalment {payment.Number} of “{payment.Project.Title}” was recovered"), Url(payment), cancel);
    }

    /// <summary>取消: an instalment that was not released and will not be. The project must be loaded.</summary>
    public void Cancel(Payment payment, string? reason) => Step(payment, "cancel", new Act { Reason = reason, Summary = $"取消第 {payment.Number} 期拨款 {Wan(payment.AmountFen)} 万元" });

    static string Url(Payment payment) => $"/programmes/payments/project/{payment.ProjectId}";
}
