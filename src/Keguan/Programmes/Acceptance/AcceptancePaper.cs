using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Forms;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;

namespace Keguan.Programmes.Acceptance;

/// <summary>The papers of an acceptance: request, opinion of the experts, certificate, decision on a settlement.</summary>
public static class AcceptancePaper
{
    public static WordDocument Request(AcceptanceRequest request, ProgrammeDefinition programme, ProjectForm form, TargetReports targets, IReadOnlyList<SpendingRow> spending)
    {
        var project = request.Project;
        var document = new WordDocument($"{programme.Label.Zh}{form.Form.Label.Zh}", project.Number, MidtermPaper.Hash(request.Data))
            .Cover(new WordCover(project.Title,
            [
                new("项目编号", project.Number), new("承担单位", project.OrganisationName), new("项目负责人", project.LeaderName), new("执行期", $"{ChinaTime.Day(project.StartOn)} 至 {ChinaTime.Day(project.EndOn)}"),
                new("提交时间", request.SubmittedAt is { } at ? ChinaTime.Second(at) : "（未提交）"), new("次数", request.Round == 1 ? "首次申请" : "整改后再次申请"),
            ]));
        foreach (var section in form.Sections) FormPrinter.Print(document, form.View(section));
        MidtermPaper.Targets(document, targets);
        MidtermPaper.Spending(document, programme, spending);
        return document.Signatures(new WordSignature("承担单位", "法定代表人"), new WordSignature("项目负责人", "签字", Stamp: false));
    }

    public static WordDocument Opinion(AcceptanceRequest request, ProgrammeDefinition programme)
    {
        var project = request.Project;
        var document = new WordDocument("验收专家组意见", project.Number).Title()
            .Facts([
                new("项目名称", project.Title, true), new("承担单位", project.OrganisationName), new("验收日期", request.PlannedOn is { } on ? ChinaTime.Day(on) : ""),
                new("验收形式", AcceptanceWords.Manners.GetValueOrDefault(request.Manner).Zh), new("地点", request.Place),
            ])
            .Table([new("评价内容", 2), new("权重（%）", Number: true), new("得分", Number: true), new("意见", 3)],
                programme.Acceptance.Criteria.Select(criterion => (IReadOnlyList<string?>)[criterion.Label.Zh, criterion.Weight.ToString("0.##", CultureInfo.InvariantCulture), Points(request.Points.FirstOrDefault(point => point.Criterion == criterion.Key)?.Points100), request.Points.FirstOrDefault(point => point.Criterion == criterion.Key)?.Comment]),
                ["合计", "", Points(request.Points100), ""])
            .Heading(1, "专家组意见").Paragraph(request.Opinion)
            .Table([new("专家"), new("单位", 2), new("职称"), new("专业"), new("签字")], request.Experts.OrderBy(expert => expert.Order).Select(expert => (IReadOnlyList<string?>)[expert.Name, expert.OrganisationName, expert.Title, expert.Speciality, " "]));
        return document;
    }

    public static WordDocument Certificate(AcceptanceRequest request, ProgrammeDefinition programme, string verify)
    {
        var project = request.Project;
        return new WordDocument(request.Conclusion == "conclude" ? $"{programme.Label.Zh}结题证书" : $"{programme.Label.Zh}验收证书", request.Certificate)
            .Cover(new WordCover(project.Title,
            [
                new("证书编号", request.Certificate), new("项目编号", project.Number), new("承担单位", project.OrganisationName), new("项目负责人", project.LeaderName), new("立项文号", project.DocumentNumber),
                new("执行期", $"{ChinaTime.Day(project.StartOn)} 至 {ChinaTime.Day(project.EndOn)}"), new("验收结论", AcceptanceWords.Conclusions[request.Conclusion].Zh), new("结论日期", request.ConcludedOn is { } on ? ChinaTime.Day(on) : ""),
            ], Check: verify))
            .Heading(1, "考核指标完成情况")
            .Table([new("指标", 3), new("目标", Number: true), new("完成", Number: true), new("单位"), new("结果")],
                project.Targets.OrderBy(target => target.Order).Select(target => (IReadOnlyList<string?>)[target.Name, TargetReports.Goal(target), TargetReports.Shown(target.Current), target.Unit, target.Met ? "达到" : "未达到"]))
            .Heading(1, "专家组意见").Paragraph(request.Opinion)
            .Heading(1, "验收结论").Paragraph(AcceptanceWords.Conclusions[request.Conclusion].Zh + (request.Reason.Length > 0 ? "：" + request.Reason : "。"))
            .Signatures(new WordSignature("主管部门", "负责人", Date: request.ConcludedOn));
    }

    public static WordDocument Decision(Project project, Settlement settlement) => new WordDocument(settlement.Kind == "revoke" ? "项目撤销决定" : "项目终止决定", project.Number).Title()
        .Facts([
            new("项目名称", project.Title, true), new("承担单位", project.OrganisationName), new("项目负责人", project.LeaderName), new("立项文号", project.DocumentNumber), new("决定日期", ChinaTime.Day(settlement.DecidedOn)),
            new("已拨付（万元）", Money.Wan(settlement.PaidFen)), new("已支出（万元）", Money.Wan(settlement.SpentFen)), new("应收回（万元）", Money.Wan(settlement.RecoverFen)),
        ])
        .Heading(1, "理由").Paragraph(settlement.Reason).Signatures(new WordSignature("主管部门", "负责人", Date: settlement.DecidedOn));

    static string Points(int? points100) => points100 is { } value ? (value / 100m).ToString("0.00", CultureInfo.InvariantCulture) : "";
}
