using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Imports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

public sealed class PaidRow
{
    public string List { get; set; } = "";
    public string Project { get; set; } = "";
    public int Instalment { get; set; }
    public long AmountFen { get; set; }
    public DateOnly? On { get; set; }
    public string Voucher { get; set; } = "";
}

/// <summary>The list that went to finance, back with days and vouchers: all of it or nothing.</summary>
public sealed class PaidImport : ImportDefinition<PaidRow>
{
    public PaidImport() : base("programmes/payments", T("拨付结果", "Payments made"))
    {
        Guide = T("把下达清单填上拨付日期和凭证号后传回。项目编号、期次和金额须与清单一致；已登记过的拨款不能再导入。", "The list of a release with day and voucher filled in. Project, instalment and amount must be those of the list; what was recorded already is refused.");
        DoneUrl = "/programmes/payments?state=paid&sort=-paid";
        Words("list", T("清单号", "List"), (row, text) => row.List = text, 40).Required().Like("BK2026-001");
        Words("number", T("项目编号", "Project"), (row, text) => row.Project = text, 40).Required().Like("YKJ2026-0142");
        Whole("instalment", T("期次", "Instalment"), (row, number) => row.Instalment = number, 1, 20).Required();
        Amount("amount", T("拨付金额", "Amount"), (row, fen) => row.AmountFen = fen).Required();
        Date("paid", T("拨付日期", "Paid"), (row, day) => row.On = day).Required();
        Words("voucher", T("凭证号", "Voucher"), (row, text) => row.Voucher = text, Paying.VoucherMax).Required().Like("2026-0907");
        Key("number", row => $"{row.Project}/{row.Instalment}");
    }

    public override string Permission => Permissions.PaymentsPay;

    protected override async Task CheckAsync(ImportContext context, IReadOnlyList<ImportRow<PaidRow>> rows, CancellationToken cancel)
    {
        var paying = context.Services.GetRequiredService<Paying>();
        var payments = await FindAsync(context, rows, cancel);
        var refused = await paying.RefusedAsync(payments.Values, "pay", cancel);
        foreach (var row in rows)
        {
            if (!payments.TryGetValue((row.Value.Project, row.Value.Instalment), out var payment)) row.Fault("number", T("没有这一期拨款", "there is no such instalment"));
            else if (payment.ListNumber != row.Value.List) row.Fault("list", T($"这一期在清单 {(payment.ListNumber.Length > 0 ? payment.ListNumber : "—")} 上", $"this instalment is on list {payment.ListNumber}"));
            else if (refused.TryGetValue(payment.Id, out var why)) row.Fault(null, why);
            else if (payment.AmountFen != row.Value.AmountFen) row.Fault("amount", T($"应为 {Money.Yuan(payment.AmountFen)} 元", $"expected {Money.Yuan(payment.AmountFen)} yuan"));
            else if (paying.Faulty(payment, row.Value.On, row.Value.Voucher) is { } wrong) row.Fault("paid", wrong);
        }
    }

    protected override async Task ApplyAsync(ImportContext context, IReadOnlyList<ImportRow<PaidRow>> rows, CancellationToken cancel)
    {
        var paying = context.Services.GetRequiredService<Paying>();
        var payments = await FindAsync(context, rows, cancel);
        foreach (var row in rows)
        {
            if (!payments.TryGetValue((row.Value.Project, row.Value.Instalment), out var payment)) throw new Refusal($"第 {row.Number} 行：没有这一期拨款", $"Row {row.Number}: there is no such instalment");
            await paying.PayAsync(payment, row.Value.On, row.Value.Voucher, cancel);
        }
    }

    static async Task<Dictionary<(string Project, int Instalment), Payment>> FindAsync(ImportContext context, IReadOnlyList<ImportRow<PaidRow>> rows, CancellationToken cancel)
    {
        var numbers = rows.Select(row => row.Value.Project).Distinct().ToArray();
        return await context.Db.Payments().VisibleTo(context.Actor).Include(payment => payment.Project).Where(payment => numbers.Contains(payment.Project.Number))
            .ToDictionaryAsync(payment => (payment.Project.Number, payment.Number), cancel);
    }
}
