using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Acceptance;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;

namespace Keguan.Demo.Loading;

/// <summary>过程 and 验收 of a project: mid-term report, spending, rectification, request for acceptance with what the experts found.</summary>
sealed class FollowScenes(Stage stage, Register register, ApplicationScenes applications, ProgrammeDefinition programme, Papers papers)
{
    public void Plan(CityProject known, Project project)
    {
        var leader = applications.ActorOf(known.Application, new CityStep("", known.Steps[0].At, "leader"));
        var officer = register.Cast.Official(known.Application.Handler);
        foreach (var row in known.Spending) stage.Keep(new SpendingRow { ProjectId = project.Id, Month = row.Month, Item = row.Subject, GrantFen = row.GrantFen, OwnFen = row.OwnFen });
        if (known.Midterm is { SubmittedAt: { } submitted } midterm) Midterm(known, project, midterm, submitted, leader, officer);
        if (known.Rectification is { } rectification) Rectify(project, rectification, officer);
        if (known.Acceptance is { } acceptance) Accept(known, project, acceptance, leader, officer);
    }

    void Report(Guid owner, CityProject known, Project project, IReadOnlyList<decimal> values)
    {
        foreach (var (target, value) in project.Targets.Zip(values))
            stage.Keep(new TargetReport { OwnerId = owner, TargetId = target.Id, Current = (long)Math.Round(value * ProjectTarget.Scale), Explanation = $"见{target.Method}" });
    }

    void Midterm(CityProject known, Project project, CityMidterm midterm, DateTime submitted, Actor leader, Actor officer)
    {
        var report = new MidtermReport
        {
            ProjectId = project.Id, Project = project, DueOn = midterm.DueOn, Data = new FormValues { ["progress"] = midterm.Progress, ["problems"] = midterm.Problems, ["next"] = midterm.Next }.ToJson(),
        };
        stage.Keep(report);
        Report(report.Id, known, project, midterm.Values);
        var late = ChinaTime.DayOf(submitted).DayNumber - midterm.DueOn.DayNumber;
        Step(submitted.AddHours(-3), leader, "draft", "开始填写中期报告");
        Step(submitted, leader, "submit", late > 0 ? $"提交中期报告（逾期 {late} 天）" : "提交中期报告", () =>
        {
            report.SubmittedAt = stage.Now;
            report.DecideBy = WorkingCalendar.Default.AddWorkingDays(ChinaTime.DayOf(stage.Now), programme.Supervision.PromisedDays.Whole);
            stage.Journal.Note("project", project, "midterm-submitted", new Act { Summary = late > 0 ? "提交中期报告（逾期）" : "提交中期报告" });
        });
        if (midterm.ReviewedAt is not { } reviewed) return;
        var passed = known.Rectification is null;
        Step(reviewed, officer, passed ? "pass" : "return", passed ? "中期报告通过" : "退回修改", () =>
        {
            report.Opinion = midterm.Opinion;
            if (passed) report.PassedAt = stage.Now;
            if (passed && project.State == ProjectLifecycle.Running) project.DueOn = project.EndOn;
            stage.Journal.Note("project", project, passed ? PaymentConditions.MidtermPassed : "midterm-returned", new Act { Reason = midterm.Opinion, Summary = passed ? "中期报告通过" : "中期报告退回修改" });
        }, midterm.Opinion);

        void Step(DateTime at, Actor who, string action, string summary, Action? then = null, string? reason = null) => stage.Plan(at, who, () =>
        {
            stage.Journal.Act(MidtermLifecycle.Table, report, action, new Act { Summary = summary, Reason = reason });
            report.StateSince = stage.Now;
            then?.Invoke();
        });
    }

    void Rectify(Project project, CityRectification known, Actor officer)
    {
        var one = new Rectification { ProjectId = project.Id, Project = project, Number = 1, Items = known.Problem, OpenedOn = ChinaTime.DayOf(known.AskedAt), DueOn = known.DueOn, StateSince = known.AskedAt };
        stage.Keep(one);
        stage.Plan(known.AskedAt, officer, () => stage.Journal.Act(RectificationLifecycle.Table, one, "open", new Act { Summary = $"通知整改，{known.DueOn:yyyy-MM-dd} 前", Reason = known.Problem }));
    }

    void Accept(CityProject known, Project project, CityAcceptance told, Actor leader, Actor officer)
    {
        const string manner = "meeting", place = "云江市科学技术局三楼会议室";
        var request = new AcceptanceRequest { ProjectId = project.Id, Project = project, Round = 1, Data = new FormValues { ["summary"] = told.Summary, ["results"] = told.Results }.ToJson() };
        stage.Keep(request);
        Report(request.Id, known, project, told.Values);
        foreach (var slot in (string[])["report", "self_finance", "audit"])
            if (papers.Of(new FileOwner(AcceptanceRequest.Subject, request.Id), slot, leader, told.RequestedAt.AddMinutes(-5)) is { } paper && (slot != "audit" || Money.InWan(project.GrantFen) >= programme.Acceptance.AuditFrom.Value)) stage.Keep(paper);
        Step(told.RequestedAt.AddMinutes(-15), leader, "draft", "开始填写验收申请");
        Step(told.RequestedAt, leader, "submit", "申请验收", () =>
        {
            request.SubmittedAt = stage.Now;
            request.DeadlineOn = project.EndOn.AddDays(programme.Acceptance.RequestDays.Whole);
            request.DecideBy = ChinaTime.DayOf(stage.Now).AddDays(programme.Acceptance.FinishDays.Whole);
        });
        if (told is not { BegunAt: { } begun, MeetingOn: { } meeting }) return;
        Step(begun, officer, "organise", $"受理验收，{meeting:yyyy-MM-dd} {AcceptanceWords.Manners[manner].Zh}", () =>
        {
            (request.PlannedOn, request.Manner, request.Place) = (meeting, manner, place);
            foreach (var (order, number) in told.Experts.Index())
            {
                var expert = register.ExpertOf(number);
                request.Experts.Add(new AcceptanceExpert
                {
                    RequestId = request.Id, ExpertId = expert.Id, Order = order + 1, Name = expert.Name, OrganisationName = expert.OrganisationName, Title = expert.Title, Speciality = expert.Speciality,
                });
            }
        });
        if (told.DecidedAt is not { } decided) return;
        var points = programme.Acceptance.Criteria.ToDictionary(criterion => criterion.Key, _ => (decimal)Math.Round(told.Scores.Average()));
        Step(DemoTime.At(meeting, 11, 50), officer, "opinion", $"专家组意见，{Accepting.Weighted(programme.Acceptance.Criteria, points) / 100m:0.00} 分", () =>
        {
            foreach (var (criterion, value) in points) request.Points.Add(new AcceptancePoint { RequestId = request.Id, Criterion = criterion, Points100 = (int)(value * 100) });
            (request.Points100, request.Opinion, request.OpinionAt) = (Accepting.Weighted(programme.Acceptance.Criteria, points), told.Opinion, stage.Now);
            stage.Journal.Note("project", project, "acceptance-opinion", new Act { Summary = $"登记验收专家组意见，{request.Points100 / 100m:0.00} 分" });
        }, told.Opinion);
        var conclusion = told.Conclusion switch { "passed" => "pass", "concluded" => "conclude", "deferred" => "defer", _ => "fail" };
        var reason = conclusion == "pass" ? "" : told.Opinion;
        Step(decided, register.Cast.Official("chief-plan"), "conclude", $"验收结论：{AcceptanceWords.Conclusions[conclusion].Zh}", () =>
        {
            (request.Conclusion, request.Reason, request.ConcludedOn, request.ConcludedByName, request.Certificate) = (conclusion, reason, ChinaTime.DayOf(stage.Now), stage.Who.Name, project.Certificate);
        }, reason);

        void Step(DateTime at, Actor who, string action, string summary, Action? then = null, string? why = null) => stage.Plan(at, who, () =>
        {
            stage.Journal.Act(AcceptanceLifecycle.Table, request, action, new Act { Summary = summary, Reason = why });
            request.StateSince = stage.Now;
            then?.Invoke();
        });
    }
}
