using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Forms;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;

namespace Keguan.Programmes.Supervision;

/// <summary>中期报告 as a paper.</summary>
public static class MidtermPaper
{
    public static WordDocument Of(Project project, MidtermReport report, ProgrammeDefinition programme, ProjectForm form, TargetReports targets, IReadOnlyList<SpendingRow> spending)
    {
        var document = new WordDocument($"{programme.Label.Zh}{form.Form.Label.Zh}", project.Number, Hash(report.Data))
            .Cover(new WordCover(project.Title,
            [
                new("项目编号", project.Number), new("承担单位", project.OrganisationName), new("项目负责人", project.LeaderName),
                new("执行期", $"{ChinaTime.Day(project.StartOn)} 至 {ChinaTime.Day(project.EndOn)}"),
                new("提交时间", report.SubmittedAt is { } at ? ChinaTime.Second(at) : "（未提交）"), new("审核结果", MidtermLifecycle.Table.StateOf(report.State).Inside.Zh),
            ]));
        foreach (var section in form.Sections) FormPrinter.Print(document, form.View(section));
        Targets(document, targets);
        Spending(document, programme, spending);
        if (report.Opinion.Length > 0) document.Heading(1, "审核意见").Paragraph(report.Opinion);
        return document.Signatures(new WordSignature("承担单位", "项目负责人"));
    }

    public static void Targets(WordDocument document, TargetReports targets) => document.Heading(1, "考核指标完成情况").Table(
        [new("指标", 2), new("立项时", Number: true), new("目标", Number: true), new("当前值", Number: true), new("单位"), new("证明或说明", 3)],
        targets.Targets.Select(target =>
        {
            var row = targets.RowOf(target);
            var proof = string.Join("；", targets.FilesOf(target).Select(file => file.Name));
            return (IReadOnlyList<string?>)[target.Name, TargetReports.Shown(target.Baseline), TargetReports.Goal(target), TargetReports.Shown(row?.Current), target.Unit, string.Join("；", new[] { row?.Explanation ?? "", proof }.Where(part => part.Length > 0))];
        }));

    public static void Spending(WordDocument document, ProgrammeDefinition programme, IReadOnlyList<SpendingRow> rows) => document.Heading(1, "经费支出").Table(
        [new("月份"), new("科目"), new("财政资金（万元）", Number: true), new("自筹（万元）", Number: true)],
        rows.OrderBy(row => row.Month).ThenBy(row => row.Item, StringComparer.Ordinal).Select(row => (IReadOnlyList<string?>)[row.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), BudgetWords.Item(programme, row.Item).Zh, Money.Wan(row.GrantFen), Money.Wan(row.OwnFen)]),
        ["合计", "", Money.Wan(rows.Sum(row => row.GrantFen)), Money.Wan(rows.Sum(row => row.OwnFen))]);

    public static string Hash(string data) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)));
}

/// <summary>Labels of budget items, from the application's form.</summary>
public static class BudgetWords
{
    public static IReadOnlyList<FormOption> Items(ProgrammeDefinition programme) =>
        programme.Application.Sections.SelectMany(section => section.Fields).FirstOrDefault(field => field.Key == "budget")?.Columns.FirstOrDefault(column => column.Key == "subject")?.Options ?? [];

    public static Text Item(ProgrammeDefinition programme, string key) => Items(programme).FirstOrDefault(option => option.Key == key)?.Label ?? Text.Same(key);
}
