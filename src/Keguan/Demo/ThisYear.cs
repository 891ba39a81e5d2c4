using Keguan.Demo.Content;
using Keguan.Programmes.Applications;

namespace Keguan.Demo;

/// <summary>
/// This year's second call, whose window is closed, and the one that is open. How many stand where is fixed:
/// 343 applied, 318 recommended, 233 passed the formal check, 195 sent to review, 83 reviewed, 22 proposed; 215 started, 126 submitted, 58 recommended.
/// </summary>
sealed class ThisYear(Season season, ReviewDesk desk)
{
    readonly DemoTime _time = season.Time;

    /// <summary>Where an application of the closed call stands, and how many do.</summary>
    static readonly (string Place, int Count)[] Beside =
    [
        ("awaiting-draw", 38), ("awaiting-check", 46), ("rechecking", 9), ("supplementing", 18), ("rejected", 12),
        ("awaiting-recommendation", 8), ("returned", 9), ("unrecommended", 6), ("abandoned", 2),
    ];

    /// <summary>Fields whose panels have finished, each with the size of its group: 83 in all. The other nine have 112.</summary>
    static readonly Dictionary<string, int> Finished = new()
    {
        ["vehicle"] = 12, ["electronics"] = 12, ["chemical"] = 12, ["energy"] = 12, ["devices"] = 12, ["livestock"] = 11, ["construction"] = 12,
    };

    static readonly Dictionary<string, int> Reading = new()
    {
        ["machinery"] = 13, ["software"] = 13, ["materials"] = 12, ["environment"] = 12, ["biopharma"] = 13, ["clinical"] = 13, ["crops"] = 12, ["food"] = 12, ["safety"] = 12,
    };

    public List<CityPanel> Panels { get; } = [];

    public List<CityApplication> Closed(CityCall call)
    {
        var random = season.Stream("closed call");
        var places = new Queue<string>(random.Shuffled(Beside.SelectMany(one => Enumerable.Repeat(one.Place, one.Count))));
        var drafts = new List<(Field Field, string Place, DateTime Begun, DateTime Submitted)>();
        foreach (var (index, field) in FieldFile.All.Index())
        {
            var sent = Finished.GetValueOrDefault(field.Key) + Reading.GetValueOrDefault(field.Key);
            var all = index < 7 ? 22 : 21;
            for (var i = 0; i < all; i++)
            {
                var submitted = Season.Submission(call, random);
                drafts.Add((field, i < sent ? "sent" : places.Dequeue(), Season.Begun(call, submitted, random), submitted));
            }
        }

        // Numbers are given in the order in which the drafts were begun.
        var applications = new List<CityApplication>();
        var hero = drafts.FindIndex(one => one.Field.Key == "machinery" && one.Place == "awaiting-check");
        if (hero < 0) hero = drafts.FindIndex(one => one.Field.Key == "machinery" && one.Place != "sent");
        foreach (var (one, index) in drafts.Select((one, index) => (one, index)).OrderBy(pair => pair.one.Begun))
            applications.Add(One(call, one.Field, one.Place, one.Begun, one.Submitted, applications.Count + 1, index == hero, random));

        foreach (var field in FieldFile.All) Review(call, field, applications, random);
        return applications;
    }

    CityApplication One(CityCall call, Field field, string place, DateTime begun, DateTime submitted, int running, bool hero, DemoRandom random)
    {
        CityOrganisation organisation;
        ProposalWriter.Order order;
        var start = _time.Month(2);
        if (hero)
        {
            var leader = season.Register.KnownLeader("李承砚");
            organisation = season.Register.Organisations[leader.Organisation - 1];
            season.Use(call.Key, organisation);
            var subject = season.Pinned("machinery", "智能产线与在线检测", "注塑成型车间", "能耗优化系统研发与示范", "注塑车间边缘计算能耗优化系统研发与示范");
            order = new(subject, organisation, leader, "key-rd", "subsidised", 600, 840, start, 24);
        }
        else
        {
            (organisation, var subject) = season.Applicant(field, call.Key, random);
            order = NewOrder(subject, organisation, start, random, place == "sent" ? 9 : 11);
        }

        var steps = new List<CityStep> { new("start", begun, "filler"), new("submit", submitted, order.Leader.Number % 3 == 0 ? "unit-admin" : "leader") };
        var handler = Officials.HandlerOf(field.Key);
        var county = "county-" + organisation.Area;
        Continue(steps, place, handler, county, submitted, random);
        return new CityApplication
        {
            Number = Season.Number(call, running),
            Call = call.Key,
            Organisation = organisation.Number,
            Proposal = season.Write(order, random),
            State = CityStep.StateAfter(ApplicationLifecycle.Table, steps),
            Sections = Season.Sections,
            Steps = steps,
            Handler = handler,
        };
    }

    ProposalWriter.Order NewOrder(Subject subject, CityOrganisation organisation, DateOnly start, DemoRandom random, int selfFunded)
    {
        var mode = Season.Mode(random, organisation.Kind is "enterprise" ? selfFunded + 3 : selfFunded / 2);
        var grant = mode == "self-funded" ? 0 : Season.Grant(organisation, random);
        var category = Season.Category(subject.Field, organisation, grant, random);
        // Afterwards is paid only where something is sold or introduced.
        if (mode == "post-subsidy" && category is not ("key-rd" or "guidance")) mode = "subsidised";
        var months = grant >= 400 ? random.Pick((24, 70), (30, 15), (36, 15)) : random.Pick((12, 22), (18, 24), (24, 54));
        return new(subject, organisation, season.Register.Leader(organisation, subject.Field, random), category, mode, grant, Season.Own(organisation, grant, random), start, months);
    }

    void Continue(List<CityStep> steps, string place, string handler, string county, DateTime submitted, DemoRandom random)
    {
        DateTime At(int from, int to) => Season.After(steps[^1].At, DemoTime.Office(_time.WorkDay(random.Between(from, to)), random), random);
        void Step(string action, DateTime at, string actor, string reason = "") => steps.Add(new CityStep(action, at, actor, reason));

        if (place == "abandoned")
        {
            Step("abandon", submitted.AddMinutes(random.Between(40, 300)), "leader", random.Pick((IReadOnlyList<string>)["合作单位退出，研究方案需重新论证，本批不再申报", "单位内部统筹，改由其他团队下一批申报"]));
            return;
        }
        if (place is "awaiting-recommendation") return;
        if (place == "returned")
        {
            // While the window is open: afterwards it could not come back.
            Step("return", submitted + ((WindowEnd() - submitted) * (random.Between(20, 90) / 100.0)), county, random.Pick((IReadOnlyList<string>)["自筹资金来源说明不清，请补充银行存款或承诺材料", "合作协议未写明成果归属，请修改后再报", "考核指标中的应用指标偏少，请结合本县产业实际补充", "负责人职称与名录登记不一致，请核对"]));
            return;
        }
        if (place == "unrecommended")
        {
            Step("unrecommend", At(-47, -38), county, random.Pick((IReadOnlyList<string>)["研究内容与本县上一批已立项项目重复", "申报单位近一年无实际研发活动，不具备实施条件", "项目建设内容属于技术改造，不属于研究开发"]));
            return;
        }
        if (random.Chance(9))
        {
            // Sent back once by the county and handed in again in time.
            var back = submitted.AddHours(random.Between(4, 30));
            if (_time.OnOrAfter(DateOnly.FromDateTime(back.AddHours(8))) == DateOnly.FromDateTime(back.AddHours(8)) && back.AddHours(8).Hour is >= 9 and < 18 && back < steps[1].At.AddDays(2) && back < WindowEnd().AddHours(-30))
            {
                Step("return", back, county, random.Pick((IReadOnlyList<string>)["预算测算说明过于简单，请细化", "项目摘要中出现单位名称，请修改", "请补充上年度财务报表"]));
                Step("submit", back.AddHours(random.Between(3, 26)), "leader");
            }
        }

        var recommendation = random.Pick((IReadOnlyList<string>)
        [
            "申报材料真实完整，同意推荐。", "经审核，申报单位具备实施条件，项目符合本地产业方向，同意推荐。", "单位经营正常、信用良好，自筹资金已核实，同意推荐。", "项目有较好的应用前景，同意推荐。",
        ]);
        var (from, to) = place switch { "sent" => (-48, -39), "awaiting-draw" => (-46, -30), "awaiting-check" => (-22, -3), "rechecking" => (-40, -31), "supplementing" => (-38, -20), _ => (-44, -30) };
        Step("recommend", At(from, to), county, recommendation);
        switch (place)
        {
            case "awaiting-draw":
                Step("pass", At(-21, -3), handler);
                break;
            case "rechecking":
                Step("ask-correction", At(-16, -11), handler, CorrectionReason(random));
                Step("correct", At(-8, -3), "leader");
                break;
            case "supplementing":
                Step("ask-correction", At(-6, -1), handler, CorrectionReason(random));
                break;
            case "rejected":
                Reject();
                break;
            default:
                break;
        }

        void Reject()
        {
            if (random.Chance(25))
            {
                Step("ask-correction", At(-28, -22), handler, CorrectionReason(random));
                Step("lapse", At(-12, -4), handler);
                return;
            }
            Step("reject", At(-26, -5), handler, random.Pick((IReadOnlyList<string>)
            [
                "F02 研究内容以设备购置和厂房改造为主，不属于指南支持的研究开发活动", "F02 项目属于基础理论研究，与本批指南方向不符", "F01 申报单位登记住所已迁出本市", "F01 负责人执行期内达到退休年龄且无返聘手续",
                "F08 与同单位上一年度已立项项目的研究内容实质相同", "F07 所附检测报告编号经查与出具机构记录不一致", "F06 补正后仍缺少上年度财务报表", "F02 研究内容属于已产业化的成熟技术推广",
            ]));
        }
    }

    DateTime WindowEnd() => DemoTime.At(_time.WorkDay(-49), 17);

    static string CorrectionReason(DemoRandom random) => random.Pick((IReadOnlyList<string>)
    [
        "合作协议第五条未约定成果归属，请补充并双方盖章", "诚信承诺书缺负责人签字，请重新上传", "设备费测算说明缺少单价和数量依据，请补充", "上年度财务报表缺少现金流量表",
        "项目摘要与研究内容不一致，请核对考核指标", "营业执照扫描件不清晰，请重新上传", "查重提示与既有项目相近，请说明区别和新增内容", "成员投入月数超过执行期，请更正",
    ]);

    /// <summary>Draws the panel of a field's group, lets the experts read, and concludes where all have.</summary>
    void Review(CityCall call, Field field, List<CityApplication> applications, DemoRandom random)
    {
        var finished = Finished.ContainsKey(field.Key);
        var group = applications.Where(one => one.Proposal.Field == field.Key && one.State == ApplicationLifecycle.FormalCheck && one.Steps[^1].Action == "recommend" && one.Steps[^1].At < DemoTime.At(_time.WorkDay(-30), 0)).ToList();
        var drawn = DemoTime.Office(_time.WorkDay(finished ? random.Between(-25, -20) : random.Between(-12, -5)), random);
        var due = _time.Day((int)(drawn.AddHours(8).Date - _time.Anchor.ToDateTime(default)).TotalDays + 14);
        var panel = desk.PanelFor(field, group);
        var key = $"{call.Code}-{field.Key}";
        var strictness = panel.ToDictionary(expert => expert, _ => desk.Strictness());
        // How far each has come in his pile.
        var done = panel.ToDictionary(expert => expert, _ => finished ? group.Count : random.Below(group.Count - 1));
        var reviewed = new List<CityApplication>();
        foreach (var (index, application) in group.Index())
        {
            var passedBy = DateOnly.FromDateTime(drawn.AddHours(8)).AddDays(-1);
            var recommended = application.Steps[^1].At;
            var passDay = _time.AddWorkingDays(DateOnly.FromDateTime(recommended.AddHours(8)), random.Between(3, 8));
            if (passDay > passedBy) passDay = _time.AddWorkingDays(passedBy.AddDays(1), -1);
            List<CityStep> steps = [.. application.Steps, new("pass", Season.After(recommended, DemoTime.Office(passDay, random), random), application.Handler)];
            var merit = desk.Merit();
            var reviews = panel.Select(expert =>
            {
                var read = index < done[expert];
                var latest = finished ? 12 : Math.Max(1, -1 - (int)(drawn.AddHours(8).Date - _time.Anchor.ToDateTime(default)).TotalDays);
                var day = 1 + (latest - 1) * (index + 1) / group.Count;
                var at = DemoTime.Desk(DateOnly.FromDateTime(drawn.AddHours(8)).AddDays(read ? day : 0), random);
                return desk.Sheet(expert, application.Proposal, merit, strictness[expert], drawn, read ? at : null);
            }).ToList();
            if (finished)
            {
                var concluded = DemoTime.Office(_time.AddWorkingDays(_time.WorkDay(-6), -1), random);
                steps.Add(new("conclude-review", Season.After(reviews.Max(review => review.SubmittedAt!.Value), concluded, random), "officer-1"));
            }
            reviewed.Add(application with
            {
                Steps = steps,
                State = CityStep.StateAfter(ApplicationLifecycle.Table, steps),
                Panel = key,
                Reviews = reviews,
                Score100 = finished ? ReviewDesk.Aggregate(reviews) : null,
            });
        }

        if (finished)
        {
            var places = field.Key == "vehicle" ? 4 : 3;
            foreach (var (rank, application) in reviewed.OrderByDescending(one => one.Score100).ThenBy(one => one.Number, StringComparer.Ordinal).Index().ToList())
            {
                var at = reviewed.IndexOf(application);
                reviewed[at] = application with { Rank = rank + 1 };
                if (rank >= places) continue;
                List<CityStep> steps = [.. application.Steps, new("propose", Season.After(application.Steps[^1].At, DemoTime.Office(_time.WorkDay(-1), random), random), "officer-1")];
                reviewed[at] = reviewed[at] with { Steps = steps, State = CityStep.StateAfter(ApplicationLifecycle.Table, steps), ProposedFen = Proposed(application) };
            }
        }
        foreach (var application in reviewed) applications[applications.FindIndex(one => one.Number == application.Number)] = application;
        Panels.Add(new CityPanel(key, call.Key, field.Zh + "组", field.Key, panel, drawn, due, [.. reviewed.Select(one => one.Number)]));
    }

    /// <summary>The definition's rule: from 90 on all that was asked for, from 80 nine tenths, below eight.</summary>
    static long Proposed(CityApplication application) => application.Proposal.GrantFen / 10 * (application.Score100 >= 9000 ? 10 : application.Score100 >= 8000 ? 9 : 8);

    public List<CityApplication> Open(CityCall call)
    {
        var random = season.Stream("open call");
        (string Place, int Count)[] planned = [("recommended", 58), ("handed-in", 63), ("returned", 5), ("draft", 89)];
        var places = new Queue<string>(random.Shuffled(planned.SelectMany(one => Enumerable.Repeat(one.Place, one.Count))));
        var drafts = new List<(Field Field, string Place, DateTime Begun, DateTime Submitted)>();
        var days = _time.Anchor.DayNumber - DateOnly.FromDateTime(call.OpensAt.AddHours(8)).DayNumber;
        foreach (var (index, field) in FieldFile.All.Index())
            for (var i = 0; i < (index < 7 ? 14 : 13); i++)
            {
                var place = places.Dequeue();
                var begun = DemoTime.Desk(_time.Day(-random.Between(place == "draft" ? 2 : 6, days - 1)), random);
                var submitted = place switch
                {
                    "recommended" => DemoTime.Desk(_time.Day(-random.Between(4, 8)), random),
                    // Sent back until yesterday, even where it came late in the evening.
                    "returned" => DemoTime.Desk(_time.Day(-random.Between(2, 5)), random),
                    _ => DemoTime.Desk(_time.Day(-random.Between(1, 5)), random),
                };
                drafts.Add((field, place, begun, Season.After(begun, submitted, random)));
            }
        var hero = drafts.FindIndex(one => one.Field.Key == "machinery" && one.Place == "draft");
        if (hero < 0) hero = drafts.FindIndex(one => one.Place == "draft");
        var applications = new List<CityApplication>();
        foreach (var (one, index) in drafts.Select((one, index) => (one, index)).OrderBy(pair => pair.one.Begun))
            applications.Add(OpenOne(call, one.Field, one.Place, one.Begun, one.Submitted, applications.Count + 1, index == hero, random));
        return applications;
    }

    CityApplication OpenOne(CityCall call, Field field, string place, DateTime begun, DateTime submitted, int running, bool hero, DemoRandom random)
    {
        var start = _time.Month(4);
        CityOrganisation organisation;
        ProposalWriter.Order order;
        if (hero)
        {
            organisation = season.Register.Organisations[season.Register.KnownLeader("李承砚").Organisation - 1];
            season.Use(call.Key, organisation);
            var subject = season.Pinned("machinery", "智能产线与在线检测", "注塑成型车间", "能耗协同优化与碳足迹核算", "注塑机群能耗协同优化与碳足迹核算系统");
            order = new(subject, organisation, season.Register.Leader(organisation, field, random), "key-rd", "subsidised", 570, 690, start, 24);
        }
        else
        {
            (organisation, var subject) = season.Applicant(field, call.Key, random);
            order = NewOrder(subject, organisation, start, random, 8);
        }

        var steps = new List<CityStep> { new("start", begun, random.Chance(60) ? "filler" : "leader") };
        var county = "county-" + organisation.Area;
        if (place != "draft") steps.Add(new("submit", submitted, "leader"));
        if (place == "recommended") steps.Add(new("recommend", Season.After(submitted, DemoTime.Office(_time.WorkDay(-random.Between(1, 3)), random), random), county, "申报材料真实完整，同意推荐。"));
        if (place == "returned") steps.Add(new("return", Season.After(submitted, DemoTime.Office(_time.WorkDay(-1), random), random), county, "请补充自筹资金证明，并核对考核指标的完成时间"));
        IReadOnlyList<string> sections = place != "draft" ? Season.Sections
            : hero ? ["basics", "targets", "unit", "team"]
            : [.. Season.Sections.Where((section, index) => random.Chance(index < 2 ? 88 : index < 5 ? 60 : 30))];
        return new CityApplication
        {
            Number = Season.Number(call, running),
            Call = call.Key,
            Organisation = organisation.Number,
            Proposal = season.Write(order, random),
            State = CityStep.StateAfter(ApplicationLifecycle.Table, steps),
            Sections = sections.Count == 0 ? ["basics"] : sections,
            Steps = steps,
            Handler = Officials.HandlerOf(field.Key),
        };
    }
}
