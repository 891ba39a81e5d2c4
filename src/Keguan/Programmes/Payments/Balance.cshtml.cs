using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Sheets;
using Keguan.Programmes.Definitions;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

/// <summary>资金余额: per fund (programme and year), per batch, or per project of a batch, as it stood at the end of a day.</summary>
[Needs(Permissions.JournalRead)]
public sealed class BalanceModel(DefinitionStore definitions) : KeguanPage
{
    /// <param name="Url">Where the row is taken apart, or its project.</param>
    /// <param name="Where">What narrows the postings behind the row's figures.</param>
    public sealed record Row(string Name, string Detail, string? Url, string Where, Balance Balance);

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public Balance Sum { get; private set; } = Balance.Nothing;
    public DateOnly Day { get; private set; }
    public DateOnly Today => ChinaTime.DayOf(Now);

    [BindProperty(SupportsGet = true)] public DateOnly? On { get; set; }
    [BindProperty(SupportsGet = true)] public string By { get; set; } = "fund";
    [BindProperty(SupportsGet = true)] public string? Definition { get; set; }
    [BindProperty(SupportsGet = true)] public string? Batch { get; set; }

    public bool OfProjects => Batch is { Length: > 0 } && Definition is { Length: > 0 };

    protected internal override async Task<bool> LoadAsync()
    {
        Day = On ?? Today;
        if (OfProjects)
            Rows = [.. (await Balances.PerProjectAsync(Db, Day, Definition!, Batch!, Cancel)).Select(one => new Row(
                $"{one.Project.Number} {one.Project.Title}", one.Project.OrganisationName, $"/programmes/payments/project/{one.Project.Id}", $"q={Uri.EscapeDataString(one.Project.Number)}", one.Balance))];
        else
        {
            var batches = await Balances.PerBatchAsync(Db, Day, Cancel);
            Rows = By == "batch"
                ? [.. batches.Select(one => new Row(one.Batch, LabelOf(one.Definition), $"/programmes/payments/balance?on={Iso(Day)}&definition={Uri.EscapeDataString(one.Definition)}&batch={Uri.EscapeDataString(one.Batch)}", $"definition={Uri.EscapeDataString(one.Definition)}&batch={Uri.EscapeDataString(one.Batch)}", one))]
                : [.. batches.GroupBy(one => (one.Definition, Year: YearOf(one.Batch))).Select(group => new Row(
                    $"{group.Key.Year} {LabelOf(group.Key.Definition)}".Trim(), T($"{group.Count()} 个批次", $"{group.Count()} batches").ToString(), $"/programmes/payments/balance?on={Iso(Day)}&by=batch",
                    $"definition={Uri.EscapeDataString(group.Key.Definition)}&{string.Join('&', group.Select(one => "batch=" + Uri.EscapeDataString(one.Batch)))}", group.Aggregate(Balance.Nothing, (a, b) => a + b)))];
        }
        Sum = Rows.Aggregate(Balance.Nothing, (sum, row) => sum + row.Balance);
        return true;
    }

    /// <summary>The postings that a figure is the sum of.</summary>
    public string Source(Row row, string measure) => $"/programmes/payments/postings?measure={measure}&on-to={Iso(Day)}&{row.Where}";

    static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string YearOf(string batch) => batch.Length >= 4 ? batch[..4] : batch;

    string LabelOf(string definition) => definitions.Find<ProgrammeDefinition>(definition) is { } found ? found.Value.Label.ToString() : definition;

    public async Task<IActionResult> OnGetExportAsync(string? @as)
    {
        await LoadAsync();
        if (!Enum.TryParse<SheetFormat>(@as, ignoreCase: true, out var format) || !Enum.IsDefined(format)) format = SheetFormat.Xlsx;
        SheetColumn Money(string key, Text title) => new(key, title.ToString(), CellKind.MoneyWan, T("万元", "CNY 10,000").ToString(), 1, Sum: true);
        var title = T($"资金余额 {Iso(Day)}", $"Balance {Iso(Day)}").ToString();
        var plan = new SheetPlan(title,
        [
            new("name", (OfProjects ? T("项目", "Project") : By == "batch" ? T("批次", "Batch") : T("资金", "Fund")).ToString(), Width: 50), new("detail", T("说明", "Detail").ToString(), Width: 30),
            Money("granted", T("核定资助", "Granted")), Money("released", T("已下达", "Released")), Money("paid", T("已拨付", "Paid")), Money("recovered", T("已追回", "Recovered")), Money("outstanding", T("待下达", "Outstanding")),
        ])
        { Notes = [(T("截至", "As of").ToString(), Iso(Day)), (T("来源", "Source").ToString(), T("记录的分录", "Postings of the Journal").ToString())] };
        var output = new MemoryStream();
        using (var writer = SheetWriter.Create(format, output, plan))
        {
            foreach (var row in Rows) writer.Row(row.Name, row.Detail, row.Balance.GrantedFen, row.Balance.ReleasedFen, row.Balance.PaidFen, row.Balance.RecoveredFen, row.Balance.OutstandingFen);
            writer.Finish();
        }
        output.Position = 0;
        return File(output, SheetWriter.ContentType(format), title + SheetWriter.Extension(format));
    }
}
