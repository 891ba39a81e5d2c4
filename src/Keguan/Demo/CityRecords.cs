using Keguan.Foundation.Lifecycle;

namespace Keguan.Demo;

/// <summary>Somebody at an organisation: leader, member, drafter or contact. `Number` is unique in the city.</summary>
public sealed record CityPerson(int Number, string Name, bool Female, DateOnly Born, string ResidentId, string Title, string Profession, string Discipline, string Phone, string Email, int Organisation);

/// <summary>A recommending county bureau or the city's own bureau.</summary>
public sealed record CityBureau(string Uscc, string Name, string Area, string Address, string Contact, string Phone);

/// <summary>Who works for the bureaus and administrates the system. `Key` is what a step names as its actor.</summary>
/// <param name="Role">Code of the role in Foundation/Access/Roles.</param>
/// <param name="Area">County of a recommender, otherwise empty.</param>
public sealed record CityOfficial(string Key, string Name, string Role, string Section, string Post, string Area);

public sealed record CityOrganisation
{
    public required int Number { get; init; }
    public required string Uscc { get; init; }
    public required string Name { get; init; }

    /// <summary>enterprise, institute, university, hospital or cooperative.</summary>
    public required string Kind { get; init; }

    /// <summary>Keys of the fields in which it works; the first is its trade.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Parts of names of topics and objects that it works on; empty for all of its fields.</summary>
    public required IReadOnlyList<string> Focus { get; init; }
    public required string Area { get; init; }
    public required string Address { get; init; }
    public required string Industry { get; init; }
    public required string LegalRepresentative { get; init; }
    public required DateOnly FoundedOn { get; init; }
    public required int Staff { get; init; }
    public required int RdStaff { get; init; }
    public required long RdSpendFen { get; init; }
    public required long RevenueFen { get; init; }
    public required bool HighTech { get; init; }
    public required string Introduction { get; init; }

    /// <summary>What e-mail addresses of its people end in.</summary>
    public required string Domain { get; init; }

    /// <summary>The administrator of its account.</summary>
    public required CityPerson Contact { get; init; }

    /// <summary>The drafter who fills in forms.</summary>
    public required CityPerson Filler { get; init; }
    public required DateTime RegisteredAt { get; init; }
}

public sealed record CityExpert
{
    public required int Number { get; init; }
    public required string Name { get; init; }
    public required bool Female { get; init; }
    public required DateOnly Born { get; init; }
    public required string ResidentId { get; init; }
    public required string OrganisationName { get; init; }

    /// <summary>Number of the employer where it is one of the 300.</summary>
    public int? Organisation { get; init; }
    public required bool Local { get; init; }

    /// <summary>County for local ones, otherwise the name of the town.</summary>
    public required string Place { get; init; }
    public required string Title { get; init; }
    public required string Speciality { get; init; }
    public string SecondSpeciality { get; init; } = "";
    public required IReadOnlyList<string> Disciplines { get; init; }

    /// <summary>technical, finance or management.</summary>
    public required string Role { get; init; }
    public required string Phone { get; init; }
    public required string Email { get; init; }
    public required DateTime EnteredAt { get; init; }
}

/// <summary>One thing that was done, in the words of the lifecycle's table.</summary>
/// <param name="Action">As in ApplicationLifecycle or ProjectLifecycle; otherwise a note.</param>
/// <param name="Actor">leader, filler, unit-admin, system, or the key of an official.</param>
/// <param name="Reason">Reason where the step asks for one; for a refusal with its code in front, “F02 …”.</param>
public sealed record CityStep(string Action, DateTime At, string Actor, string Reason = "")
{
    /// <summary>Where a chain of steps leads, by the lifecycle's own table; a step that does not leave the state before it is a bug of the city.</summary>
    public static string StateAfter(ILifecycle lifecycle, IEnumerable<CityStep> steps)
    {
        var state = "";
        foreach (var step in steps)
        {
            var row = lifecycle.Rows.FirstOrDefault(row => row.Action == step.Action && row.From.Contains(state));
            state = row.Action is null ? throw new InvalidOperationException($"{step.Action} does not leave {state}.") : row.To;
        }
        return state;
    }
}

public sealed record CityCall
{
    /// <summary>last, current or next.</summary>
    public required string Key { get; init; }
    public required int Year { get; init; }

    /// <summary>2026-2</summary>
    public required string Code { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required string Guide { get; init; }
    public required string DocumentNumber { get; init; }
    public required DateTime DraftedAt { get; init; }
    public required DateTime SubmittedAt { get; init; }
    public required DateTime PublishedAt { get; init; }
    public required DateTime OpensAt { get; init; }
    public required DateTime ClosesAt { get; init; }
    public required long BudgetFen { get; init; }
    public required int Planned { get; init; }
    public required int OwnRatioPercent { get; init; }
    public required int LimitPerOrganisation { get; init; }
    public required IReadOnlyList<CityCallCategory> Categories { get; init; }
}

public sealed record CityCallCategory(string Category, long CapFen, long BudgetFen, int Planned, string FundingModes);

/// <summary>A typed target. `Kind`: technical, application, output, economic; `Direction`: at-least, at-most, equal.</summary>
public sealed record CityTarget(string Kind, string Name, string Unit, decimal Baseline, string Direction, decimal Goal, string Method);

/// <summary>A row of the budget. `Subject`: equipment, business, labour, other, indirect.</summary>
public sealed record CityBudgetRow(string Subject, string Note, long GrantFen, long OwnFen);

public sealed record CityMember(string Name, string ResidentId, string Title, string Profession, string Organisation, string Task, int Months);

public sealed record CityPartner(string Name, string Uscc, string Task, long ShareFen);

public sealed record CityRecusal(string Name, string Reason);

/// <summary>What stands in an application's form.</summary>
public sealed record CityProposal
{
    public required string Field { get; init; }
    public required string Topic { get; init; }
    public required string Title { get; init; }
    public required string Category { get; init; }
    public required string FundingMode { get; init; }
    public required string Discipline { get; init; }
    public required string Industry { get; init; }
    public required DateOnly Start { get; init; }
    public required DateOnly End { get; init; }
    public required string Summary { get; init; }
    public required string Background { get; init; }
    public required string Research { get; init; }
    public required string Route { get; init; }
    public required string Novelty { get; init; }
    public required string Basis { get; init; }
    public required IReadOnlyList<string> Keywords { get; init; }
    public required IReadOnlyList<CityTarget> Targets { get; init; }
    public required IReadOnlyList<CityBudgetRow> Budget { get; init; }
    public required CityPerson Leader { get; init; }
    public required int LeaderMonths { get; init; }
    public required IReadOnlyList<CityMember> Members { get; init; }
    public required IReadOnlyList<CityPartner> Partners { get; init; }
    public required IReadOnlyList<CityRecusal> Recusals { get; init; }
    public required string OwnSource { get; init; }

    public long GrantFen => Budget.Sum(row => row.GrantFen);
    public long OwnFen => Budget.Sum(row => row.OwnFen);
}

public sealed record CityApplication
{
    public required string Number { get; init; }
    public required string Call { get; init; }
    public required int Organisation { get; init; }
    public required CityProposal Proposal { get; init; }

    /// <summary>State that the last step leads to, as in ApplicationLifecycle.</summary>
    public required string State { get; init; }

    /// <summary>Sections that are filled in; all eleven once it was submitted.</summary>
    public required IReadOnlyList<string> Sections { get; init; }
    public required IReadOnlyList<CityStep> Steps { get; init; }

    /// <summary>Key of the bureau's officer who handles it.</summary>
    public required string Handler { get; init; }

    /// <summary>Key of the panel, empty before the experts were drawn.</summary>
    public string Panel { get; init; } = "";
    public IReadOnlyList<CityReview> Reviews { get; init; } = [];

    /// <summary>Aggregated score × 100 once the review is concluded.</summary>
    public int? Score100 { get; init; }
    public int? Rank { get; init; }
    public long? ProposedFen { get; init; }
}

/// <summary>评审组: the experts who read a group of applications of one field.</summary>
public sealed record CityPanel(string Key, string Call, string Name, string Field, IReadOnlyList<int> Experts, DateTime DrawnAt, DateOnly DueOn, IReadOnlyList<string> Applications);

/// <param name="Scores">0–100 by criterion in the order of the definition: innovation, feasibility, team, benefit. Empty until submitted.</param>
/// <param name="Total100">Weighted sum × 100.</param>
public sealed record CityReview(int Expert, DateTime AssignedAt, DateTime? SubmittedAt, IReadOnlyList<int> Scores, int Total100, string Comment);

/// <summary>A tranche of a project: 70, 20 or 10 per cent of the grant; requested, then approved (released), then paid.</summary>
public sealed record CityRelease(int Order, int Percent, long AmountFen, DateTime RequestedAt, DateTime? ApprovedAt, DateOnly? PaidOn, string Voucher)
{
    public bool Released => ApprovedAt is not null;
}

/// <param name="Kind">Key of the change in the definition.</param>
/// <param name="Decision">empty while it waits, otherwise approved or refused.</param>
public sealed record CityChange(string Kind, string Before, string After, string Reason, DateTime RequestedAt, DateTime? DecidedAt, string Decision, string DecisionReason);

public sealed record CityRectification(DateTime AskedAt, string Problem, DateOnly DueOn, string Remedy, DateTime? ClosedAt);

/// <param name="Values">Value of each target, in the order of the proposal's targets.</param>
public sealed record CityMidterm(DateOnly DueOn, DateTime? SubmittedAt, string Progress, string Problems, string Next, IReadOnlyList<decimal> Values, DateTime? ReviewedAt, string Opinion);

/// <param name="Conclusion">passed, concluded, deferred or failed; empty while it is under way.</param>
/// <param name="Scores">Experts' totals, 0–100.</param>
public sealed record CityAcceptance(DateTime RequestedAt, string Summary, string Results, IReadOnlyList<decimal> Values, DateTime? BegunAt, DateOnly? MeetingOn, IReadOnlyList<int> Experts, IReadOnlyList<int> Scores, string Opinion, string Conclusion, DateTime? DecidedAt, string Certificate);

public sealed record CityEvaluation(DateTime At, IReadOnlyList<int> Scores, int Points, string Grade);

public sealed record CitySpending(DateOnly Month, string Subject, long GrantFen, long OwnFen);

public sealed record CityRecovery(DateOnly On, long AmountFen, string Reason);

/// <summary>A project of last year's batch, with the application that it came from.</summary>
public sealed record CityProject
{
    public required CityApplication Application { get; init; }

    /// <summary>State as in ProjectLifecycle.</summary>
    public required string State { get; init; }

    /// <summary>What this project shows: running, midterm-due, midterm-late, midterm-handed-in, tranche-requested, change-requested, …</summary>
    public required string Situation { get; init; }
    public required long GrantFen { get; init; }
    public required long OwnFen { get; init; }
    public required IReadOnlyList<CityBudgetRow> Budget { get; init; }
    public required DateOnly Start { get; init; }
    public required DateOnly End { get; init; }

    /// <summary>End by the agreement, where an extension has moved it.</summary>
    public DateOnly? OriginalEnd { get; init; }
    public required IReadOnlyList<CityStep> Steps { get; init; }
    public required IReadOnlyList<CityRelease> Releases { get; init; }
    public CityMidterm? Midterm { get; init; }
    public IReadOnlyList<CityChange> Changes { get; init; } = [];
    public CityRectification? Rectification { get; init; }
    public CityAcceptance? Acceptance { get; init; }
    public CityEvaluation? Evaluation { get; init; }
    public CityRecovery? Recovery { get; init; }
    public IReadOnlyList<CitySpending> Spending { get; init; } = [];

    /// <summary>Present value of each target as last reported, in the order of the proposal's; empty where nothing was reported yet.</summary>
    public IReadOnlyList<decimal> Values { get; init; } = [];
    public long ReleasedFen => Releases.Where(release => release.Released).Sum(release => release.AmountFen);
}

/// <summary>The document by which last year's batch was approved.</summary>
public sealed record CityApproval(string Call, string Code, string Title, string DocumentNumber, DateOnly ApprovedOn, DateOnly PublicityFrom, DateOnly PublicityTo);
