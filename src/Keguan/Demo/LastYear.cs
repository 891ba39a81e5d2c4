using Keguan.Demo.Content;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Projects;

namespace Keguan.Demo;

/// <summary>
/// Last year's first batch: 213 projects, 39 of them self-funded, grants 4 528 万元 over the other 174, 3 634.1 万元 released so far. The amounts follow from three
/// heaps of grants, by how much of its money a project has had: 935 万元 in full, 920 万元 nine tenths, 2 673 万元 seven tenths.
/// </summary>
sealed class LastYear(Season season, ReviewDesk desk, IReadOnlyList<CityExpert> experts)
{
    readonly DemoTime _time = season.Time;

    /// <summary>A grant in 万元 and how many projects have it.</summary>
    static readonly (int Wan, int Count)[] InFull = [(10, 14), (15, 17), (20, 21), (30, 4)];
    static readonly (int Wan, int Count)[] NineTenthsSmall = [(10, 6), (15, 6), (20, 8), (30, 7)];
    static readonly (int Wan, int Count)[] NineTenthsLarge = [(25, 1), (30, 1), (35, 1), (40, 4), (50, 3)];
    static readonly (int Wan, int Count)[] SevenTenths = [(10, 6), (15, 6), (18, 1), (20, 12), (25, 1), (30, 27), (40, 12), (50, 7), (60, 6), (80, 3)];

    static readonly (string Situation, int Count)[] OfInFull = [("passed", 30), ("evaluated", 16), ("archived", 10)];
    static readonly (string Situation, int Count)[] OfNineTenthsSmall =
        [("concluded", 5), ("failed", 2), ("acceptance-requested", 6), ("in-acceptance", 4), ("deferred", 3), ("overdue", 3), ("last-tranche-requested", 4)];
    static readonly (string Situation, int Count)[] OfNineTenthsLarge = [("midterm-passed", 10)];
    static readonly (string Situation, int Count)[] OfSevenTenths =
    [
        ("running", 25), ("midterm-due", 20), ("midterm-handed-in", 9), ("midterm-late", 7), ("tranche-requested", 6), ("change-requested", 5), ("rectifying", 4), ("terminated", 4), ("revoked", 1),
    ];
    static readonly (string Situation, int Count)[] OfSelfFunded =
    [
        ("agreement-pending", 3), ("running", 8), ("midterm-due", 5), ("midterm-handed-in", 2), ("midterm-late", 2), ("acceptance-requested", 2), ("in-acceptance", 1), ("overdue", 1),
        ("passed", 9), ("evaluated", 2), ("archived", 1), ("concluded", 2), ("terminated", 1),
    ];

    public List<CityPanel> Panels { get; } = [];

    public List<CityProject> Make(CityCall call, CityApproval approval)
    {
        var random = season.Stream("last year");
        var places = random.Shuffled(Places(random));
        var fields = random.Shuffled(FieldFile.All.Index().SelectMany(pair => Enumerable.Repeat(pair.Item, pair.Index < 5 ? 14 : 13)));
        var hero = places.FindIndex(place => place is { Situation: "running", GrantWan: 40 });
        fields.Remove(FieldFile.All.First(field => field.Key == "materials"));
        fields.Insert(hero, FieldFile.All.First(field => field.Key == "materials"));

        var drafts = places.Select((place, index) =>
        {
            var submitted = Season.Submission(call, random);
            return (Place: place, Field: fields[index], Hero: index == hero, Begun: Season.Begun(call, submitted, random), Submitted: submitted);
        }).OrderBy(draft => draft.Begun).ToList();

        var running = 0;
        var applications = drafts.Select(draft =>
        {
            // The numbers between belong to others, some of which were turned away at the gate (TurnedAway).
            running += random.Between(1, 2);
            return (draft.Place, Application: Applied(call, approval, draft.Field, draft.Place, draft.Begun, draft.Submitted, running, draft.Hero, random));
        }).ToList();
        foreach (var field in FieldFile.All) Review(call, approval, field, applications, random);

        List<CityProject> projects = [.. applications.OrderBy(one => one.Application.Number, StringComparer.Ordinal).Select(one => Follow(one.Application, one.Place, random))];
        foreach (var project in projects.Where(project => ProjectLifecycle.Closed.Contains(project.State)))
            season.Register.Free(season.Register.Organisations[project.Application.Organisation - 1], project.Application.Proposal.Leader);
        return projects;
    }

    /// <summary>
    /// Those of last year that came no further than the gate: not recommended, or refused in the formal check. They stand in gaps between the numbers of the projects.
    /// Made after everything else, so that nothing else depends on them.
    /// </summary>
    public List<CityApplication> TurnedAway(CityCall call, IReadOnlyList<CityProject> projects)
    {
        const int most = 24;
        var random = season.Stream("last year, turned away");
        static int Running(CityProject project) => int.Parse(project.Application.Number.AsSpan(project.Application.Number.Length - 4), System.Globalization.CultureInfo.InvariantCulture);
        var gaps = projects.Zip(projects.Skip(1)).Where(pair => Running(pair.Second) == Running(pair.First) + 2).ToList();
        var result = new List<CityApplication>();
        foreach (var (index, (before, after)) in random.Shuffled(gaps).Take(most).OrderBy(pair => Running(pair.First)).Index())
        {
            var field = FieldFile.All[index % FieldFile.All.Count];
            var (organisation, subject) = season.Applicant(field, call.Key, random);
            var leader = season.Register.Leader(organisation, field, random);
            var asked = Season.Grant(organisation, random);
            var (handler, county) = (Officials.HandlerOf(field.Key), "county-" + organisation.Area);
            var begun = before.Application.Steps[0].At + ((after.Application.Steps[0].At - before.Application.Steps[0].At) / 2);
            var submitted = begun.AddMinutes(random.Between(200, 1600));
            if (submitted > call.ClosesAt.AddMinutes(-5)) submitted = begun + ((call.ClosesAt - begun) / 2);
            List<CityStep> steps = [new("start", begun, "filler"), new("submit", submitted, "leader")];
            var closed = DateOnly.FromDateTime(call.ClosesAt);
            var seen = Season.After(submitted, DemoTime.Office(_time.OnOrAfter(closed.AddDays(random.Between(2, 9))), random), random);
            if (index % 3 == 0) steps.Add(new("unrecommend", seen, county, random.Pick((IReadOnlyList<string>)["研究内容与本县上一批已立项项目重复", "申报单位近一年无实际研发活动，不具备实施条件", "项目建设内容属于技术改造，不属于研究开发"])));
            else
            {
                steps.Add(new("recommend", seen, county, "申报材料真实完整，同意推荐。"));
                steps.Add(new("reject", Season.After(seen, DemoTime.Office(_time.AddWorkingDays(DateOnly.FromDateTime(seen.AddHours(8)), random.Between(2, 7)), random), random), handler, random.Pick((IReadOnlyList<string>)
                [
                    "F02 研究内容以设备购置和厂房改造为主，不属于指南支持的研究开发活动", "F02 项目属于基础理论研究，与本批指南方向不符", "F01 负责人执行期内达到退休年龄且无返聘手续", "F08 与同单位上一年度已立项项目的研究内容实质相同",
                ])));
            }
            var order = new ProposalWriter.Order(subject, organisation, leader, Season.Category(field, organisation, asked, random), "subsidised", asked, Season.Own(organisation, asked, random), _time.Month(-16), 24);
            result.Add(new CityApplication
            {
                Number = Season.Number(call, Running(before) + 1),
                Call = call.Key,
                Organisation = organisation.Number,
                Proposal = season.Write(order, random),
                State = CityStep.StateAfter(ApplicationLifecycle.Table, steps),
                Sections = Season.Sections,
                Steps = steps,
                Handler = handler,
            });
        }
        return result;
    }

    static List<(int GrantWan, string Situation)> Places(DemoRandom random)
    {
        static IEnumerable<T> Spread<T>(IEnumerable<(T Value, int Count)> heap) => heap.SelectMany(one => Enumerable.Repeat(one.Value, one.Count));
        List<(int, string)> places = [];
        foreach (var (grants, situations) in new[] { (InFull, OfInFull), (NineTenthsSmall, OfNineTenthsSmall), (NineTenthsLarge, OfNineTenthsLarge), (SevenTenths, OfSevenTenths) })
            places.AddRange(random.Shuffled(Spread(grants)).Zip(Spread(situations)));
        places.AddRange(Spread(OfSelfFunded).Select(situation => (0, situation)));
        return places;
    }

    /// <summary>Months of a project and in which month before the anchor's it began, so that it stands today where its situation says.</summary>
    static (int Months, int Began) Span(string situation, DemoRandom random) => situation switch
    {
        "passed" or "evaluated" or "archived" or "concluded" or "failed" or "overdue" => (12, random.Pick((17, 50), (16, 50))),
        "deferred" => (12, 17),
        "last-tranche-requested" => (12, 15),
        "acceptance-requested" => (15, 16),
        "in-acceptance" => random.Pick(((15, 16), 60), ((12, 13), 40)),
        "midterm-passed" => random.Pick(((18, 16), 60), ((24, 17), 40)),
        "tranche-requested" => (24, 16),
        "midterm-due" => random.Pick(((24, 11), 40), ((30, 14), 40), ((36, 17), 20)),
        "midterm-handed-in" => random.Pick(((24, 12), 60), ((30, 15), 40)),
        "midterm-late" => random.Pick(((24, 13), 60), ((30, 16), 40)),
        "rectifying" => random.Pick(((24, 12), 60), ((30, 15), 40)),
        "terminated" or "revoked" => (24, 16),
        "agreement-pending" => (24, 11),
        "change-requested" => random.Pick(((30, 13), 50), ((36, 16), 50)),
        _ => random.Pick(((24, 10), 35), ((30, 13), 35), ((36, 16), 30)),
    };

    /// <summary>The day on which the experts were drawn: everything was recommended and checked by then.</summary>
    DateOnly Drawn(CityApproval approval) => _time.OnOrAfter(approval.ApprovedOn.AddDays(-48));

    CityApplication Applied(CityCall call, CityApproval approval, Field field, (int GrantWan, string Situation) place, DateTime begun, DateTime submitted, int running, bool hero, DemoRandom random)
    {
        CityOrganisation organisation;
        CityPerson leader;
        Subject subject;
        if (hero)
        {
            leader = season.Register.KnownLeader("顾望舒");
            organisation = season.Register.Organisations[leader.Organisation - 1];
            season.Use(call.Key, organisation);
            subject = season.Pinned("materials", "防护涂层", "低温固化水性防腐涂层", "制备与工程应用", "低温固化水性防腐涂层制备与工程应用");
        }
        else
        {
            // An organisation with an overdue project is kept out of later calls, so it is not one of those that the city lives on.
            var overdue = place.Situation == "overdue";
            (organisation, subject) = season.Applicant(field, call.Key, random, one => overdue ? one.Kind == "enterprise" && one.Number > 100 : one.Kind is not "university" || place.GrantWan > 0);
            if (overdue) season.Blocked.Add(organisation.Number);
            leader = season.Register.Leader(organisation, field, random);
        }

        var grant = place.GrantWan * 10;
        // Three in ten had asked for more than they got.
        var asked = grant == 0 || hero || !random.Chance(30) ? grant : NextStep(grant);
        var category = hero ? "key-rd" : Season.Category(field, organisation, asked, random);
        var (months, began) = Span(place.Situation, random);
        var order = new ProposalWriter.Order(subject, organisation, leader, category, grant == 0 ? "self-funded" : "subsidised", asked,
            hero ? 560 : Season.Own(organisation, asked, random), _time.Month(-began), months);
        List<CityStep> steps = [new("start", begun, "filler"), new("submit", submitted, "leader")];
        var recommended = Season.After(submitted, DemoTime.Office(_time.OnOrAfter(DateOnly.FromDateTime(call.ClosesAt).AddDays(random.Between(-4, 11))), random), random);
        var passed = Season.After(recommended, DemoTime.Office(_time.AddWorkingDays(DateOnly.FromDateTime(recommended.AddHours(8)), random.Between(2, 9)), random), random);
        recommended = NotAfter(recommended, 2);
        passed = NotAfter(passed, 1);
        steps.Add(new("recommend", recommended, "county-" + organisation.Area, "申报材料真实完整，同意推荐。"));
        steps.Add(new("pass", passed, Officials.HandlerOf(field.Key)));
        return new CityApplication
        {
            Number = Season.Number(call, running),
            Call = call.Key,
            Organisation = organisation.Number,
            Proposal = season.Write(order, random),
            State = ApplicationLifecycle.InReview,
            Sections = Season.Sections,
            Steps = steps,
            Handler = Officials.HandlerOf(field.Key),
        };

        DateTime NotAfter(DateTime at, int daysBeforeDrawn)
        {
            var latest = DemoTime.At(_time.AddWorkingDays(Drawn(approval), -daysBeforeDrawn), 16, 40).AddMinutes(-(running % 97));
            return at < latest ? at : latest;
        }
    }

    static int NextStep(int tenths) => tenths switch { 100 => 150, 150 => 200, 180 => 200, 200 => 300, 250 => 300, 300 => 400, 350 => 400, 400 => 500, 500 => 600, 600 => 800, _ => tenths };

    void Review(CityCall call, CityApproval approval, Field field, List<((int GrantWan, string Situation) Place, CityApplication Application)> applications, DemoRandom random)
    {
        var group = applications.Select((one, index) => (one.Application, index)).Where(one => one.Application.Proposal.Field == field.Key).ToList();
        var panel = desk.PanelFor(field, [.. group.Select(one => one.Application)]);
        var strictness = panel.ToDictionary(expert => expert, _ => desk.Strictness());
        var drawn = DemoTime.Office(Drawn(approval), random);
        var key = $"{call.Code}-{field.Key}";
        var scored = group.Select(one =>
        {
            var merit = Math.Max(desk.Merit(), 76);
            var reviews = panel.Select(expert => desk.Sheet(expert, one.Application.Proposal, merit, strictness[expert], drawn, DemoTime.Desk(DateOnly.FromDateTime(drawn.AddHours(8)).AddDays(random.Between(1, 11)), random))).ToList();
            return (one.index, one.Application, Reviews: reviews, Score: ReviewDesk.Aggregate(reviews));
        }).OrderByDescending(one => one.Score).ThenBy(one => one.Application.Number, StringComparer.Ordinal).ToList();

        foreach (var (rank, one) in scored.Index())
        {
            var handler = one.Application.Handler;
            var place = applications[one.index].Place;
            List<CityStep> steps =
            [
                .. one.Application.Steps,
                new("conclude-review", DemoTime.Office(_time.OnOrAfter(approval.ApprovedOn.AddDays(-33)), random), "officer-1"),
                new("propose", DemoTime.Office(_time.OnOrAfter(approval.ApprovedOn.AddDays(-24)), random), "officer-1"),
                new("publicise", DemoTime.At(approval.PublicityFrom, new TimeOnly(9, 0), random), "officer-1"),
                new("approve", DemoTime.At(approval.ApprovedOn, new TimeOnly(15, 0), random), "director"),
            ];
            applications[one.index] = (place, one.Application with
            {
                State = CityStep.StateAfter(ApplicationLifecycle.Table, steps),
                Steps = steps,
                Panel = key,
                Reviews = one.Reviews,
                Score100 = one.Score,
                Rank = rank + 1,
                ProposedFen = place.GrantWan * 1_000_000L,
            });
        }
        Panels.Add(new CityPanel(key, call.Key, field.Zh + "组", field.Key, panel, drawn, DateOnly.FromDateTime(drawn.AddHours(8)).AddDays(14), [.. scored.Select(one => one.Application.Number)]));
    }

    // ── what became of it ─────────────────────────────────────────────────────────────────────────────

    CityProject Follow(CityApplication application, (int GrantWan, string Situation) place, DemoRandom random)
    {
        var story = new ProjectStory(season, experts, application, place.GrantWan, place.Situation, random);
        return story.Tell();
    }
}
