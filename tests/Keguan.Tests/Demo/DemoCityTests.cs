using System.Globalization;
using Keguan.Demo;
using Keguan.Demo.Content;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Sheets;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Projects;
using Keguan.Tests.Support;

namespace Keguan.Tests.Demo;

public class DemoCityTests
{
    static readonly DateOnly Anchor = new(2026, 11, 18);
    static readonly Lazy<DemoCity> Made = new(() => DemoCity.Create(Anchor));

    static DemoCity City => Made.Value;

    const long Wan = 1_000_000;

    [Fact]
    public void The_same_day_and_seed_give_the_same_city_and_another_seed_another()
    {
        var again = DemoCity.Create(Anchor);
        Assert.Equal(City.Fingerprint(), again.Fingerprint());
        Assert.NotEqual(City.Fingerprint(), DemoCity.Create(Anchor, 7).Fingerprint());
    }

    [Fact]
    public void Last_years_batch_is_the_one_of_the_report()
    {
        Assert.Equal(213, City.Projects.Count);
        Assert.Equal(39, City.Projects.Count(project => project.Application.Proposal.FundingMode == "self-funded"));
        Assert.All(City.Projects, project => Assert.Equal(project.GrantFen == 0, project.Application.Proposal.FundingMode == "self-funded"));
        Assert.Equal(4528 * Wan, City.Projects.Sum(project => project.GrantFen));
        Assert.Equal(36_341 * Wan / 10, City.Projects.Sum(project => project.ReleasedFen));
        Assert.All(City.Projects.Where(project => project.GrantFen > 0), project => Assert.True(project.Releases[0].PaidOn < City.Anchor, project.Application.Number));
    }

    [Fact]
    public void Releases_follow_the_tranches_and_what_is_spent_was_paid_before()
    {
        foreach (var project in City.Projects)
        {
            Assert.Equal(project.Releases.Select(release => release.Percent), ((int[])[70, 20, 10]).Take(project.Releases.Count));
            Assert.All(project.Releases, release => Assert.Equal(project.GrantFen * release.Percent / 100, release.AmountFen));
            Assert.All(project.Releases.SkipLast(1), release => Assert.True(release.Released, project.Application.Number));
            Assert.All(project.Releases, release => Assert.Equal(0, release.AmountFen % (Wan / 10)));
            Assert.True(project.Spending.Sum(row => row.GrantFen) <= project.ReleasedFen - (project.Recovery?.AmountFen ?? 0), project.Application.Number);
            if (project.Releases.Count > 1) Assert.NotNull(project.Midterm?.ReviewedAt);
            if (project.Releases.Count > 2) Assert.Equal("passed", project.Acceptance?.Conclusion);
            Assert.Equal(project.GrantFen, project.Budget.Sum(row => row.GrantFen));
            Assert.Equal(project.OwnFen, project.Budget.Sum(row => row.OwnFen));
        }
    }

    [Fact]
    public void Projects_stand_in_every_later_state()
    {
        var states = City.Projects.Select(project => project.State).ToHashSet();
        Assert.Subset(states, new HashSet<string>(ProjectLifecycle.Table.States.Select(state => state.Code)));
        Assert.Equal(ProjectLifecycle.Table.States.Select(state => state.Code).Order(), states.Order());
        string[] situations = ["midterm-due", "midterm-late", "midterm-handed-in", "change-requested", "tranche-requested", "rectifying", "overdue"];
        Assert.All(situations, situation => Assert.Contains(City.Projects, project => project.Situation == situation));
    }

    [Fact]
    public void The_closed_call_has_its_funnel()
    {
        int Did(string action) => City.Applications.Count(application => application.Steps.Any(step => step.Action == action));
        Assert.Equal((343, 318, 233), (City.Applications.Count, Did("recommend"), Did("pass")));
        Assert.All(City.Applications, application => Assert.Contains(application.Steps, step => step.Action == "submit"));
        Assert.Equal(195, City.Applications.Count(application => application.Panel.Length > 0));
        Assert.Equal((83, 22), (Did("conclude-review"), Did("propose")));
        Assert.Equal(46, City.Applications.Count(application => application.State == ApplicationLifecycle.FormalCheck && application.Steps[^1].Action == "recommend"));
        string[] states =
        [
            ApplicationLifecycle.Recommending, ApplicationLifecycle.Returned, ApplicationLifecycle.Unrecommended, ApplicationLifecycle.FormalCheck, ApplicationLifecycle.Supplementing,
            ApplicationLifecycle.Rejected, ApplicationLifecycle.InReview, ApplicationLifecycle.Shortlisted, ApplicationLifecycle.Proposed, ApplicationLifecycle.Withdrawn,
        ];
        Assert.All(states, state => Assert.Contains(City.Applications, application => application.State == state));
    }

    [Fact]
    public void The_open_call_has_drafts_and_two_weeks_left()
    {
        Assert.Equal(215, City.OpenApplications.Count);
        Assert.Equal(126, City.OpenApplications.Count(application => application.Steps.Any(step => step.Action == "submit")));
        Assert.Equal(58, City.OpenApplications.Count(application => application.Steps.Any(step => step.Action == "recommend")));
        Assert.Equal(89, City.OpenApplications.Count(application => application.State == ApplicationLifecycle.Draft));
        Assert.Equal(new DateOnly(2026, 11, 30), ChinaTime.DayOf(City.OpenCall.ClosesAt));
        Assert.Equal("2026-2", City.ClosedCall.Code);
        Assert.Equal("2025-1", City.LastCall.Code);
        Assert.Equal("2027-1", City.OpenCall.Code);
    }

    [Fact]
    public void Organisations_lie_in_six_counties_and_all_codes_are_valid()
    {
        Assert.Equal(300, City.Organisations.Count);
        Assert.Equal(300, City.Organisations.Select(one => one.Name).Distinct().Count());
        foreach (var county in Places.Counties) Assert.Equal(county.Share, City.Organisations.Count(one => one.Area == county.Code));

        var codes = City.Organisations.Select(one => one.Uscc).Concat(City.CountyBureaus.Select(bureau => bureau.Uscc)).Append(City.Bureau.Uscc).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Null(Uscc.Check(code)));

        var tables = new CodeTables(CodeFolder.Find());
        Assert.All(City.Organisations, one => Assert.NotNull(tables.Find("areas")!.Find(one.Area)));
        Assert.All(City.Organisations, one => Assert.NotNull(tables.Find("industries")!.Find(one.Industry)));
        Assert.All(City.AllApplications, one => Assert.NotNull(tables.Find("industries")!.Find(one.Proposal.Industry)));
        Assert.All(City.AllApplications, one => Assert.NotNull(tables.Find("disciplines")!.Find(one.Proposal.Discipline)));
        Assert.All(City.Experts.SelectMany(expert => expert.Disciplines), code => Assert.NotNull(tables.Find("disciplines")!.Find(code)));
    }

    [Fact]
    public void People_are_of_nobodys_area_and_nobody_is_there_twice()
    {
        var ids = City.People.Select(person => person.ResidentId).Concat(City.Experts.Select(expert => expert.ResidentId)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Null(ResidentId.Check(id, Anchor)));
        Assert.All(ids, id => Assert.StartsWith("99", id, StringComparison.Ordinal));
        Assert.All(City.People, person => Assert.Equal(person.Female, ResidentId.IsFemale(person.ResidentId)));
        var names = City.People.Select(person => person.Name).Concat(City.Experts.Select(expert => expert.Name)).Concat(City.Officials.Select(official => official.Name)).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(City.People.Select(person => person.Email).Concat(City.Experts.Select(expert => expert.Email)), address => Assert.EndsWith(".example", address, StringComparison.Ordinal));
    }

    [Fact]
    public void The_expert_library_has_twenty_to_thirty_in_each_of_sixteen_specialities()
    {
        Assert.Equal(420, City.Experts.Count);
        var fields = FieldFile.All.Select(field => field.Zh).ToList();
        Assert.Equal(16, fields.Distinct().Count());
        foreach (var field in fields)
        {
            var of = City.Experts.Where(expert => expert.Speciality == field || expert.SecondSpeciality == field).ToList();
            Assert.InRange(of.Count, 20, 30);
            Assert.InRange(of.Count(expert => expert.Role == "finance"), 2, 5);
            Assert.InRange(of.Count(expert => expert.Role == "management"), 3, 7);
            Assert.InRange(of.Count(expert => !expert.Local), 5, 18);
        }
        Assert.Contains(City.Experts, expert => expert.SecondSpeciality.Length > 0);
    }

    [Fact]
    public void Titles_are_each_their_own_and_say_nothing_twice()
    {
        var titles = City.AllApplications.Select(application => application.Proposal.Title).ToList();
        Assert.Equal(771 + City.TurnedAway.Count, titles.Distinct().Count());
        Assert.All(titles, title => Assert.InRange(title.Length, 5, 50));
        Assert.All(titles, title => Assert.DoesNotContain(title, one => "{}<>?？…．0".Contains(one, StringComparison.Ordinal)));
        foreach (var title in titles)
            for (var i = 0; i + 3 < title.Length; i++)
                Assert.False(title[i] == title[i + 2] && title[i + 1] == title[i + 3], title);
        Assert.All(City.AllApplications, one => Assert.DoesNotContain(City.Organisation(one.Organisation).Name, one.Proposal.Title, StringComparison.Ordinal));
    }

    [Fact]
    public void Forms_keep_to_the_limits_of_the_definition()
    {
        foreach (var application in City.AllApplications)
        {
            var proposal = application.Proposal;
            Assert.InRange(proposal.Summary.Length, 150, 800);
            Assert.InRange(proposal.Background.Length, 200, 3000);
            Assert.InRange(proposal.Research.Length, 250, 4000);
            Assert.InRange(proposal.Route.Length, 200, 4000);
            Assert.InRange(proposal.Novelty.Length, 30, 1500);
            Assert.InRange(proposal.Basis.Length, 100, 3000);
            Assert.InRange(City.Organisation(application.Organisation).Introduction.Length, 30, 800);
            Assert.InRange(proposal.Targets.Count, 3, 20);
            Assert.All(proposal.Targets, target => Assert.True(target.Name.Length <= 40 && target.Unit.Length is > 0 and <= 12 && target.Method.Length <= 60, target.Name));
            Assert.All(proposal.Targets, target => Assert.True(target.Direction == "at-most" ? target.Goal < target.Baseline : target.Goal > target.Baseline, $"{proposal.Title}: {target.Name}"));
            Assert.Equal(proposal.Targets.Count, proposal.Targets.Select(target => target.Name).Distinct().Count());
            Assert.InRange(proposal.Members.Count, 2, 30);
            Assert.DoesNotContain(proposal.Members, member => member.ResidentId == proposal.Leader.ResidentId);
            Assert.All(proposal.Members, member => Assert.True(member.Task.Length <= 40 && member.Months is >= 1 and <= 60));
            Assert.InRange(proposal.Recusals.Count, 0, 3);
            Assert.True(proposal.End > proposal.Start && proposal.End < proposal.Start.AddMonths(36));
            foreach (var text in (string[])[proposal.Summary, proposal.Background, proposal.Research, proposal.Route, proposal.Novelty])
            {
                Assert.DoesNotContain(City.Organisation(application.Organisation).Name, text, StringComparison.Ordinal);
                Assert.DoesNotContain("；；", text, StringComparison.Ordinal);
                Assert.DoesNotContain("。。", text, StringComparison.Ordinal);
                Assert.DoesNotContain("，。", text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Budgets_add_up_and_keep_to_the_rules()
    {
        var caps = City.ClosedCall.Categories.ToDictionary(category => category.Category, category => category.CapFen);
        foreach (var proposal in City.AllApplications.Select(application => application.Proposal))
        {
            Assert.All(proposal.Budget, row => Assert.True(row.GrantFen >= 0 && row.OwnFen >= 0 && row.GrantFen + row.OwnFen > 0 && row.Note.Length is > 0 and <= 200, proposal.Title));
            Assert.True(proposal.GrantFen <= caps[proposal.Category], proposal.Title);
            Assert.True(proposal.Budget.Where(row => row.Subject == "indirect").Sum(row => row.GrantFen) * 10 <= proposal.GrantFen * 3, proposal.Title);
            if (proposal.FundingMode == "self-funded") Assert.Equal(0, proposal.GrantFen);
            else Assert.True(proposal.GrantFen > 0 && proposal.OwnFen * 100 >= proposal.GrantFen * 120, proposal.Title);
            foreach (var row in proposal.Budget.Where(row => row.Subject == "equipment" && row.Note.Contains('×', StringComparison.Ordinal)))
                Assert.Equal((row.GrantFen + row.OwnFen) / 100_000, row.Note.Split('，').Sum(item => Sum(item)));
        }

        // “高速摄像机1台×9.6” → 96 tenths of 万元.
        static long Sum(string item)
        {
            var (count, price) = (item[..item.IndexOf('×', StringComparison.Ordinal)], item[(item.IndexOf('×', StringComparison.Ordinal) + 1)..]);
            var digits = new string([.. count.Reverse().Skip(1).TakeWhile(char.IsAsciiDigit).Reverse()]);
            return long.Parse(digits, CultureInfo.InvariantCulture) * (long)(decimal.Parse(price, CultureInfo.InvariantCulture) * 10);
        }
    }

    [Fact]
    public void Limits_hold_per_organisation_and_leader()
    {
        foreach (var call in (IReadOnlyList<CityApplication>[])[City.Applications, City.OpenApplications])
        {
            foreach (var group in call.GroupBy(application => application.Organisation))
                Assert.True(group.Count() <= (City.Organisation(group.Key).Kind is "enterprise" or "cooperative" ? 2 : 6), City.Organisation(group.Key).Name);
        }
        var busy = City.Projects.Where(project => ProjectLifecycle.Active.Contains(project.State)).Select(project => project.Application.Proposal.Leader.Number)
            .Concat(City.Applications.Concat(City.OpenApplications).Select(application => application.Proposal.Leader.Number)).ToList();
        Assert.Equal(busy.Count, busy.Distinct().Count());
        var overdue = City.Projects.Where(project => project.State == ProjectLifecycle.Due).Select(project => project.Application.Organisation).ToHashSet();
        Assert.DoesNotContain(City.Applications.Concat(City.OpenApplications), application => overdue.Contains(application.Organisation));
    }

    [Fact]
    public void Experts_read_nothing_of_their_own_organisation_and_scores_come_out_as_aggregated()
    {
        Assert.Equal(32, City.Panels.Count);
        var byNumber = City.AllApplications.ToDictionary(application => application.Number);
        foreach (var panel in City.Panels)
        {
            Assert.Equal(5, panel.Experts.Distinct().Count());
            Assert.Equal(5, panel.Experts.Select(number => City.Expert(number).OrganisationName).Distinct().Count());
            foreach (var application in panel.Applications.Select(number => byNumber[number]))
            {
                var involved = application.Proposal.Partners.Select(partner => partner.Name).Append(City.Organisation(application.Organisation).Name).ToList();
                Assert.All(application.Reviews, review => Assert.DoesNotContain(City.Expert(review.Expert).OrganisationName, involved));
                Assert.Equal(panel.Experts, application.Reviews.Select(review => review.Expert));
                if (application.Score100 is not { } score) continue;
                var kept = application.Reviews.Select(review => review.Total100).Order().ToList()[1..^1];
                Assert.Equal((int)Math.Round(kept.Sum() / 3m, MidpointRounding.AwayFromZero), score);
            }
        }
        Assert.All(City.Applications.Where(application => application.State == ApplicationLifecycle.Proposed), application => Assert.True(application is { Score100: >= 7000, ProposedFen: >= 0 }));
    }

    [Theory]
    [InlineData("2026-11-18")]
    [InlineData("2026-01-01")]
    [InlineData("2026-03-02")]
    [InlineData("2025-10-08")]
    [InlineData("2026-06-30")]
    [InlineData("2027-02-10")]
    public void Whatever_the_day_the_sums_hold_and_what_is_told_has_happened(string day)
    {
        var anchor = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        var city = anchor == Anchor ? City : DemoCity.Create(anchor);
        var now = ChinaTime.StartOf(anchor);
        Assert.Equal(4528 * Wan, city.Projects.Sum(project => project.GrantFen));
        Assert.Equal(36_341 * Wan / 10, city.Projects.Sum(project => project.ReleasedFen));
        Assert.Equal(3, city.Calls.Select(call => call.Code).Distinct().Count());
        Assert.True(city.ClosedCall.ClosesAt < now && city.OpenCall.OpensAt < now && city.OpenCall.ClosesAt > now.AddDays(9));
        foreach (var application in city.AllApplications)
        {
            var call = city.Calls.First(one => one.Key == application.Call);
            var times = application.Steps.Select(step => step.At).ToList();
            Assert.True(times.Zip(times.Skip(1)).All(pair => pair.First < pair.Second), $"{application.Number}: steps out of order");
            Assert.True(times[^1] < now, $"{application.Number}: {application.Steps[^1]}");
            Assert.All(application.Steps.Where(step => step.Action is "start" or "submit"), step => Assert.InRange(step.At, call.OpensAt, call.ClosesAt));
            Assert.All(application.Reviews, review => Assert.True(review.SubmittedAt is not { } at || (at < now && at > review.AssignedAt)));
            Assert.Equal(application.State, CityStep.StateAfter(ApplicationLifecycle.Table, application.Steps));
        }
        foreach (var project in city.Projects)
        {
            var times = project.Steps.Select(step => step.At).ToList();
            Assert.True(times.Zip(times.Skip(1)).All(pair => pair.First < pair.Second), $"{project.Application.Number}: steps out of order");
            Assert.True(times[^1] < now, $"{project.Application.Number} {project.Situation}: {project.Steps[^1]}");
            Assert.All(project.Releases, release => Assert.True(release.RequestedAt < now && release.ApprovedAt is not { } at || release.ApprovedAt < now, project.Application.Number));
            Assert.True(project.Midterm is not { SubmittedAt: { } submitted } || submitted < now, project.Application.Number);
            Assert.True(project.Midterm?.ReviewedAt is not { } reviewed || reviewed < now, project.Application.Number);
            Assert.True(project.Acceptance?.MeetingOn is not { } meeting || project.Acceptance.Conclusion.Length == 0 || meeting < anchor, project.Application.Number);
        }
    }

    [Fact]
    public void The_sample_workbooks_are_the_batch_and_its_spoilt_copy()
    {
        var city = DemoCity.Create(BatchSheet.Anchor);
        var rows = BatchSheet.Rows(city);
        var faults = BatchSheet.Faults(rows);
        Assert.Equal(12, faults.Select(fault => fault.Fault).Distinct().Count());
        Assert.Equal(12, faults.Select(fault => fault.Row).Distinct().Count());
        foreach (var (name, spoilt) in ((string, bool)[])[(BatchSheet.FileName, false), (BatchSheet.SpoiltFileName, true)])
        {
            using var file = File.OpenRead(Repository.At("samples", name));
            using var fresh = new MemoryStream();
            BatchSheet.Write(fresh, city, spoilt);
            fresh.Position = 0;
            var (stored, made) = (SheetReader.Read(file).ToList(), SheetReader.Read(fresh).ToList());
            Assert.Equal(214, stored.Count);
            Assert.Equal(made.Select(row => string.Join('|', row.Cells)), stored.Select(row => string.Join('|', row.Cells)));
        }
    }
}
