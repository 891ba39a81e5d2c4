using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Recognition.RuleSets;

namespace Keguan.Recognition.SelfChecks;

/// <summary>Judges what was typed into the form of a rule set, and keeps it for the enterprise.</summary>
public sealed class SelfChecking(RuleSetLibrary library, CodeTables codes, Journal journal, KeguanDb db, CurrentActor actor)
{
    const string Year = "year";

    public DateOnly Today => ChinaTime.DayOf(journal.Now);

    public FormContext Context => new() { Today = Today, Codes = codes };

    public FormReading Read(RuleSet set, FormValues typed, bool asksAll) => FormReader.Read(set.Form, typed, Context, asksAll);

    public FormView View(RuleSet set, FormSection section, FormValues typed) =>
        new() { Section = section, Typed = typed, Reading = Read(set, typed, asksAll: false), Context = Context, ShowsPersonal = true };

    /// <summary>The rules of a form that asks for a year are those of its last day; otherwise today's.</summary>
    public DateOnly AsOf(RuleSet set, FormValues typed) =>
        set.Fields.Any(field => field.Key == Year && field.Type == FieldType.Year) && RuleCaseReader.ParseDay(typed[Year]) is { } day ? day : Today;

    /// <summary>By the edition in force on that day; where the form of that edition is another one, by the one whose form was filled in.</summary>
    public RuleResult Judge(RuleSet set, FormValues typed, DateOnly asOf)
    {
        var reading = Read(set, typed, asksAll: true);
        var given = new HashSet<string>();
        foreach (var field in set.Fields.Where(field => field.Type is not FieldType.Computed && !reading.Hidden.Contains(field.Key)))
        {
            // On a page a box that is not ticked is an answer.
            if (field.Type == FieldType.Boolean && typed[field.Key].Length == 0) reading.Values.Set(field.Key, false);
            if (field.Type == FieldType.Boolean || (field.Type == FieldType.Rows ? typed.RowsOf(field.Key).Count > 0 : typed[field.Key].Length > 0)) given.Add(field.Key);
        }
        return set.Evaluate(new RuleCase(reading.Values, given), asOf);
    }

    /// <summary>The stored one, judged again by the very version of the rules that it was made by.</summary>
    public RuleResult Again(SelfCheck check) => Judge(library.Get(check.Definition, check.DefinitionVersion), FormValues.FromJson(check.Data), check.AsOf);

    public async Task<SelfCheck> KeepAsync(RuleResult result, FormValues typed, CancellationToken cancel)
    {
        var who = actor.Value;
        var json = RuleResultJson.Of(result);
        var check = new SelfCheck
        {
            RuleSet = result.RuleSet.Definition.RuleSet,
            Definition = result.RuleSet.Source.Name,
            DefinitionVersion = result.RuleSet.Source.Version,
            AsOf = result.AsOf,
            OrganisationId = who.OrganisationId ?? throw new InvalidOperationException("Only a member keeps a self-check."),
            Area = who.Area,
            Data = typed.ToJson(),
            Result = json.ToJsonString(Journal.Json),
            Verdict = json["result"]!.GetValue<string>(),
            PointsLow = Scaled(result.PointsLow),
            PointsHigh = Scaled(result.PointsHigh),
            Failed = result.Conditions.Count(line => line.Outcome == LineOutcome.Fails),
            MadeAt = journal.Now,
            MadeByName = who.Name,
        };
        db.Add(check);
        // What was typed stays with the self-check; the Journal keeps by which rules and how it came out.
        journal.Act(SelfCheckLifecycle.Table, check, "judge", new Act { Payload = new { check.RuleSet, check.AsOf, check.Verdict, check.Failed } });
        await db.SaveChangesAsync(cancel);
        return check;
    }

    static long? Scaled(decimal? points) => points is { } known ? decimal.ToInt64(Math.Round(known * SelfCheck.PointsScale, MidpointRounding.AwayFromZero)) : null;
}
