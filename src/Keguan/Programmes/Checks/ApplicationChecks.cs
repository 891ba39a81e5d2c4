using System.Globalization;
using System.Runtime.CompilerServices;
using Keguan.Foundation;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Forms;
using Keguan.Programmes.Definitions;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Checks;

public enum CheckStatus { Passed, Warned, Failed, Unanswered }

/// <summary>One line of the pre-check and of the formal check.</summary>
public sealed record CheckLine(string Key, Text Label, CheckStatus Status, Text Message, string Value, string Basis, string Field);

/// <summary>The automatic checks of a programme, compiled once. Pre-check and formal check run the very same rows.</summary>
public sealed class ApplicationChecks
{
    static readonly ConditionalWeakTable<ProgrammeDefinition, ApplicationChecks> Known = [];
    readonly List<(CheckDefinition Check, CompiledExpression Holds, CompiledExpression? When, CompiledExpression? Value)> _rows;

    public static ApplicationChecks Of(ProgrammeDefinition programme) => Known.GetValue(programme, static definition => new ApplicationChecks(definition));

    ApplicationChecks(ProgrammeDefinition programme)
    {
        var scope = ScopeOf(programme);
        _rows =
        [
            .. programme.Checks.Select(check => (check,
                ExpressionCompiler.Compile(check.Holds, scope, ExpressionType.Boolean),
                check.When.Length == 0 ? null : ExpressionCompiler.Compile(check.When, scope, ExpressionType.Boolean),
                check.Value.Length == 0 ? null : ExpressionCompiler.Compile(check.Value, scope))),
        ];
    }

    /// <summary>The names of the form and the facts that <see cref="ApplicationFacts"/> answers.</summary>
    public static ExpressionScope ScopeOf(ProgrammeDefinition programme) => CompiledForm.ScopeOf(programme.Application)
        .AddFunction("received_in_window", [], ExpressionType.Boolean)
        .AddFunction("organisation_verified", [], ExpressionType.Boolean)
        .AddFunction("organisation_uscc", [], ExpressionType.Text)
        .AddFunction("organisation_kind", [], ExpressionType.Text)
        .AddFunction("organisation_age_days", [], ExpressionType.Number)
        .AddFunction("uscc_valid", [ExpressionType.Text], ExpressionType.Boolean, arguments => Foundation.Expressions.Value.Of(Foundation.Codes.Uscc.IsValid(arguments[0].AsText)))
        .AddFunction("led_by", [ExpressionType.Text], ExpressionType.Number)
        .AddFunction("joined_by", [ExpressionType.Text], ExpressionType.Number)
        .AddFunction("applied_by_organisation", [], ExpressionType.Number)
        .AddFunction("overdue_projects", [], ExpressionType.Number)
        .AddFunction("banned", [], ExpressionType.Boolean)
        .AddFunction("similarity", [], ExpressionType.Number)
        .AddFunction("cap", [], ExpressionType.Money)
        .AddFunction("own_ratio", [], ExpressionType.Number)
        .AddFunction("missing_attachments", [], ExpressionType.Number)
        .AddFunction("has_file", [ExpressionType.Text], ExpressionType.Boolean)
        .AddFunction("limit_leader", [], ExpressionType.Number)
        .AddFunction("limit_organisation", [], ExpressionType.Number);

    /// <summary>All rows that apply, in the order of the definition.</summary>
    public IReadOnlyList<CheckLine> Run(FormReading reading)
    {
        var results = new List<CheckLine>(_rows.Count);
        foreach (var (check, holds, when, value) in _rows)
        {
            if (when is not null && when.Explain(reading.Values).Value is not { Kind: ValueKind.Boolean, AsBoolean: true }) continue;
            var explained = holds.Explain(reading.Values);
            var answer = explained.Value;
            var status = answer.IsMissing ? CheckStatus.Unanswered : answer.AsBoolean ? CheckStatus.Passed
                : check.Severity == CheckSeverity.Warning ? CheckStatus.Warned : CheckStatus.Failed;
            var shown = value is null ? "" : Shown(value.Explain(reading.Values).Value);
            var message = status switch
            {
                CheckStatus.Passed => default,
                CheckStatus.Unanswered when explained.Problem is { } problem => problem,
                CheckStatus.Unanswered => T("相关内容填写后自动核查", "Checked as soon as the fields it needs are filled in"),
                _ => check.Message.IsEmpty ? check.Label : check.Message.With(shown),
            };
            results.Add(new CheckLine(check.Key, check.Label, status, message, shown, check.Basis, check.Field));
        }
        return results;
    }

    static string Shown(Value value) => value.Kind switch
    {
        ValueKind.Missing => "",
        ValueKind.Money => Money.Wan(value.AsFen),
        ValueKind.Number => value.AsNumber.ToString("0.##", CultureInfo.InvariantCulture),
        ValueKind.Boolean => (value.AsBoolean ? T("是", "yes") : T("否", "no")).ToString(),
        _ => value.ToString(),
    };
}
