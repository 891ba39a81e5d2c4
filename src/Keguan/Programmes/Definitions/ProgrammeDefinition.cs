using Keguan.Foundation;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Forms;
using Keguan.Programmes.Checks;
using static Keguan.Foundation.Texts;

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

    public CategoryDefinition? Category(string key) => Categories.FirstOrDefault(category => category.Key == key);

    public FundingModeDefinition? FundingMode(string key) => FundingModes.FirstOrDefault(mode => mode.Key == key);

    public Text CategoryLabel(string key) => Category(key)?.Label ?? Text.Same(key);

    public Text FundingModeLabel(string key) => FundingMode(key)?.Label ?? Text.Same(key);

    /// <summary>Names that the grant rule may use: what was asked, the cap, the score.</summary>
    public static ExpressionScope GrantScope => new ExpressionScope().Add("grant", ExpressionType.Money).Add("cap", ExpressionType.Money).Add("score", ExpressionType.Number);

    public void Check(DefinitionCheck check)
    {
        check.Unique(this, nameof(Categories), Categories, one => one.Key);
        check.Unique(this, nameof(FundingModes), FundingModes, one => one.Key);
        check.Unique(this, nameof(Checks), Checks, one => one.Key);
        check.Unique(this, nameof(Changes), Changes, one => one.Key);
        check.Unique(FormalCheck, nameof(FormalCheck.Manual), FormalCheck.Manual, one => one.Key);
        check.Unique(FormalCheck, nameof(FormalCheck.Reasons), FormalCheck.Reasons, one => one.Key);
        Hundred(check, Review, nameof(Review.Criteria), Review.Criteria.Select(one => one.Weight));
        Hundred(check, Acceptance, nameof(Acceptance.Criteria), Acceptance.Criteria.Select(one => one.Weight));
        Hundred(check, Evaluation, nameof(Evaluation.Criteria), Evaluation.Criteria.Select(one => one.Weight));
        Hundred(check, Money, nameof(Money.Tranches), Money.Tranches.Select(one => one.Percent));
        CompiledForm.Check(check, Supervision.Midterm);
        CompiledForm.Check(check, Acceptance.Request);
        check.Compile(Approval, nameof(Approval.GrantRule), Approval.GrantRule, GrantScope, ExpressionType.Money);
        if (!CompiledForm.Check(check, Application)) return;

        var scope = ApplicationChecks.ScopeOf(this);
        var places = Application.Sections.SelectMany(section => section.Fields.Select(field => $"{section.Key}.{field.Key}").Prepend(section.Key)).ToArray();
        foreach (var one in Checks)
        {
            check.Compile(one, nameof(one.Holds), one.Holds, scope, ExpressionType.Boolean);
            check.Compile(one, nameof(one.When), one.When, scope, ExpressionType.Boolean);
            check.Compile(one, nameof(one.Value), one.Value, scope);
            if (one.Field.Length > 0) check.Known(one, nameof(one.Field), one.Field, places, T("章节或字段", "section or field"));
            if (one.Message.Zh?.Contains("{0}", StringComparison.Ordinal) == true && one.Value.Length == 0)
                check.Error(one, nameof(one.Message), T("话里有 {0}，要写 value", "the message shows {0}: write its value"));
        }
        var fields = places.Select(place => place[(place.IndexOf('.', StringComparison.Ordinal) + 1)..]).ToHashSet();
        for (var i = 0; i < Agreement.Editable.Count; i++) check.Known(Agreement, nameof(Agreement.Editable), Agreement.Editable[i], fields, T("字段", "field"), i);
    }

    static void Hundred(DefinitionCheck check, object record, string property, IEnumerable<decimal> parts)
    {
        if (parts.Sum() is var sum && sum != 100) check.Error(record, property, T($"合计应为 100，现为 {sum:0.##}", $"they must add up to 100, but make {sum:0.##}"));
    }
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
    public required RuleValue LeadDays { get; init; }
    public RuleValue? WindowDays { get; init; }
}

public sealed record RecommendationRules
{
    public bool Required { get; init; } = true;

    /// <summary>Working days promised for the recommendation.</summary>
    public required RuleValue PromisedDays { get; init; }
}

public sealed record FormalCheckRules
{
    /// <summary>Working days promised.</summary>
    public required RuleValue PromisedDays { get; init; }

    /// <summary>Working days the applicant has to mend.</summary>
    public required RuleValue CorrectionDays { get; init; }
    public required RuleValue CorrectionTimes { get; init; }

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
    public required RuleValue Experts { get; init; }
    public required RuleValue Days { get; init; }
    public bool Blind { get; init; }
    public required IReadOnlyList<Criterion> Criteria { get; init; }

    /// <summary>mean or trimmed-mean (without one highest and one lowest from five scores on).</summary>
    public required string Aggregate { get; init; }

    /// <summary>A larger spread between highest and lowest score is flagged for reconsideration.</summary>
    public required RuleValue Spread { get; init; }
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
    public required RuleValue PublicityWorkingDays { get; init; }

    /// <summary>Least score for a proposal.</summary>
    public required RuleValue LeastScore { get; init; }

    /// <summary>Proposed grant: an expression over application, score, cap.</summary>
    public required string GrantRule { get; init; }

    /// <summary>Fields shown in the publicity, no others.</summary>
    public required IReadOnlyList<string> PublicFields { get; init; }
    public required RuleValue ObjectionDays { get; init; }
}

public sealed record AgreementRules
{
    /// <summary>Days after approval to submit the agreement.</summary>
    public required RuleValue Days { get; init; }

    /// <summary>Fields of the application that may be edited in the agreement.</summary>
    public required IReadOnlyList<string> Editable { get; init; }
    public required RuleValue PromisedDays { get; init; }
}

public sealed record MoneyRules
{
    public required IReadOnlyList<Tranche> Tranches { get; init; }

    /// <summary>From this grant on the higher approval is needed, in 分.</summary>
    public required IReadOnlyList<ApprovalLevel> Levels { get; init; }
    public required string Basis { get; init; }
    public required RuleStatus Status { get; init; }
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
    public required RuleValue MidtermAtPercent { get; init; }
    public required RuleValue PromisedDays { get; init; }
    public required FormDefinition Midterm { get; init; }
    public required RuleValue RectifyDays { get; init; }
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
    public required RuleStatus Status { get; init; }
}

public sealed record AcceptanceRules
{
    /// <summary>Days after the end of the project to hand in the request.</summary>
    public required RuleValue RequestDays { get; init; }
    public required RuleValue FinishDays { get; init; }
    public required RuleValue NoticeDays { get; init; }

    /// <summary>Grant from which an audit report is asked, in 万元.</summary>
    public required RuleValue AuditFrom { get; init; }
    public required RuleValue Experts { get; init; }
    public required RuleValue RectifyMonths { get; init; }
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
    public required RuleStatus Status { get; init; }
}
