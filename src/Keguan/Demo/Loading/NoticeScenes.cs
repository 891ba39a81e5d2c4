using Keguan.Foundation.Calendar;
using Keguan.Foundation.Journal;
using Keguan.Portal.Notices;

namespace Keguan.Demo.Loading;

/// <summary>What the bureau told the public beside its calls: notices, rules and guides on the portal.</summary>
sealed class NoticeScenes(Stage stage, DemoCity city, Register register, string mark)
{
    /// <param name="Back">Calendar days before the anchor.</param>
    /// <param name="Number">Its running number of the year; 0 where it has none. Below those of the lists of payments, beside those of the calls.</param>
    sealed record Told(string Kind, int Back, int Number, string Title, string Body);

    static readonly Told[] All =
    [
        new("notice", 18, 44, "关于做好市级科技计划项目中期检查工作的通知", """
            各县（市、区）科技局，各项目承担单位：

            为掌握在研项目进展，现就本年度中期检查有关事项通知如下。

            ## 一、范围

            执行期已过半、尚未提交中期报告的市级科技计划项目。

            ## 二、内容

            考核指标完成情况、经费支出情况、存在问题和下一步安排。

            ## 三、方式

            承担单位在系统“我的项目”中填报中期报告，由项目经办人审核；必要时到现场检查。逾期未报的，暂缓后续拨款。
            """),
        new("notice", 52, 43, "关于集中受理到期项目验收申请的通知", """
            各项目承担单位：

            执行期已满的市级科技计划项目，请在执行期满后 30 日内提出验收申请，上传科技报告和经费决算表；资助 20 万元以上的项目另附经费专项审计报告。

            逾期未申请验收的，单位和负责人暂不能申报新的项目。
            """),
        new("notice", 96, 42, "关于规范科技计划项目经费单独核算的通知", """
            各项目承担单位：

            近期检查中发现，个别项目财政资金未单独设账，材料出入库手续不全。请各单位对照任务书预算自查，财政资金和自筹资金分别核算，凭证齐全。自查情况随中期报告一并提交。
            """),
        new("document", 210, 41, "云江市市级科技计划项目管理办法（示范文本）", """
            本文本为演示环境所附示范文本，内容为虚构，不作为办事依据。

            ## 第一章　总则

            项目管理遵循公开、公平、公正的原则，实行申报、推荐、形式审查、专家评审、公示、立项、任务书、中期检查、变更、验收和绩效评价的全过程管理。

            ## 第二章　申报与推荐

            申报单位在系统中填报，推荐单位对材料真实性进行审核并出具推荐意见。

            ## 第三章　经费

            财政资助分期拨付，单独核算，专款专用。
            """),
        new("guide", 190, 0, "单位注册与核实办事指南", """
            1. 在门户点“单位注册”，填写统一社会信用代码，系统即时校验；
            2. 核对单位名称、类型、所在县（市、区），上传营业执照或法人证书；
            3. 设定单位管理员；
            4. 市科技局在承诺的工作日内核实，结果以系统通知和邮件告知。

            核实通过后，单位管理员可邀请项目负责人、填报人。
            """),
        new("guide", 160, 0, "任务书签订与项目变更办事指南", """
            **任务书**　立项后由系统按申报书生成，承担单位核对后提交，审核通过后打印、签章并上传，双方签章后生效。

            **变更**　变更负责人、承担单位、考核指标和延期属重大变更，由局领导审批；预算调剂、合作单位变更由科室审批；成员调整由单位自主决定，报局备案。
            """),
    ];

    public void Plan()
    {
        var (author, chief) = (register.Cast.Official("officer-1"), register.Cast.Official("chief-plan"));
        foreach (var told in All)
        {
            var day = WorkingCalendar.Default.AddWorkingDays(city.Anchor.AddDays(-told.Back), 1);
            if (day >= city.Anchor) day = WorkingCalendar.Default.AddWorkingDays(city.Anchor, -1);
            var drafted = DemoTime.At(WorkingCalendar.Default.AddWorkingDays(day, -2), 10, told.Back % 50);
            var notice = new PortalNotice { Kind = told.Kind, Title = told.Title, Body = told.Body, Section = author.Section, CreatedAt = drafted };
            stage.Keep(notice);
            stage.Plan(drafted, author, () => stage.Journal.Act(PortalNoticeLifecycle.Table, notice, "draft", new Act { Summary = $"起草“{told.Title}”" }));
            stage.Plan(DemoTime.At(day, 9, 10 + (told.Back % 40)), chief, () =>
            {
                if (told.Number > 0) notice.DocumentNumber = $"{mark}〔{day.Year}〕{told.Number}号";
                stage.Journal.Act(PortalNoticeLifecycle.Table, notice, "publish", new Act { Summary = notice.DocumentNumber.Length > 0 ? $"发布，{notice.DocumentNumber}" : "发布" });
                notice.PublishedAt = stage.Now;
            });
        }
    }
}
