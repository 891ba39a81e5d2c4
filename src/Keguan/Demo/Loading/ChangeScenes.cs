using System.Globalization;
using System.Text.Json;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Changes;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;

namespace Keguan.Demo.Loading;

/// <summary>变更 of the projects, from the request to the decision or still waiting for it, and 现场检查.</summary>
sealed class ChangeScenes(Stage stage, DemoCity city, Register register, ApplicationScenes applications, ProgrammeDefinition programme)
{
    /// <summary>What is moved from one item of the budget to another: 2.0 万元.</summary>
    const long Moved = 2_000_000;

    static readonly string[] Findings =
    [
        "实验记录和样机试制台账齐全，设备已到位并投入使用，进度与任务书一致。", "示范点已建成并试运行，现场数据与中期报告相符；提醒单位及时办理知识产权申请。", "财政资金单独核算，凭证齐全；个别材料费支出偏慢，要求按预算抓紧执行。",
        "项目组人员到位，合作单位按协议分工实施；建议补充第三方检测安排。", "研发场地与设备满足要求，关键指标已有阶段性测试结果，未发现违规使用资金的情况。",
    ];

    readonly Dictionary<int, int> _numbers = [];

    /// <summary>Numbers of changes given, by year.</summary>
    public IReadOnlyDictionary<int, int> Numbers => _numbers;

    public void Plan(CityProject known, Project project)
    {
        var leader = applications.ActorOf(known.Application, new CityStep("", known.Steps[0].At, "leader"));
        var officer = register.Cast.Official(known.Application.Handler);
        foreach (var told in known.Changes) Plan(known, project, told, leader, officer);
        // Every fourth of those that reported at mid-term was looked at on the spot.
        if (known.Midterm?.SubmittedAt is { } reported && known.Application.Number[^1] is '1' or '5' or '9') Visit(known, project, ChinaTime.DayOf(reported), officer);
    }

    void Plan(CityProject known, Project project, CityChange told, Actor leader, Actor officer)
    {
        var kind = programme.Changes.First(one => one.Key == told.Kind);
        var change = new Change
        {
            ProjectId = project.Id, Project = project, Kind = kind.Key, KindZh = kind.Label.Zh, KindEn = kind.Label.En, Level = kind.Level, Basis = kind.Basis, Why = told.Reason, Definition = project.Definition,
            DefinitionVersion = project.DefinitionVersion, OrganisationId = project.OrganisationId, Area = project.Area, Category = project.Category, Batch = project.Batch, FundingMode = project.FundingMode,
        };
        stage.Keep(change);
        Step(told.RequestedAt.AddMinutes(-25), leader, "draft", $"起草变更：{change.KindZh}");
        var filed = change.Level == ChangeLevels.Unit;
        Step(told.RequestedAt, leader, "submit", $"{(filed ? "备案" : "申请")}变更：{change.KindZh}，{Cut(told.Before)} → {Cut(told.After)}", told.Reason, () =>
        {
            var year = ChinaTime.DayOf(stage.Now).Year;
            _numbers[year] = _numbers.GetValueOrDefault(year) + 1;
            change.Number = string.Create(CultureInfo.InvariantCulture, $"BG{year}-{_numbers[year]:0000}");
            change.Content = JsonSerializer.Serialize(ContentOf(known, project, change, told), Journal.Json);
            change.SubmittedAt = stage.Now;
            if (filed) Take(change, told, project);
            else stage.Tell(Roles.Officer.Code, Foundation.Texts.T($"{project.Number} 申请变更：{change.KindZh}", $"{project.Number} asks for a change: {change.KindEn}"), $"/programmes/changes/details/{change.Id}");
        });
        if (filed || told.DecidedAt is not { } decided) return;
        var (major, agreed) = (change.Level == ChangeLevels.Major, told.Decision == "approved");
        if (major) Step(told.RequestedAt + ((decided - told.RequestedAt) / 2), officer, "check", $"审核通过变更“{change.KindZh}”，报局领导");
        Step(decided, major ? register.Cast.Official("deputy") : officer, (agreed ? "approve" : "refuse") + (major ? "-major" : ""), agreed ? $"批准变更：{change.KindZh}，{Cut(told.Before)} → {Cut(told.After)}" : $"不予批准变更：{change.KindZh}（{change.Basis}）",
            agreed ? null : told.DecisionReason, () =>
            {
                if (agreed) Take(change, told, project);
                else (change.Opinion, change.DecidedAt) = (told.DecisionReason, stage.Now);
                stage.Tell("unit:" + project.OrganisationId, Foundation.Texts.T($"“{project.Title}”的变更“{change.KindZh}”{(agreed ? "已批准" : "未获批准")}", $"The change “{change.KindEn}” of “{project.Title}” was {(agreed ? "approved" : "refused")}"), $"/programmes/changes/details/{change.Id}");
            });

        void Step(DateTime at, Actor who, string action, string summary, string? reason = null, Action? then = null) => stage.Plan(at, who, () =>
        {
            stage.Journal.Act(ChangeLifecycle.Table, change, action, new Act { Summary = summary, Reason = reason });
            change.StateSince = stage.Now;
            then?.Invoke();
        });
    }

    /// <summary>The project's own record says it too; that of an extension is told with the new end.</summary>
    void Take(Change change, CityChange told, Project project)
    {
        change.DecidedAt = stage.Now;
        if (change.Kind != "extension") stage.Journal.Note(ProjectLifecycle.Table.Subject, project, "changed", new Act { Summary = $"{change.KindZh}：{Cut(told.Before)} → {Cut(told.After)}", Reason = told.Reason, Payload = new { change.Number, change.Kind } });
    }

    static string Cut(string text) => text.Length > 30 ? text[..30] + "…" : text;

    ChangeContent ContentOf(CityProject known, Project project, Change change, CityChange told) => new()
    {
        Lines = [new ChangeLine(change.KindZh, change.KindEn, told.Before, told.After)],
        EndOn = change.Kind == "extension" ? DateOnly.ParseExact(told.After, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        PersonId = change.Kind == "leader" && city.People.FirstOrDefault(person => person.Organisation == known.Application.Organisation && person.Name == told.After) is { } person ? register.PersonOf(person.Number).Id : null,
        Words = change.Kind is "members" or "partners" or "account" ? told.After : null,
        Targets = change.Kind != "targets" ? null : [.. project.Targets.Select((target, i) => new TargetContent(target.Id, target.Goal, target.DueOn, i == 0 ? "按新发布的行业标准检测" : target.Method))],
        Budget = change.Kind == "budget" ? BudgetOf(project) : null,
    };

    /// <summary>From the first item that can spare it to the next one; null where none can.</summary>
    static List<BudgetContent>? BudgetOf(Project project)
    {
        if (project.Budget.Count < 2) return null;
        if (project.Budget.FindIndex(item => item.GrantFen >= Moved) is var funded and >= 0) return Shifted(funded, grant: Moved, own: 0);
        return project.Budget.FindIndex(item => item.OwnFen >= Moved) is var own and >= 0 ? Shifted(own, grant: 0, own: Moved) : null;

        List<BudgetContent> Shifted(int from, long grant, long own)
        {
            var to = (from + 1) % project.Budget.Count;
            return [.. project.Budget.Select((item, i) => new BudgetContent(item.Id, item.Subject, item.GrantFen + (i == to ? grant : i == from ? -grant : 0), item.OwnFen + (i == to ? own : i == from ? -own : 0)))];
        }
    }

    void Visit(CityProject known, Project project, DateOnly reported, Actor officer)
    {
        var day = WorkingCalendar.Default.AddWorkingDays(reported, 4);
        if (day >= city.Anchor) return;
        var findings = Findings[known.Application.Number[^2] % Findings.Length];
        var at = DemoTime.At(day, 16, 10 + (known.Application.Number[^2] % 40));
        stage.Plan(at, officer, () =>
        {
            var visit = new SiteVisit { ProjectId = project.Id, VisitedOn = day, Participants = $"{officer.Name}、{project.LeaderName}及单位财务负责人", Findings = findings, RecordedByName = officer.Name, RecordedAt = stage.Now };
            stage.Keep(visit);
            stage.Journal.Note(ProjectLifecycle.Table.Subject, project, "site-visit", new Act { Summary = $"{day:yyyy-MM-dd} 现场检查", Reason = findings, OccurredOn = day, Payload = new { visit.VisitedOn, visit.Participants } });
        });
    }
}
