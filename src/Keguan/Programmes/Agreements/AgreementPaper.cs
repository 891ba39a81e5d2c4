using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Documents;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;

namespace Keguan.Programmes.Agreements;

/// <summary>任务书 as a paper to be sealed by both sides.</summary>
public static class AgreementPaper
{
    public static WordDocument Of(Project project, Agreement agreement, ProgrammeDefinition programme)
    {
        var targets = project.Targets.OrderBy(target => target.Order).ToList();
        var budget = project.Budget.OrderBy(item => item.Order).ToList();
        var content = JsonSerializer.Serialize(new { project.Number, project.Title, project.GrantFen, project.OwnFen, agreement.Route, targets = targets.Select(target => new { target.Name, target.Goal, target.Unit, target.DueOn, target.Method }), budget = budget.Select(item => new { item.Subject, item.GrantFen, item.OwnFen, item.Note }) }, Foundation.Journal.Journal.Json);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        var subjects = programme.Application.Sections.SelectMany(section => section.Fields).FirstOrDefault(field => field.Key == "budget")?.Columns.FirstOrDefault(column => column.Key == "subject")?.Options ?? [];
        var kinds = programme.Application.Sections.SelectMany(section => section.Fields).FirstOrDefault(field => field.Key == "targets")?.Columns.FirstOrDefault(column => column.Key == "kind")?.Options ?? [];
        static string Number(long scaled) => (scaled / (decimal)ProjectTarget.Scale).ToString("#,0.####", CultureInfo.InvariantCulture);
        var document = new WordDocument($"{programme.Label.Zh}任务书", project.Number, hash)
            .Cover(new WordCover(project.Title,
            [
                new("项目编号", project.Number), new("承担单位", project.OrganisationName), new("项目负责人", project.LeaderName), new("计划类别", programme.CategoryLabel(project.Category).Zh),
                new("执行期", $"{ChinaTime.Day(project.StartOn)} 至 {ChinaTime.Day(project.EndOn)}"), new("立项文号", project.DocumentNumber),
            ]))
            .Heading(1, "基本信息")
            .Facts([new("核定资助（万元）", Money.Wan(project.GrantFen)), new("自筹（万元）", Money.Wan(project.OwnFen)), new("资助方式", programme.FundingModeLabel(project.FundingMode).Zh), new("立项日期", ChinaTime.Day(project.ApprovedOn))])
            .Heading(1, "技术路线与实施方案");
        foreach (var line in agreement.Route.Split('\n', StringSplitOptions.RemoveEmptyEntries)) document.Paragraph(line);
        document.Heading(1, "考核指标").Table(
            [new("指标", 2), new("种类"), new("立项时", Number: true), new("完成时", Number: true), new("单位"), new("完成时间"), new("考核方式", 2)],
            targets.Select(target => (IReadOnlyList<string?>)[target.Name, kinds.FirstOrDefault(kind => kind.Key == target.Kind)?.Label.Zh ?? target.Kind, Number(target.Baseline), (target.Direction switch { "at-most" => "≤ ", "equal" => "", _ => "≥ " }) + Number(target.Goal), target.Unit, target.DueOn is { } due ? ChinaTime.Day(due) : "", target.Method]));
        document.Heading(1, "经费预算").Table(
            [new("科目"), new("测算说明", 3), new("财政资助（万元）", Number: true), new("自筹（万元）", Number: true)],
            budget.Select(item => (IReadOnlyList<string?>)[subjects.FirstOrDefault(subject => subject.Key == item.Subject)?.Label.Zh ?? item.Subject, item.Note, Money.Wan(item.GrantFen), Money.Wan(item.OwnFen)]),
            ["合计", "", Money.Wan(budget.Sum(item => item.GrantFen)), Money.Wan(budget.Sum(item => item.OwnFen))]);
        document.Heading(1, "拨款与管理").Table([new("期次"), new("比例"), new("条件", 3)], programme.Money.Tranches.Select((tranche, i) => (IReadOnlyList<string?>)[$"第 {i + 1} 期", $"{tranche.Percent:0.##}%", tranche.Condition.Zh]));
        document.Note($"依据：{programme.Money.Basis}");
        return document.Signatures(new WordSignature("甲方（主管部门）", "负责人"), new WordSignature("乙方（承担单位）", "法定代表人"), new WordSignature("项目负责人", "签字", Stamp: false));
    }
}
