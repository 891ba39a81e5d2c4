using Keguan.Foundation;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Forms;

namespace Keguan.Programmes.Definitions;

/// <summary>A programme: how one kind of call runs from guide to evaluation. definitions/programmes/*.yaml; nothing of it is written in C#.</summary>
public sealed record ProgrammeDefinition : IDefinition
{
    public required string Key { get; init; }
    public required Text Label { get; init; }

    /// <summary>Ids of coverage.csv that it carries.</summary>
    public IReadOnlyList<string> Carries { get; init; } = [];

    /// <summary>Prefix of application and project numbers: YKJ → YKJ2026-0142.</summary>
    public required string NumberPrefix { get; init; }

    /// <summary>Issuing mark of document numbers: 云科发.</summary>
    public required string DocumentMark { get; init; }
    public required IReadOnlyList<CategoryDefinition> Categories { get; init; }
    public required IReadOnlyList<FundingModeDefinition> FundingModes { get; init; }
    public required CallRules Call { get; init; }
    public required FormDefinition Application { get; init; }
    public required IReadOnlyList<CheckDefinition> Checks { get; init; }
    public required FormalCheckRules FormalCheck { get; init; }
    public required RecommendationRules Recommendation { get; init; }
    public required ReviewRules Review { get; init; }
    public required ApprovalRules Approval { get; init; }
    public required AgreementRules Agreement { get; init; }
    public required MoneyRules Money { get; init; }
    public required SupervisionRules Supervision { get; init; }
    public required IReadOnlyList<ChangeKind> Changes { get; init; }
    public required AcceptanceRules Acceptance { get; init; }
    public required EvaluationRules Evaluation { get; init; }
}

/// <summary>A number that a rule names, with where it comes from. `Status`: 源 read in the source, 二手, 未核 unverified, 算 computed, 本地规定.</summary>
public sealed record RuleNumber
{
    public required decimal Value { get; init; }
    public Text Unit { get; init; }
    public required string Basis { get; init; }
    public required string Status { get; init; }
    public string Jurisdiction { get; init; } = "";
}

public sealed record CategoryDefinition
{
    public required string Key { get; init; }
    public required Text Label { get; init; }

    /// <summary>Most that one project may ask for, unless the call says less.</summary>
    public long CapFen { get; init; }
}

public sealed record FundingModeDefinition
{
    public required string Key { get; init; }
    public required Text Label { get; init; }

    /// <summary>Approved with 0.</summary>
    public bool SelfFunded { get; init; }

    /// <summary>Paid after acceptance and evaluation.</summary>
    public bool PaidAfterwards { get; init; }
}

public sealed record CallRules
{
    /// <summary>Days between publication and the opening of the window.</summary>
    public required RuleNumber LeadDays { get; init; }
    public RuleNumber? WindowDays { get; init; }
}

public sealed record RecommendationRules
{
    public bool Required { get; init; } = true;

    /// <summary>Working days promised for the recommendation.</summary>
    public required RuleNumber PromisedDays { get; init; }
}

public sealed record FormalCheckRules
{
    /// <summary>Working days promised.</summary>
    public required RuleNumber PromisedDays { get; init; }

    /// <summary>Working days the applicant has to mend.</summary>
    public required RuleNumber CorrectionDays { get; init; }
    public required RuleNumber CorrectionTimes { get; init; }

    /// <summary>What a human judges: 符合, 补正, 不符.</summary>
    public required IReadOnlyList<ManualCheck> Manual { get; init; }

    /// <summary>Coded reasons of refusal.</summary>
    public required IReadOnlyList<RefusalReason> Reasons { get; init; }
}

public sealed record ManualCheck
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public required string Basis { get; init; }
}

public sealed record RefusalReason
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public required string Basis { get; init; }
}

public sealed record ReviewRules
{
    public required RuleNumber Experts { get; init; }
    public required RuleNumber Days { get; init; }
    public bool Blind { get; init; }
    public required IReadOnlyList<Criterion> Criteria { get; init; }

    /// <summary>mean or trimmed-mean (without one highest and one lowest from five scores on).</summary>
    public required string Aggregate { get; init; }

    /// <summary>A larger spread between highest and lowest score is flagged for reconsideration.</summary>
    public required RuleNumber Spread { get; init; }
}

public sealed record Criterion
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public Text Hint { get; init; }

    /// <summary>Weight in per cent; all sum to 100.</summary>
    public required decimal Weight { get; init; }
}

public sealed record ApprovalRules
{
    public required RuleNumber PublicityWorkingDays { get; init; }

    /// <summary>Least score for a proposal.</summary>
    public required RuleNumber LeastScore { get; init; }

    /// <summary>Proposed grant: an expression over application, score, cap.</summary>
    public required string GrantRule { get; init; }

    /// <summary>Fields shown in the publicity, no others.</summary>
    public required IReadOnlyList<string> PublicFields { get; init; }
    public required RuleNumber ObjectionDays { get; init; }
}

public sealed record AgreementRules
{
    /// <summary>Days after approval to submit the agreement.</summary>
    public required RuleNumber Days { get; init; }

    /// <summary>Fields of the application that may be edited in the agreement.</summary>
    public required IReadOnlyList<string> Editable { get; init; }
    public required RuleNumber PromisedDays { get; init; }
}

public sealed record MoneyRules
{
    public required IReadOnlyList<Tranche> Tranches { get; init; }

    /// <summary>From this grant on the higher approval is needed, in 分.</summary>
    public required IReadOnlyList<ApprovalLevel> Levels { get; init; }
    public required string Basis { get; init; }
    public required string Status { get; init; }
}

public sealed record Tranche
{
    public required decimal Percent { get; init; }
    public required Text Condition { get; init; }

    /// <summary>agreement, midterm or acceptance: what must be passed before it may be requested.</summary>
    public required string After { get; init; }
}

public sealed record ApprovalLevel
{
    /// <summary>Amount of the request from which this level signs, in 分.</summary>
    public required long FromFen { get; init; }

    /// <summary>Permission of the signer.</summary>
    public required string Permission { get; init; }
    public required Text Label { get; init; }
}

public sealed record SupervisionRules
{
    /// <summary>Mid-term report is due when this per cent of the project's time has passed.</summary>
    public required RuleNumber MidtermAtPercent { get; init; }
    public required RuleNumber PromisedDays { get; init; }
    public required FormDefinition Midterm { get; init; }
    public required RuleNumber RectifyDays { get; init; }
}

public sealed record ChangeKind
{
    public required string Key { get; init; }
    public required Text Label { get; init; }

    /// <summary>unit (filed only), bureau (section decides) or major (bureau leader decides).</summary>
    public required string Level { get; init; }

    /// <summary>How often in a project's life; 0 = as often as needed.</summary>
    public int Times { get; init; }

    /// <summary>Most months of an extension.</summary>
    public int MaxMonths { get; init; }

    /// <summary>To be requested at least so many months before the project's end.</summary>
    public int MonthsBefore { get; init; }
    public required string Basis { get; init; }
    public required string Status { get; init; }
}

public sealed record AcceptanceRules
{
    /// <summary>Days after the end of the project to hand in the request.</summary>
    public required RuleNumber RequestDays { get; init; }
    public required RuleNumber FinishDays { get; init; }
    public required RuleNumber NoticeDays { get; init; }

    /// <summary>Grant from which an audit report is asked, in 万元.</summary>
    public required RuleNumber AuditFrom { get; init; }
    public required RuleNumber Experts { get; init; }
    public required RuleNumber RectifyMonths { get; init; }
    public required FormDefinition Request { get; init; }
    public required IReadOnlyList<Criterion> Criteria { get; init; }
}

public sealed record EvaluationRules
{
    public required IReadOnlyList<Grade> Grades { get; init; }
    public required IReadOnlyList<Criterion> Criteria { get; init; }
}

public sealed record Grade
{
    public required Text Label { get; init; }

    /// <summary>Least points.</summary>
    public required decimal From { get; init; }
    public required string Basis { get; init; }
    public required string Status { get; init; }
}
