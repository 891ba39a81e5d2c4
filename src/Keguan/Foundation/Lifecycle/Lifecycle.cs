using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Lifecycle;

/// <summary>Colour of a state's tag; the word is always there too.</summary>
public enum Tone { Grey, Blue, Amber, Green, Red, Line }

/// <summary>One state with the two words for it: what the officer calls it and what the applicant calls it.</summary>
public sealed record State(string Code, Text Inside, Tone Tone = Tone.Grey)
{
    /// <summary>What the applicant and the public read; the inside word unless given.</summary>
    public Text Outside { get => field.IsEmpty ? Inside : field; init; }

    /// <summary>Nothing follows.</summary>
    public bool End { get; init; }
}

/// <summary>One row of a lifecycle: who may do what from where to where.</summary>
public sealed record Step<T>(string Action, Text Label, string[] From, string To, string? Permission) where T : class, ISubject
{
    /// <summary>The words of the timeline after it was done; the label unless given.</summary>
    public Text Done { get => field.IsEmpty ? Label : field; init; }

    /// <summary>Further conditions, each with the reason why not. Asked after state and permission.</summary>
    public Func<T, Actor, DateTime, Text?>? Guard { get; init; }

    /// <summary>Which subjects this row is for, where one action leads to different states (a definition may leave out a stage).</summary>
    public Func<T, bool>? When { get; init; }

    /// <summary>Refused without a reason given by the actor.</summary>
    public bool AsksReason { get; init; }

    /// <summary>The step is recorded but the state stays as it was.</summary>
    public bool Stays { get; init; }
}

/// <summary>A button: the step and, where it can't be done now, the sentence that says why.</summary>
public sealed record Offer(string Action, Text Label, Text? Refused, bool AsksReason);

/// <summary>What the registry knows of every lifecycle, whatever its subject: words for pages, rows for the docs.</summary>
public interface ILifecycle
{
    string Subject { get; }
    Text Label { get; }
    IReadOnlyList<State> States { get; }
    IReadOnlyList<(string Action, Text Label, Text Done, string[] From, string To, string? Permission, bool AsksReason, bool Stays)> Rows { get; }
}

/// <summary>
/// The lifecycle of one kind of subject: a table. It guards the change, offers the buttons, gives the timeline its words, draws the
/// diagram in docs/lifecycles and is what the tests walk through. The first state is entered by steps whose `From` is <see cref="New"/>.
/// </summary>
public sealed class Lifecycle<T>(string subject, Text label, IReadOnlyList<State> states, IReadOnlyList<Step<T>> steps) : ILifecycle where T : class, ISubject
{
    /// <summary>The state before the first entry.</summary>
    public const string New = "";

    public string Subject => subject;
    public Text Label => label;
    public IReadOnlyList<State> States => states;
    public IReadOnlyList<Step<T>> Steps => steps;

    public IReadOnlyList<(string Action, Text Label, Text Done, string[] From, string To, string? Permission, bool AsksReason, bool Stays)> Rows =>
        [.. steps.Select(step => (step.Action, step.Label, step.Done, step.From, step.To, step.Permission, step.AsksReason, step.Stays))];

    public State StateOf(string code) => states.FirstOrDefault(state => state.Code == code) ?? new State(code, Text.Same(code));

    /// <summary>Why this actor can't take this step now, or null.</summary>
    public Text? Refused(T subject, string action, Actor actor, DateTime now)
    {
        var rows = steps.Where(step => step.Action == action).ToList();
        if (rows.Count == 0) throw new InvalidOperationException($"{Subject} has no action {action}");
        var step = rows.FirstOrDefault(row => Fits(row, subject));
        if (step is null)
        {
            var here = StateOf(subject.State).Inside;
            var act = rows[0].Label;
            return T($"当前状态为“{here.Zh}”，不能“{act.Zh}”", $"It is “{here.En}” now, which does not allow “{act.En}”");
        }
        if (step.Permission is { } permission && !actor.Can(permission))
            return T($"您当前的身份（{actor.RoleText.Zh}）无权“{step.Label.Zh}”", $"Your present role ({actor.RoleText.En}) may not “{step.Label.En}”");
        return step.Guard?.Invoke(subject, actor, now);
    }

    /// <summary>The step to take, or a <see cref="Refusal"/>.</summary>
    public Step<T> Require(T subject, string action, Actor actor, DateTime now, string? reason)
    {
        Refusal.If(Refused(subject, action, actor, now));
        var step = steps.First(row => row.Action == action && Fits(row, subject));
        if (step.AsksReason && string.IsNullOrWhiteSpace(reason))
            throw new Refusal($"“{step.Label.Zh}”须写明理由", $"“{step.Label.En}” needs a reason");
        return step;
    }

    /// <summary>The buttons for this subject: every step that leaves its state, refused ones with their reason. Steps of other people's roles are left out.</summary>
    public IReadOnlyList<Offer> Offers(T subject, Actor actor, DateTime now) =>
        [.. steps.Where(step => Fits(step, subject) && (step.Permission is null || actor.Can(step.Permission)))
            .Select(step => new Offer(step.Action, step.Label, step.Guard?.Invoke(subject, actor, now), step.AsksReason))];

    static bool Fits(Step<T> step, T subject) => step.From.Contains(subject.State) && (step.When is null || step.When(subject));
}

/// <summary>All lifecycles of the house, registered by the modules.</summary>
public sealed class Lifecycles(IEnumerable<ILifecycle> all)
{
    readonly Dictionary<string, ILifecycle> _bySubject = all.ToDictionary(lifecycle => lifecycle.Subject);

    public IReadOnlyCollection<ILifecycle> All => _bySubject.Values;

    public ILifecycle? Find(string subject) => _bySubject.GetValueOrDefault(subject);

    /// <summary>Timeline words of an action: “提交”, “通过形式审查”.</summary>
    public Text Done(string subject, string action) =>
        Find(subject)?.Rows.FirstOrDefault(row => row.Action == action) is { Action: not null } row ? row.Done : ActionWords.Of(action);

    /// <summary>
    /// An entry as a sentence: in Chinese the words of the act; in English, which has no summaries, also what it was done to, the money, and the state after it:
    /// “Payment: released, ¥280,000. It is now “Released”.”
    /// </summary>
    /// <param name="fen">The amount that the entry is about, where it is about money.</param>
    public Text Told(string subject, string action, string from, string to, long? fen = null)
    {
        var done = Done(subject, action);
        if (Find(subject) is not { } lifecycle) return done;
        var money = fen is { } amount and not 0 ? ", " + Money.Words(amount).En : "";
        var state = to == from || to.Length == 0 ? default : lifecycle.States.FirstOrDefault(one => one.Code == to)?.Inside.En;
        var now = state is null || state.Equals(done.En, StringComparison.OrdinalIgnoreCase) ? "" : $" It is now “{state}”.";
        return new Text(done.Zh, $"{lifecycle.Label.En}: {done.En}{money}.{now}");
    }
}

/// <summary>Words of acts that are recorded without a step of a lifecycle (<see cref="Journal.Journal.Note"/>). Modules add theirs at start.</summary>
public static class ActionWords
{
    static readonly Dictionary<string, Text> Words = new()
    {
        ["revise"] = T("修改", "revised"),
        ["attach"] = T("上传附件", "attached a file"),
        ["detach"] = T("移除附件", "removed a file"),
        ["export"] = T("导出", "exported"),
        ["remind"] = T("催办", "sent a reminder"),
        ["correct"] = T("更正", "corrected"),
    };

    public static void Add(string action, Text words)
    {
        lock (Words) Words[action] = words;
    }

    public static Text Of(string action)
    {
        lock (Words) return Words.TryGetValue(action, out var text) ? text : Text.Same(action);
    }
}
