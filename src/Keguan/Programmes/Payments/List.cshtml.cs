using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Sheets;
using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

/// <summary>下达清单: what went to finance together, as a page and as the workbook that comes back with days and vouchers.</summary>
[Needs(Permissions.PaymentsApprove, Permissions.PaymentsPay, Permissions.JournalRead)]
public sealed class ListModel : KeguanPage
{
    public IReadOnlyList<Payment> Payments { get; private set; } = [];
    public IReadOnlyDictionary<Guid, string> Codes { get; private set; } = new Dictionary<Guid, string>();

    [BindProperty(SupportsGet = true)] public string Number { get; set; } = "";

    protected internal override async Task<bool> LoadAsync()
    {
        Payments = await Db.Payments().VisibleTo(Actor).AsNoTracking().Include(payment => payment.Project).Where(payment => payment.ListNumber == Number)
            .OrderBy(payment => payment.Project.Number).ThenBy(payment => payment.Number).ToListAsync(Cancel);
        var ids = Payments.Select(payment => payment.OrganisationId).Distinct().ToArray();
        Codes = await Db.Organisations().Where(one => ids.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => one.Uscc, Cancel);
        return Number.Length > 0 && Payments.Count > 0;
    }

    /// <summary>The columns that <see cref="PaidImport"/> reads back.</summary>
    public async Task<IActionResult> OnGetExcelAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var plan = new SheetPlan(T($"拨款清单 {Number}", $"Payments {Number}").ToString(),
        [
            new("list", T("清单号", "List").ToString(), Width: 14), new("number", T("项目编号", "Project").ToString(), Width: 16), new("instalment", T("期次", "Instalment").ToString(), CellKind.Number, Decimals: 0),
            new("organisation", T("承担单位", "Organisation").ToString(), Width: 34), new("uscc", T("统一社会信用代码", "Credit code").ToString(), Width: 22), new("account", T("收款账户", "Account").ToString(), Width: 26),
            new("title", T("项目名称", "Title").ToString(), Width: 46), new("amount", T("拨付金额", "Amount").ToString(), CellKind.MoneyYuan, T("元", "yuan").ToString(), 2, Sum: true),
            new("document", T("下达文号", "Document").ToString(), Width: 22), new("released", T("下达日期", "Released").ToString(), CellKind.Date), new("paid", T("拨付日期", "Paid").ToString(), CellKind.Date), new("voucher", T("凭证号", "Voucher").ToString()),
        ])
        { Notes = [(T("用法", "How to use").ToString(), T("财务填写拨付日期和凭证号后，在“导入拨付结果”中传回；其他列不要改动。", "Finance fills in day and voucher and uploads the sheet again; leave the other columns as they are.").ToString())] };
        var accounts = await PaymentAccounts.OfAsync(Db, [.. Payments.Select(payment => payment.ProjectId)], Cancel);
        var output = new MemoryStream();
        using (var writer = SheetWriter.Create(SheetFormat.Xlsx, output, plan))
        {
            foreach (var one in Payments)
                writer.Row(one.ListNumber, one.Project.Number, one.Number, one.Project.OrganisationName, Codes.GetValueOrDefault(one.OrganisationId, ""), accounts.GetValueOrDefault(one.ProjectId, ""), one.Project.Title, one.AmountFen, one.ReleaseDocument, one.ReleasedOn, one.PaidOn, one.Voucher);
            writer.Finish();
        }
        output.Position = 0;
        return File(output, SheetWriter.ContentType(SheetFormat.Xlsx), T($"拨款清单 {Number}", $"Payments {Number}") + SheetWriter.Extension(SheetFormat.Xlsx));
    }
}
