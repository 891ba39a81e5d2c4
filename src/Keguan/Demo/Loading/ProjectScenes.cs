using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Acceptance;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Evaluation;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using static Keguan.Foundation.Texts;

namespace Keguan.Demo.Loading;

/// <summary>Last year's batch: publicity, approval, and what became of each project since, with its money.</summary>
sealed class ProjectScenes(Stage stage, DemoCity city, Register register, CallScenes calls, ApplicationScenes applications, Definition<ProgrammeDefinition> definition, Papers papers)
{
    /// <summary>So many last instalments were asked for late, released in these days, and are not paid yet: what waits on the accountant's desk.</summary>
    const int Unpaid = 5;

    readonly HashSet<CityRelease> _unpaid =
    [
        .. city.Projects.Where(project => project.State == ProjectLifecycle.Passed).SelectMany(project => project.Releases.Where(release => release is { Order: 3, Released: true }))
            .OrderByDescending(release => release.PaidOn).ThenBy(release => release.Voucher, StringComparer.Ordinal).Take(Unpaid),
    ];

    readonly FollowScenes _follow = new(stage, register, applications, definition.Value, papers);
    readonly ChangeScenes _changes = new(stage, city, register, applications, definition.Value);

    /// <summary>Numbers of changes given, by year.</summary>
    public IReadOnlyDictionary<int, int> Changes => _changes.Numbers;

    ProgrammeDefinition Programme => definition.Value;

    public void Plan()
    {
        var (approval, call) = (city.Approval, calls.CallOf(city.LastCall.Key));
        var batch = new ApprovalBatch
        {
            Definition = call.Definition, CallId = call.Id, Code = approval.Code, Title = approval.Title, DocumentNumber = approval.DocumentNumber, ApprovedOn = approval.ApprovedOn,
            Projects = city.Projects.Count, SelfFunded = city.Projects.Count(project => Programme.FundingMode(project.Application.Proposal.FundingMode)?.SelfFunded == true),
            GrantFen = city.Projects.Sum(project => project.GrantFen),
        };
        stage.Keep(batch);
        Publicise(call, approval, batch);
        foreach (var project in city.Projects) Plan(project, batch);
    }

    void Publicise(Programmes.Calls.Call call, CityApproval approval, ApprovalBatch batch)
    {
        var publicity = new Publicity
        {
            CallId = call.Id, Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = call.Code, Title = $"{call.Title}拟立项项目公示",
            PublishedAt = DemoTime.At(approval.PublicityFrom, 9), EndsOn = approval.PublicityTo,
        };
        var items = city.Projects.OrderBy(project => project.Application.Proposal.Category, StringComparer.Ordinal).ThenByDescending(project => project.Application.Score100);
        foreach (var (order, project) in items.Index())
        {
            var application = applications.DossierOf(project.Application.Number).Application;
            publicity.Items.Add(new PublicityItem
            {
                PublicityId = publicity.Id, ApplicationId = application.Id, Order = order + 1, Number = application.Number, Title = application.Title, OrganisationName = application.OrganisationName,
                Category = application.Category, Area = application.Area,
            });
        }
        stage.Keep(publicity);
        var (officer, director) = (register.Cast.Official("officer-1"), register.Cast.Official("director"));
        var days = WorkingCalendar.Default.WorkingDaysBetween(approval.PublicityFrom, approval.PublicityTo);
        stage.Plan(publicity.PublishedAt, officer, () => stage.Journal.Act(PublicityLifecycle.Table, publicity, "publish", new Act
        {
            Summary = $"公示 {publicity.Items.Count} 项，{days} 个工作日", Payload = new { items = publicity.Items.Count, publicity.EndsOn },
        }));
        var closed = DemoTime.At(WorkingCalendar.Default.AddWorkingDays(approval.PublicityTo, 1), 9, 30);
        stage.Plan(closed, officer, () => stage.Journal.Act(PublicityLifecycle.Table, publicity, "close", new Act { Summary = "公示结束，无异议" }));
        var approved = DemoTime.At(approval.ApprovedOn, 15, 1);
        stage.Plan(approved > closed ? approved : closed.AddHours(1), director, () => stage.Journal.Note("publicity", publicity, "approved", new Act { Summary = $"立项 {batch.Projects} 项，{batch.DocumentNumber}" }));
    }

    void Plan(CityProject known, ApprovalBatch batch)
    {
        var application = applications.DossierOf(known.Application.Number).Application;
        var proposal = known.Application.Proposal;
        var project = new Project
        {
            Number = application.Number, ApplicationId = application.Id, CallId = application.CallId, ApprovalBatchId = batch.Id, Definition = application.Definition,
            DefinitionVersion = application.DefinitionVersion, Batch = batch.Code, OrganisationId = application.OrganisationId, OrganisationName = application.OrganisationName, Area = application.Area,
            LeaderId = application.LeaderId, LeaderName = application.LeaderName, LeaderKey = application.LeaderKey, RecommenderId = application.RecommenderId, Title = application.Title,
            Category = application.Category, FundingMode = application.FundingMode, Industry = application.Industry, Discipline = application.Discipline, GrantFen = known.GrantFen, OwnFen = known.OwnFen,
            StartOn = known.Start, EndOn = known.OriginalEnd ?? known.End, ApprovedOn = batch.ApprovedOn, DocumentNumber = batch.DocumentNumber, SpentFen = known.Spending.Sum(row => row.GrantFen + row.OwnFen),
        };
        foreach (var (order, target) in proposal.Targets.Index())
            project.Targets.Add(new ProjectTarget
            {
                ProjectId = project.Id, Order = order + 1, Kind = target.Kind, Name = target.Name, Unit = target.Unit, Direction = target.Direction, Baseline = Scaled(target.Baseline), Goal = Scaled(target.Goal),
                DueOn = project.EndOn, Method = target.Method, Current = order < known.Values.Count ? Scaled(known.Values[order]) : null,
            });
        foreach (var (order, row) in known.Budget.Index())
            project.Budget.Add(new BudgetItem { ProjectId = project.Id, Order = order + 1, Subject = row.Subject, Note = row.Note, GrantFen = row.GrantFen, OwnFen = row.OwnFen });
        stage.Keep(project);
        var payments = PaymentsOf(project, known);
        foreach (var payment in payments) stage.Keep(payment);

        Agree(known, project);

        foreach (var step in known.Steps) stage.Plan(step.At, applications.ActorOf(known.Application, step), () => Do(known, project, application, payments, step));
        foreach (var change in known.Changes.Where(change => change is { Kind: "extension", Decision: "approved" }))
            stage.Plan(change.DecidedAt!.Value, register.Cast.Official("deputy"), () =>
            {
                (project.OriginalEndOn, project.EndOn) = (project.EndOn, known.End);
                stage.Journal.Note("project", project, "extend", new Act { Summary = $"延期至 {known.End:yyyy-MM-dd}", Reason = change.Reason, Posts = [Post.Count("programme.extended")] });
            });
        foreach (var release in known.Releases) Release(known, project, payments[release.Order - 1], release);
        _follow.Plan(known, project);
        _changes.Plan(known, project);
        if (known.Recovery is { } recovery)
            stage.Plan(DemoTime.At(recovery.On, 15, 20), register.Cast.Official("finance"), () => Recover(project, payments.First(payment => payment.State is PaymentLifecycle.Paid), recovery));
    }

    /// <summary>任务书: generated, filled in, accepted and sealed by both before it comes into force. Of those that are still waiting, each waits for something else.</summary>
    void Agree(CityProject known, Project project)
    {
        var approved = known.Steps[0].At;
        var signed = known.Steps.FirstOrDefault(step => step.Action == "sign")?.At;
        var steps = signed is not null ? 5 : known.Application.Number[^1] % 3;
        if (steps == 0) return;
        // Where it is still being worked at, that was in the last two weeks.
        var (from, days) = signed is { } end ? (approved, (end - approved).TotalDays) : (ChinaTime.StartOf(city.Anchor.AddDays(-14)), 12);
        var leader = applications.ActorOf(known.Application, new CityStep("", approved, "leader"));
        var officer = register.Cast.Official(known.Application.Handler);
        var agreement = new Agreement { ProjectId = project.Id, Project = project, Route = known.Application.Proposal.Route, DueOn = project.ApprovedOn.AddDays(Programme.Agreement.Days.Whole) };
        stage.Keep(agreement);

        Step(1, leader, "generate", "由申报书生成任务书");
        Step(2, leader, "submit", "提交任务书", () =>
        {
            agreement.SubmittedAt = stage.Now;
            agreement.DueOn = WorkingCalendar.Default.AddWorkingDays(ChinaTime.DayOf(stage.Now), Programme.Agreement.PromisedDays.Whole);
        });
        Step(3, officer, "accept", "审核通过", () => agreement.AcceptedAt = stage.Now);
        Seal(4, leader, "seal", ProjectSlots.SignedAgreement);
        Seal(5, officer, "enforce", ProjectSlots.Agreement);

        void Step(int number, Actor who, string action, string summary, Action? then = null)
        {
            if (number > steps) return;
            // Spread over the weeks between approval and signature, in office hours.
            var at = number == 5 ? signed!.Value.AddMinutes(-1)
                : DemoTime.At(ChinaTime.DayOf(from.AddDays(1 + (days - 2) * number / 5)), 9 + (project.Title.Length + number) % 8, (int)(project.GrantFen / 1_000_000 + number * 11) % 60);
            stage.Plan(at, who, () =>
            {
                stage.Journal.Act(AgreementLifecycle.Table, agreement, action, new Act { Summary = summary });
                then?.Invoke();
            });
        }

        void Seal(int number, Actor who, string action, string slot) => Step(number, who, action, ProjectSlots.Label(slot).Zh, () =>
        {
            stage.Keep(papers.Of(new FileOwner("project", project.Id), slot, who, stage.Now)!);
            if (action != "enforce") return;
            agreement.SignedOn = ChinaTime.DayOf(stage.Now);
            agreement.DueOn = null;
        });
    }

    static long Scaled(decimal value) => (long)Math.Round(value * ProjectTarget.Scale);

    /// <summary>Instalments of the definition, as Approving plans them.</summary>
    List<Payment> PaymentsOf(Project project, CityProject known)
    {
        if (project.GrantFen <= 0) return [];
        var high = Programme.Money.Levels.Where(level => level.Permission == Permissions.PaymentsApproveHigh).Select(level => (long?)level.FromFen).FirstOrDefault();
        var left = project.GrantFen;
        return
        [
            .. Programme.Money.Tranches.Select((tranche, i) =>
            {
                var planned = i == Programme.Money.Tranches.Count - 1 ? left : (long)Math.Round(project.GrantFen * tranche.Percent / 100 / 100_000m, MidpointRounding.AwayFromZero) * 100_000;
                // What the city tells as released is what was released.
                var amount = i < known.Releases.Count ? known.Releases[i].AmountFen : planned;
                left -= amount;
                return new Payment
                {
                    ProjectId = project.Id, Number = i + 1, AmountFen = amount, After = tranche.After, ConditionZh = tranche.Condition.Zh, ConditionEn = tranche.Condition.En, Definition = project.Definition,
                    DefinitionVersion = project.DefinitionVersion, OrganisationId = project.OrganisationId, Area = project.Area, Category = project.Category, Batch = project.Batch, FundingMode = project.FundingMode,
                    NeedsLeader = high is { } from && amount >= from,
                };
            }),
        ];
    }

    // ── the project's steps ───────────────────────────────────────────────────────────────────────────

    void Do(CityProject known, Project project, Application application, List<Payment> payments, CityStep step)
    {
        var title = project.Title;
        switch (step.Action)
        {
            case "approve":
                stage.Journal.Act(ApplicationLifecycle.Table, application, "approve", new Act
                {
                    Summary = $"立项，{project.DocumentNumber}，资助 {Money.Wan(project.GrantFen)} 万元", Payload = new { project.DocumentNumber, grantFen = project.GrantFen },
                });
                (application.StateSince, application.DueOn) = (stage.Now, null);
                (project.HandlerId, project.HandlerName) = (application.HandlerId, application.HandlerName);
                Act($"立项，{project.DocumentNumber}", [Post.Count("programme.approved"), Post.Fen("programme.grant", project.GrantFen)],
                    new { project.DocumentNumber, grantFen = project.GrantFen, ownFen = project.OwnFen, targets = project.Targets.Count });
                project.DueOn = project.ApprovedOn.AddDays(Programme.Agreement.Days.Whole);
                foreach (var payment in payments)
                {
                    stage.Journal.Act(PaymentLifecycle.Table, payment, "plan", new Act { Summary = $"第 {payment.Number} 期 {Money.Wan(payment.AmountFen)} 万元" });
                    payment.StateSince = stage.Now;
                }
                Tell(T($"“{title}”已立项（{project.DocumentNumber}），请于 {project.DueOn:yyyy-MM-dd} 前提交任务书", $"“{title}” was approved ({project.DocumentNumber}); submit the agreement by {project.DueOn:yyyy-MM-dd}"));
                break;
            case "sign":
                Act("任务书生效，双方签章");
                project.DueOn = known.Midterm is { SubmittedAt: null } midterm ? midterm.DueOn : null;
                break;
            case "ask-rectify":
                Act($"通知整改，{known.Rectification!.DueOn:yyyy-MM-dd} 前");
                project.DueOn = known.Rectification.DueOn;
                Tell(T($"“{title}”须整改，{project.DueOn:yyyy-MM-dd} 前完成：{step.Reason}", $"“{title}” must be put right by {project.DueOn:yyyy-MM-dd}: {step.Reason}"));
                break;
            case "fall-due":
                Act("执行期满");
                project.DueOn = project.EndOn.AddDays(Programme.Acceptance.RequestDays.Whole);
                Tell(T($"“{title}”执行期满，请于 {project.DueOn:yyyy-MM-dd} 前申请验收", $"“{title}” has come to its end; request acceptance by {project.DueOn:yyyy-MM-dd}"));
                break;
            case "request-acceptance":
                Act("申请验收");
                project.DueOn = ChinaTime.DayOf(stage.Now).AddDays(Programme.Acceptance.FinishDays.Whole);
                stage.Tell(Roles.Officer.Code, T($"“{title}”申请验收", $"“{title}” asks for its acceptance"), $"/programmes/projects/details/{project.Id}");
                break;
            case "begin-acceptance": Act("受理验收"); break;
            case "pass":
                project.Certificate = NextCertificate();
                Act("验收结论：通过验收", [Post.Count("programme.passed")], Conclusion());
                project.DueOn = null;
                break;
            case "conclude":
                project.Certificate = NextCertificate();
                Act("验收结论：结题", [Post.Count("programme.concluded")], Conclusion());
                project.DueOn = null;
                break;
            case "defer":
                Act("暂缓通过，限期整改", payload: Conclusion());
                project.DueOn = ChinaTime.DayOf(stage.Now).AddMonths(Programme.Acceptance.RectifyMonths.Whole);
                break;
            case "fail":
                Act("验收不通过", [Post.Count("programme.failed")], Conclusion());
                project.DueOn = null;
                break;
            case "evaluate":
                Evaluate(known, project);
                break;
            case "archive": Act("项目归档"); break;
            case "terminate":
                Act($"项目终止，应收回 {Money.Wan(known.Recovery?.AmountFen ?? 0)} 万元", [Post.Count("programme.terminated")]);
                Stop(known, project, payments, "terminate", "项目终止");
                break;
            case "revoke":
                Act($"项目撤销，应收回 {Money.Wan(known.Recovery?.AmountFen ?? 0)} 万元", [Post.Count("programme.revoked")]);
                Stop(known, project, payments, "revoke", "项目撤销");
                break;
            default: throw new InvalidOperationException($"{project.Number}: nobody knows how to {step.Action}.");
        }
        project.StateSince = stage.Now;

        void Act(string summary, IReadOnlyList<Post>? posts = null, object? payload = null) =>
            stage.Journal.Act(ProjectLifecycle.Table, project, step.Action, new Act { Reason = step.Reason, Summary = summary, Posts = posts ?? [], Payload = payload });

        object Conclusion() => new { conclusion = known.Acceptance!.Conclusion, certificate = project.Certificate, meeting = known.Acceptance.MeetingOn, scores = known.Acceptance.Scores };

        void Tell(Foundation.Text line) => stage.Tell("unit:" + project.OrganisationId, line, $"/programmes/projects/details/{project.Id}");
    }

    void Evaluate(CityProject known, Project project)
    {
        var points = Programme.Evaluation.Criteria.Zip(known.Evaluation!.Scores, (criterion, score) => (criterion.Key, Score: (decimal)score)).ToDictionary(one => one.Key, one => one.Score);
        var total = Accepting.Weighted(Programme.Evaluation.Criteria, points);
        var grade = Evaluating.GradeOf(Programme, total);
        stage.Journal.Act(ProjectLifecycle.Table, project, "evaluate", new Act
        {
            Summary = string.Create(CultureInfo.InvariantCulture, $"绩效评价 {total / 100m:0.00} 分，{grade.Label.Zh}"), Payload = new { points, total = total / 100m, grade = grade.Label.Zh, grade.Basis },
        });
        stage.Keep(new ProjectEvaluation
        {
            ProjectId = project.Id, Points100 = total, GradeZh = grade.Label.Zh, GradeEn = grade.Label.En, EvaluatedOn = ChinaTime.DayOf(stage.Now), EvaluatedByName = stage.Who.Name,
            Points = [.. points.Select(one => new EvaluationPoint { Criterion = one.Key, Points100 = (int)(one.Value * 100) })],
        });
    }

    /// <summary>Certificates given, by year.</summary>
    public IReadOnlyDictionary<int, int> Certificates => _certificates;
    readonly Dictionary<int, int> _certificates = [];

    string NextCertificate()
    {
        var year = ChinaTime.DayOf(stage.Now).Year;
        _certificates[year] = _certificates.GetValueOrDefault(year) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{Programme.NumberPrefix}YS{year}-{_certificates[year]:0000}");
    }

    /// <summary>What was not paid out yet won't be.</summary>
    void Stop(CityProject known, Project project, List<Payment> payments, string kind, string why)
    {
        stage.Keep(new Settlement
        {
            ProjectId = project.Id, Kind = kind, Reason = known.Steps[^1].Reason, PaidFen = project.PaidFen, SpentFen = project.SpentFen, RecoverFen = known.Recovery?.AmountFen ?? 0,
            DecidedOn = ChinaTime.DayOf(stage.Now), DecidedByName = stage.Who.Name,
        });
        project.DueOn = null;
        foreach (var payment in payments.Where(payment => payment.State == PaymentLifecycle.Pending))
        {
            stage.Journal.Act(PaymentLifecycle.Table, payment, "cancel", new Act { Reason = why, Summary = $"取消第 {payment.Number} 期拨款 {Money.Wan(payment.AmountFen)} 万元" });
            payment.StateSince = stage.Now;
        }
    }

    // ── money ─────────────────────────────────────────────────────────────────────────────────────────

    void Release(CityProject known, Project project, Payment payment, CityRelease release)
    {
        var (officer, chief, leader, accountant) = (register.Cast.Official(known.Application.Handler), register.Cast.Official("chief-plan"), register.Cast.Official("deputy"), register.Cast.Official("finance"));
        var (requested, released) = (release.RequestedAt, release.ApprovedAt);
        if (_unpaid.Contains(release))
        {
            var back = 2 + (known.Application.Number[^1] % 4);
            requested = DemoTime.At(WorkingCalendar.Default.AddWorkingDays(city.Anchor, -back - 5), 10, known.Application.Number[^1]);
            released = DemoTime.At(WorkingCalendar.Default.AddWorkingDays(city.Anchor, -back), 15, known.Application.Number[^2]);
        }
        var wan = Money.Wan(payment.AmountFen);
        Step(requested, officer, "request", () => new Act { Summary = $"申请第 {payment.Number} 期拨款 {wan} 万元，条件：{payment.ConditionZh}", Payload = new { payment.Number, payment.AmountFen, payment.After } },
            () => payment.RequestedOn = ChinaTime.DayOf(stage.Now));
        if (released is not { } approved) return;

        var checkedAt = approved - ((approved - requested) / 3);
        Step(payment.NeedsLeader ? checkedAt : approved.AddMinutes(-20), chief, "approve", () => new Act { Summary = $"审核通过第 {payment.Number} 期拨款 {wan} 万元{(payment.NeedsLeader ? "，报局领导审批" : "")}" },
            () => Determined(needsLeader: payment.NeedsLeader));
        if (payment.NeedsLeader)
            Step(approved.AddMinutes(-20), leader, "approve-high", () => new Act { Summary = $"审批同意第 {payment.Number} 期拨款 {wan} 万元" }, () => Determined(needsLeader: false));
        Step(approved, chief, "release", () =>
        {
            payment.ReleasedOn = ChinaTime.DayOf(stage.Now);
            (payment.ListNumber, payment.ReleaseDocument) = ListOf(payment.ReleasedOn.Value);
            return new Act
            {
                Summary = $"下达第 {payment.Number} 期 {wan} 万元，{payment.ReleaseDocument}", Payload = new { payment.Number, payment.AmountFen, document = payment.ReleaseDocument, list = payment.ListNumber },
                Posts = [Post.Fen("programme.released", payment.AmountFen)],
            };
        }, () =>
        {
            project.ReleasedFen += payment.AmountFen;
            stage.Tell("unit:" + project.OrganisationId,
                T($"“{project.Title}”第 {payment.Number} 期资金 {wan} 万元已下达（{payment.ReleaseDocument}）", $"Instalment {payment.Number} of “{project.Title}”, {wan}, was released ({payment.ReleaseDocument})"), $"/programmes/payments/project/{project.Id}");
            stage.Tell(Roles.Finance.Code, T($"下达清单 {payment.ListNumber}：“{project.Title}”第 {payment.Number} 期 {wan} 万元待拨付", $"List {payment.ListNumber}: instalment {payment.Number} of “{project.Title}” to be paid"), $"/programmes/payments/list/{payment.ListNumber}");
        });
        if (release.PaidOn is not { } paid || _unpaid.Contains(release)) return;

        // The digits of its number spread payments over the accountant's day.
        var at = DemoTime.At(paid, 10, payment.Number * 13 % 60).AddMinutes(known.Application.Number[^2..].Sum(digit => digit) % 300);
        Step(at > approved ? at : approved.AddHours(1), accountant, "pay", () => new Act
        {
            OccurredOn = paid, Summary = $"第 {payment.Number} 期拨付 {wan} 万元，凭证 {release.Voucher}", Payload = new { payment.Number, payment.AmountFen, paidOn = paid, voucher = release.Voucher },
            Posts = [Post.Fen("programme.paid", payment.AmountFen)],
        }, () =>
        {
            (payment.PaidOn, payment.Voucher) = (paid, release.Voucher);
            project.PaidFen += payment.AmountFen;
        });

        void Determined(bool needsLeader)
        {
            if (!needsLeader) payment.DeterminedOn = ChinaTime.DayOf(stage.Now);
        }

        void Step(DateTime when, Actor who, string action, Func<Act> act, Action then) => stage.Plan(when, who, () =>
        {
            stage.Journal.Act(PaymentLifecycle.Table, payment, action, act());
            payment.StateSince = stage.Now;
            then();
        });
    }

    /// <summary>Numbers of the bureau's documents that go to other papers before the first list of a year.</summary>
    public const int FirstDocument = 50;

    /// <summary>How many lists went to finance, by year.</summary>
    public IReadOnlyDictionary<int, int> Lists => _lists;
    readonly Dictionary<int, int> _lists = [];
    readonly Dictionary<DateOnly, (string List, string Document)> _listOf = [];

    /// <summary>What is released on one day goes out on one list, under one document.</summary>
    (string List, string Document) ListOf(DateOnly released)
    {
        if (_listOf.TryGetValue(released, out var known)) return known;
        var number = _lists[released.Year] = _lists.GetValueOrDefault(released.Year) + 1;
        return _listOf[released] = (string.Create(CultureInfo.InvariantCulture, $"BK{released.Year}-{number:000}"), string.Create(CultureInfo.InvariantCulture, $"{Programme.DocumentMark}〔{released.Year}〕{FirstDocument + number}号"));
    }

    void Recover(Project project, Payment payment, CityRecovery recovery)
    {
        stage.Journal.Act(PaymentLifecycle.Table, payment, "recover", new Act
        {
            Reason = recovery.Reason, Summary = $"追回第 {payment.Number} 期 {Money.Wan(recovery.AmountFen)} 万元", Posts = [Post.Fen("programme.recovered", recovery.AmountFen)],
            Payload = new { payment.Number, payment.AmountFen, recoveredFen = recovery.AmountFen, wasPaid = true },
        });
        payment.RecoveredFen = recovery.AmountFen;
        payment.StateSince = stage.Now;
        project.RecoveredFen += recovery.AmountFen;
    }
}
