using System.Globalization;
using Keguan.Demo.Content;
using Keguan.Programmes.Projects;

namespace Keguan.Demo;

/// <summary>The life of one project from its approval to the anchor day: agreement, money, mid-term, change, acceptance, evaluation, each consistent with the others.</summary>
sealed class ProjectStory(Season season, IReadOnlyList<CityExpert> experts, CityApplication application, int grantWan, string situation, DemoRandom random)
{
    readonly DemoTime _time = season.Time;
    readonly CityProposal _proposal = application.Proposal;
    readonly CityOrganisation _organisation = season.Register.Organisations[application.Organisation - 1];
    readonly List<CityStep> _steps = [];
    readonly List<CityRelease> _releases = [];
    readonly List<CityChange> _changes = [];
    readonly bool _large = grantWan >= 30;

    DateOnly _end = application.Proposal.End;
    DateOnly? _originalEnd;
    CityMidterm? _midterm;
    CityRectification? _rectification;
    CityAcceptance? _acceptance;
    CityEvaluation? _evaluation;
    CityRecovery? _recovery;
    IReadOnlyList<CityBudgetRow> _budget = application.Proposal.Budget;
    IReadOnlyList<decimal> _values = [];
    IReadOnlyList<CitySpending> _spending = [];

    bool Finished => situation is "passed" or "evaluated" or "archived" or "concluded" or "failed" or "deferred" or "in-acceptance" or "acceptance-requested" or "last-tranche-requested";
    bool HadMidterm => Finished || situation is "overdue" or "midterm-passed" or "tranche-requested" or "midterm-handed-in" or "rectifying";

    /// <summary>Whether the mid-term report was passed; the one that was just handed in is waiting.</summary>
    bool MidtermPassed => HadMidterm && situation is not ("midterm-handed-in" or "rectifying");

    public CityProject Tell()
    {
        var asked = _proposal.GrantFen;
        var grant = grantWan * 1_000_000L;
        if (asked != grant)
        {
            // Less was granted than asked for: the budget is made anew for the agreement, own funds as they were promised.
            var topic = FieldFile.All.First(field => field.Key == _proposal.Field).Topics.First(one => one.Name == _proposal.Topic);
            _budget = BudgetMaker.Make(topic, FieldFile.All.First(field => field.Key == _proposal.Field).Ladder, _organisation.Kind, grantWan * 10, (int)(_proposal.OwnFen / 100_000), 24, random);
        }

        _steps.Add(new CityStep("approve", application.Steps[^1].At, "director"));
        if (situation != "agreement-pending")
        {
            Agreement();
            Midterm();
            switch (situation)
            {
                case "change-requested": PendingChange(); break;
                case "rectifying": Rectify(); break;
                case "terminated": Terminate(); break;
                case "revoked": Revoke(); break;
                case "overdue": FallDue(); break;
                default: break;
            }
            if (situation is "running" or "midterm-passed" or "midterm-due" && random.Chance(22)) PastChange();
            if (Finished) Accept();
            Spend();
        }
        return new CityProject
        {
            Application = application,
            State = CityStep.StateAfter(ProjectLifecycle.Table, _steps),
            Situation = situation,
            GrantFen = grant,
            OwnFen = _budget.Sum(row => row.OwnFen),
            Budget = _budget,
            Start = _proposal.Start,
            End = _end,
            OriginalEnd = _originalEnd,
            Steps = _steps,
            Releases = _releases,
            Midterm = _midterm,
            Changes = _changes,
            Rectification = _rectification,
            Acceptance = _acceptance,
            Evaluation = _evaluation,
            Recovery = _recovery,
            Spending = _spending,
            Values = _values,
        };
    }

    static DateOnly LocalDay(DateTime at) => DateOnly.FromDateTime(at.AddHours(8));

    /// <summary>A working day some days on, yet before the anchor day: what is told here has happened.</summary>
    DateTime Later(DateTime from, int low, int high)
    {
        var day = _time.OnOrAfter(LocalDay(from).AddDays(random.Between(low, high)));
        if (day >= _time.Anchor) day = _time.AddWorkingDays(_time.Anchor, -1);
        return Season.After(from, DemoTime.Office(day, random), random);
    }

    /// <summary>The day, or so many days before the anchor where it lies later.</summary>
    DateOnly Earlier(DateOnly day, int before) => day < _time.Day(-before) ? day : _time.Day(-before);

    void Agreement()
    {
        var signed = Later(_steps[0].At, 18, 45);
        _steps.Add(new CityStep("sign", signed, application.Handler));
        if (grantWan > 0) Release(1, 70, Later(signed, 2, 16), paid: true);
    }

    void Release(int order, int percent, DateTime requested, bool paid)
    {
        var amount = grantWan * 1_000_000L * percent / 100;
        if (!paid)
        {
            _releases.Add(new CityRelease(order, percent, amount, requested, null, null, ""));
            return;
        }
        var approved = Later(requested, 2, 7);
        var on = _time.AddWorkingDays(LocalDay(approved), random.Between(2, 6));
        if (on >= _time.Anchor) on = _time.AddWorkingDays(_time.Anchor, -1);
        _releases.Add(new CityRelease(order, percent, amount, requested, approved, on, string.Create(CultureInfo.InvariantCulture, $"{on:yyyy}-{on:MM}{random.Between(1, 240):000}")));
    }

    void Midterm()
    {
        var months = (_end.Year - _proposal.Start.Year) * 12 + _end.Month - _proposal.Start.Month + 1;
        var due = _proposal.Start.AddMonths(months / 2).AddDays(-1);
        if (!HadMidterm)
        {
            if (situation is "midterm-due" or "midterm-late" or "running" or "change-requested") _midterm = new CityMidterm(due, null, "", "", "", [], null, "");
            return;
        }
        var submitted = DemoTime.Desk(situation is "midterm-handed-in" or "rectifying" ? _time.Day(-random.Between(4, 15)) : due.AddDays(-random.Between(-6, 9)), random);
        var share = random.Between(38, 64);
        _values = [.. _proposal.Targets.Select(target => Reached(target, Math.Clamp(share + random.Between(-18, 22), 0, 92)))];
        var reviewed = MidtermPassed ? Later(submitted, 5, 17) : situation == "rectifying" ? Later(submitted, 1, 2) : (DateTime?)null;
        _midterm = new CityMidterm(due, submitted, MidtermProgress(), MidtermProblems(), MidtermNext(), _values, reviewed,
            reviewed is null ? "" : situation == "rectifying" ? "经费未单独核算，整改完成后再行审核。" : random.Pick((IReadOnlyList<string>)["进展符合任务书要求，同意继续实施。", "主要指标完成过半，经费使用规范，同意。", "总体按计划推进，请加快应用示范。"]));
        if (!MidtermPassed || grantWan == 0) return;
        if (situation == "tranche-requested") Release(2, 20, DemoTime.Office(_time.WorkDay(-random.Between(2, 9)), random), paid: false);
        else if (situation is not ("terminated" or "revoked")) Release(2, 20, Later(reviewed!.Value, 6, 24), paid: true);
    }

    string MidtermProgress()
    {
        var topic = FieldFile.All.First(field => field.Key == _proposal.Field).Topics.First(one => one.Name == _proposal.Topic);
        var tasks = random.Some(topic.Tasks, 3);
        return $"项目按任务书计划推进。已完成{tasks[0].Heading}，{random.Pick((IReadOnlyList<string>)["形成阶段报告并通过内部评审", "取得完整的基础数据", "关键参数已经确定"])}；{tasks[1].Heading}完成约{random.Between(50, 85)}%，{tasks[2].Heading}已经启动。"
            + $"主要指标中，{_proposal.Targets[0].Name}当前为{TargetMaker.Number(_values[0])}{(_proposal.Targets[0].Unit == "—" ? "" : _proposal.Targets[0].Unit)}，目标为{TargetMaker.Number(_proposal.Targets[0].Goal)}{(_proposal.Targets[0].Unit == "—" ? "" : _proposal.Targets[0].Unit)}。人员投入和经费使用与计划基本一致。";
    }

    string MidtermProblems() => random.Pick((IReadOnlyList<string>)
    [
        "部分检测需委托外单位完成，排期较长，已提前预约并调整试验顺序。", "主要原材料价格上涨，业务费略有超支，拟在预算范围内调剂。", "示范单位生产任务紧，现场试验窗口少，已与对方商定利用检修期实施。", "青年骨干一人离职，已补充同专业人员并完成交接。", "",
    ]);

    string MidtermNext() => $"下一步继续开展{_proposal.Keywords[^1]}的完善和应用验证，{random.Pick((IReadOnlyList<string>)["年底前完成第三方检测", "三个月内完成示范点建设", "同步整理知识产权申请材料"])}，按期提交验收材料。";

    /// <summary>A value that is so many per cent of the way from baseline to goal, with as many decimals as the target itself.</summary>
    static decimal Reached(CityTarget target, int percent)
    {
        var decimals = Math.Max(Decimals(target.Baseline), Decimals(target.Goal));
        return Math.Round(target.Baseline + (target.Goal - target.Baseline) * percent / 100m, decimals, MidpointRounding.ToZero);
    }

    static int Decimals(decimal value) => (decimal.GetBits(value / 1.000000000000000000000000000m)[3] >> 16) & 0x7F;

    void PendingChange()
    {
        var at = DemoTime.Office(_time.WorkDay(-random.Between(2, 18)), random);
        _changes.Add(ChangeOf(random.Pick(("extension", 2), ("leader", 1), ("budget", 1), ("targets", 1)), at, null, ""));
    }

    void PastChange()
    {
        var at = DemoTime.Office(_time.WorkDay(-random.Between(60, 240)), random);
        var kind = situation == "midterm-passed" && random.Chance(35) ? "extension" : random.Pick(("members", 42), ("budget", 30), ("partners", 14), ("account", 14));
        var refused = kind == "budget" && random.Chance(20);
        _changes.Add(ChangeOf(kind, at, Later(at, 3, 12), refused ? "refused" : "approved"));
        if (kind == "extension") (_originalEnd, _end) = (_end, _end.AddMonths(6));
    }

    CityChange ChangeOf(string kind, DateTime at, DateTime? decided, string decision)
    {
        var member = random.Pick(_proposal.Members).Name;
        var (before, after, reason) = kind switch
        {
            "extension" => ($"{_end:yyyy-MM-dd}", $"{_end.AddMonths(6):yyyy-MM-dd}", "示范单位产线搬迁，现场验证推迟，需要延长执行期六个月完成考核指标"),
            "leader" => (_proposal.Leader.Name, member, "原负责人调离本单位，由一直参与本项目的骨干接任，研究内容和指标不变"),
            "budget" => ("设备费、业务费按任务书预算", "设备费调减2.0万元，业务费调增2.0万元", "部分检测设备改为委托测试，相应调整科目，总额不变"),
            "targets" => (TargetMaker.Words(_proposal.Targets[0]), $"{_proposal.Targets[0].Name}的考核条件改按新发布的行业标准执行", "考核所依据的检测标准已修订，指标值不变，测试方法相应更新"),
            "partners" => (_proposal.Partners.Count > 0 ? _proposal.Partners[0].Name : "无", "增加一家应用示范单位", "扩大示范应用范围，不涉及财政资金分配"),
            "account" => ("原基本账户", "更换后的基本账户", "单位开户银行变更，已提供新账户证明"),
            _ => (member, "由同专业人员接替", "成员岗位调整，工作已完成交接"),
        };
        return new CityChange(kind, before, after, reason, at, decided, decision, decision == "refused" ? "调剂理由不充分，设备购置属任务书约定内容，请按原预算执行" : "");
    }

    void Rectify()
    {
        var asked = DemoTime.Office(_time.WorkDay(-random.Between(1, 3)), random);
        if (asked <= _midterm!.ReviewedAt) asked = _midterm.ReviewedAt.Value.AddHours(2);
        const string problem = "财政资金未单独设账核算，两笔材料费缺少入库单";
        _rectification = new CityRectification(asked, problem, LocalDay(asked).AddDays(30), "", null);
        _steps.Add(new CityStep("ask-rectify", asked, application.Handler, problem));
    }

    void FallDue() => _steps.Add(new CityStep("fall-due", DemoTime.At(_end.AddDays(1), 0, 5), "system"));

    void Terminate()
    {
        var at = DemoTime.Office(_time.WorkDay(-random.Between(35, 95)), random);
        var reason = random.Pick((IReadOnlyList<string>)["主要技术路线经验证不可行，专家论证同意终止", "承担单位主营业务调整，不再具备实施条件", "合作单位退出且无法替代，项目目标不能实现"]);
        _steps.Add(new CityStep("terminate", at, "chief-plan", reason));
        if (grantWan > 0) _recovery = new CityRecovery(LocalDay(at).AddDays(random.Between(18, 32)), grantWan * 700_000L * random.Between(3, 6) / 10 / 10_000 * 10_000, "终止清算，结余财政资金退回");
    }

    void Revoke()
    {
        var at = DemoTime.Office(_time.WorkDay(-random.Between(50, 90)), random);
        _steps.Add(new CityStep("revoke", at, "chief-plan", "专项检查发现所附检测报告与原始记录不符，经调查属实，撤销立项并追回全部已拨资金"));
        _recovery = new CityRecovery(LocalDay(at).AddDays(28), grantWan * 700_000L, "撤销立项，追回全部已拨财政资金");
    }

    void Accept()
    {
        var due = DemoTime.At(_end.AddDays(1), 0, 5);
        _steps.Add(new CityStep("fall-due", due, "system"));
        var recent = situation is "acceptance-requested" or "in-acceptance";
        var requested = DemoTime.Desk(situation == "acceptance-requested" ? _time.Day(-random.Between(3, 16)) : Earlier(_end.AddDays(random.Between(4, 27)), 9), random);
        requested = Season.After(due, requested, random);
        _steps.Add(new CityStep("request-acceptance", requested, "leader"));
        var good = situation is "passed" or "evaluated" or "archived" or "acceptance-requested" or "in-acceptance" or "last-tranche-requested";
        // A target that was missed: by half where the project failed, by some where it was concluded or deferred.
        var missed = good ? -1 : random.Below(_proposal.Targets.Count);
        _values = [.. _proposal.Targets.Select((target, index) => index == missed ? Reached(target, situation == "failed" ? random.Between(30, 52) : random.Between(62, 88)) : Surpassed(target))];
        var summary = $"项目自{_proposal.Start:yyyy年M月}起实施，按任务书完成了{string.Join("、", _proposal.Targets.Take(2).Select(target => target.Name))}等考核内容。研究工作围绕{_proposal.Keywords[0]}展开，综合运用{_proposal.Keywords[1]}等手段，形成了可推广的成套方案；共有{_proposal.Members.Count + 1}人参加，"
            + (grantWan > 0 ? $"财政资金{grantWan}万元专款专用，" : "") + $"自筹资金按计划到位。{(missed < 0 ? "各项指标均已达到。" : $"其中{_proposal.Targets[missed].Name}未完全达到目标值，原因和补救措施见附件。")}";
        var results = $"成果已在{random.Between(1, 5)}家单位应用，申请知识产权{random.Between(1, 5)}件，发表或形成技术文件{random.Between(1, 4)}项，带动相关技术服务和产品改进，后续将继续扩大应用范围。";
        if (situation == "acceptance-requested")
        {
            _acceptance = new CityAcceptance(requested, summary, results, _values, null, null, [], [], "", "", null, "");
            return;
        }
        var begun = Later(requested, 3, 9);
        _steps.Add(new CityStep("begin-acceptance", begun, application.Handler));
        var meeting = situation == "in-acceptance" ? _time.OnOrAfter(_time.Day(random.Between(4, 14))) : _time.OnOrAfter(LocalDay(begun).AddDays(random.Between(9, 24)));
        var jury = Jury();
        if (recent)
        {
            _acceptance = new CityAcceptance(requested, summary, results, _values, begun, meeting, jury, [], "", "", null, "");
            return;
        }
        var decided = Season.After(DemoTime.At(meeting, 12), DemoTime.Office(_time.AddWorkingDays(meeting, random.Between(2, 6)), random), random);
        var conclusion = situation switch { "concluded" => "concluded", "failed" => "failed", "deferred" => "deferred", _ => "passed" };
        var level = conclusion switch { "passed" => random.Between(82, 93), "concluded" => random.Between(70, 77), "deferred" => random.Between(62, 69), _ => random.Between(48, 56) };
        var scores = jury.Select(_ => Math.Clamp(level + random.Between(-4, 4), 40, 97)).ToList();
        var opinion = conclusion switch
        {
            "passed" => "资料齐全，完成了任务书规定的考核指标，经费使用基本合理，同意通过验收。",
            "concluded" => $"项目组勤勉尽责，完成了主要研究内容，{_proposal.Targets[missed].Name}因客观条件变化未达到目标值，同意结题。",
            "deferred" => $"{_proposal.Targets[missed].Name}的佐证材料不足，经费决算表与账目有出入，暂缓通过，限三个月内整改。",
            _ => $"{_proposal.Targets[missed].Name}与目标值差距较大，主要研究内容未完成，不予通过。",
        };
        var action = conclusion switch { "passed" => "pass", "concluded" => "conclude", "deferred" => "defer", _ => "fail" };
        _steps.Add(new CityStep(action, decided, "chief-plan", action == "pass" ? "" : opinion));
        var certificate = conclusion is "passed" or "concluded" ? $"云科验字〔{decided.AddHours(8).Year}〕{application.Number[^4..]}号" : "";
        _acceptance = new CityAcceptance(requested, summary, results, _values, begun, meeting, jury, scores, opinion, conclusion, decided, certificate);

        if (conclusion == "passed" && grantWan > 0)
        {
            if (situation == "last-tranche-requested") Release(3, 10, DemoTime.Office(_time.WorkDay(-random.Between(2, 12)), random), paid: false);
            else Release(3, 10, Later(decided, 4, 14), paid: true);
        }
        if (situation is not ("evaluated" or "archived")) return;
        var evaluated = Later(decided, 16, 28);
        int[] weights = [40, 20, 20, 20];
        var parts = weights.Select(_ => Math.Clamp(level + random.Between(-5, 5), 55, 98)).ToList();
        var points = parts.Zip(weights, (part, weight) => part * weight).Sum() / 100;
        _evaluation = new CityEvaluation(evaluated, parts, points, points >= 90 ? "优" : points >= 80 ? "良" : points >= 60 ? "中" : "差");
        _steps.Add(new CityStep("evaluate", evaluated, "officer-1"));
        if (situation == "archived") _steps.Add(new CityStep("archive", Later(evaluated, 3, 9), "officer-2"));
    }

    /// <summary>Met, and often a little more than that.</summary>
    decimal Surpassed(CityTarget target) => random.Chance(55) ? target.Goal : target.Kind switch
    {
        "output" or "application" when target.Goal < 20 => target.Goal + random.Below(2),
        "economic" => target.Goal + Math.Round(target.Goal * random.Between(1, 12) / 100m),
        "technical" when target.Unit is "%" && target.Direction == "at-least" && target.Goal > 90 => target.Goal,
        _ => Reached(target, 100 + random.Between(1, 6)),
    };

    /// <summary>Five for the acceptance, from the project's speciality and not from those who took part.</summary>
    List<int> Jury()
    {
        var field = FieldFile.All.First(one => one.Key == _proposal.Field).Zh;
        var involved = _proposal.Partners.Select(partner => partner.Name).Append(_organisation.Name).ToHashSet();
        var pool = experts.Where(expert => expert.Speciality == field && !involved.Contains(expert.OrganisationName)).ToList();
        return [.. random.Shuffled(pool.Where(expert => expert.Role == "technical")).Take(3).Concat(random.Shuffled(pool.Where(expert => expert.Role != "technical")).Take(2)).Select(expert => expert.Number)];
    }

    // ── money spent ───────────────────────────────────────────────────────────────────────────────────

    /// <summary>Month by month from the beginning to the last full month, in hundreds of 元; the grant never beyond what was paid by then.</summary>
    void Spend()
    {
        var stopped = _steps.FirstOrDefault(step => step.Action is "terminate" or "revoke") is { } stop ? LocalDay(stop.At) : _end;
        var until = stopped < _time.Month(-1) ? new DateOnly(stopped.Year, stopped.Month, 1) : _time.Month(-1);
        var months = new List<DateOnly>();
        for (var month = _proposal.Start; month <= until; month = month.AddMonths(1)) months.Add(month);
        if (months.Count == 0) return;

        var elapsed = Math.Min(100, months.Count * 100 / Math.Max(1, (_end.Year - _proposal.Start.Year) * 12 + _end.Month - _proposal.Start.Month + 1));
        var released = _releases.Where(release => release.PaidOn is { } paid && paid < until.AddMonths(1)).Sum(release => release.AmountFen);
        var grant = _recovery is { } recovery ? _releases.Sum(release => release.AmountFen) - recovery.AmountFen
            : Finished ? released * random.Between(96, 100) / 100 : Math.Min(released, grantWan * 1_000_000L * Math.Clamp(elapsed * random.Between(86, 112) / 100, 4, 98) / 100);
        var own = _budget.Sum(row => row.OwnFen) * (Finished ? random.Between(97, 104) : Math.Clamp(elapsed * random.Between(78, 108) / 100, 3, 98)) / 100;

        var rows = new List<CitySpending>();
        var weights = months.Select(_ => random.Between(4, 14)).ToArray();
        Spread(grant, (subject, month, amount) => rows.Add(new CitySpending(month, subject, amount, 0)), row => row.GrantFen);
        Spread(own, (subject, month, amount) => rows.Add(new CitySpending(month, subject, 0, amount)), row => row.OwnFen);
        _spending =
        [
            .. rows.GroupBy(row => (row.Month, row.Subject)).Select(group => new CitySpending(group.Key.Month, group.Key.Subject, group.Sum(row => row.GrantFen), group.Sum(row => row.OwnFen)))
                .OrderBy(row => row.Month).ThenBy(row => row.Subject, StringComparer.Ordinal),
        ];

        void Spread(long amount, Action<string, DateOnly, long> add, Func<CityBudgetRow, long> share)
        {
            const long grain = 10_000;
            var planned = _budget.Sum(share);
            if (amount < grain || planned == 0) return;
            var left = amount / grain;
            foreach (var row in _budget.OrderBy(share))
            {
                // The last and largest row takes what rounding has left.
                var part = row == _budget.OrderBy(share).Last() ? left : Math.Min(left, amount / grain * share(row) / planned);
                left -= part;
                var sum = weights.Sum();
                var rest = part;
                for (var i = 0; i < months.Count && rest > 0; i++)
                {
                    var here = i == months.Count - 1 ? rest : row.Subject == "equipment" ? (i == Math.Min(2, months.Count - 1) ? rest : 0) : Math.Min(rest, part * weights[i] / sum);
                    if (here <= 0) continue;
                    add(row.Subject, months[i], here * grain);
                    rest -= here;
                }
            }
        }
    }
}
