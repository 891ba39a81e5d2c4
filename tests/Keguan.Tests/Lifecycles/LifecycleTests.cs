using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Tests.Support;

namespace Keguan.Tests.Lifecycles;

/// <summary>What holds for every lifecycle of the house, and their pictures in docs/lifecycles.</summary>
public sealed class LifecycleTests(Sqlite city) : IClassFixture<Sqlite>
{
    IReadOnlyList<ILifecycle> All => [.. city.Services.GetServices<ILifecycle>().OrderBy(one => one.Subject, StringComparer.Ordinal)];

    static IEnumerable<(string From, string To, string Action)> Moves(ILifecycle lifecycle) =>
        lifecycle.Rows.SelectMany(row => row.From.Select(from => (from, row.Stays ? from : row.To, row.Action)));

    [Fact]
    public void Every_subject_has_one_lifecycle_with_words_in_both_languages()
    {
        Assert.Empty(All.GroupBy(one => one.Subject).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(All.SelectMany(one => one.States.Where(state => state.Inside.Zh.Length == 0 || state.Inside.En.Length == 0 || state.Outside.En.Length == 0).Select(state => $"{one.Subject}: {state.Code}")));
        Assert.Empty(All.SelectMany(one => one.Rows.Where(row => row.Label.Zh.Length == 0 || row.Label.En.Length == 0).Select(row => $"{one.Subject}: {row.Action}")));
    }

    [Fact]
    public void Every_step_leads_between_states_that_are_there() =>
        Assert.Empty(All.SelectMany(one => Moves(one).Where(move => !Known(one, move.From) && move.From.Length > 0 || !Known(one, move.To)).Select(move => $"{one.Subject}: {move}")));

    static bool Known(ILifecycle lifecycle, string state) => lifecycle.States.Any(one => one.Code == state);

    [Fact]
    public void Every_state_and_so_every_end_can_be_reached()
    {
        var lost = new List<string>();
        foreach (var lifecycle in All)
        {
            var reached = new HashSet<string> { "" };
            while (Moves(lifecycle).Count(move => reached.Contains(move.From) && reached.Add(move.To)) > 0) { }
            lost.AddRange(lifecycle.States.Where(state => !reached.Contains(state.Code)).Select(state => $"{lifecycle.Subject}: {state.Code}"));
        }
        Assert.Empty(lost);
    }

    [Fact]
    public void Only_the_ends_have_no_way_out()
    {
        Assert.Empty(All.SelectMany(one => one.States.Where(state => !state.End && !Moves(one).Any(move => move.From == state.Code)).Select(state => $"{one.Subject}: {state.Code} has no way out and is no end")));
        Assert.Empty(All.SelectMany(one => one.States.Where(state => state.End && Moves(one).Any(move => move.From == state.Code && move.To != state.Code)).Select(state => $"{one.Subject}: {state.Code} is an end and has a way out")));
    }

    [Fact]
    public void Every_permission_asked_for_exists_and_somebody_holds_it() =>
        Assert.Empty(All.SelectMany(one => one.Rows.Where(row => row.Permission is { } permission && !permission.StartsWith("system.", StringComparison.Ordinal) && Permissions.Holders([permission]).Count == 0)
            .Select(row => $"{one.Subject}: {row.Action} asks for {row.Permission}")));

    /// <summary>All states × all actions: what the table does not list is refused, with the state's and the action's own words, whoever asks.</summary>
    [Fact]
    public void From_every_state_only_the_listed_actions_are_possible()
    {
        var checkedPairs = 0;
        foreach (var lifecycle in All)
        {
            var type = lifecycle.GetType().GetGenericArguments()[0];
            var refused = lifecycle.GetType().GetMethod(nameof(Lifecycle<NoSubject>.Refused))!;
            foreach (var state in lifecycle.States)
            {
                foreach (var action in lifecycle.Rows.Select(row => row.Action).Distinct())
                {
                    if (lifecycle.Rows.Any(row => row.Action == action && row.From.Contains(state.Code))) continue;
                    var subject = (ISubject)RuntimeHelpers.GetUninitializedObject(type);
                    subject.State = state.Code;
                    var reason = (Keguan.Foundation.Text?)refused.Invoke(lifecycle, BindingFlags.Default, null, [subject, action, Actor.System, Clock.Start], null);
                    Assert.True(reason is not null, $"{lifecycle.Subject}: {action} is possible from {state.Code}");
                    Assert.Contains(state.Inside.Zh, reason.Value.Zh, StringComparison.Ordinal);
                    checkedPairs++;
                }
            }
        }
        Assert.True(checkedPairs > 200);
    }

    [Fact]
    public void They_are_drawn()
    {
        var index = new StringBuilder("# Lifecycles\n\nDrawn by a test from the tables in the code.\n\n| subject | states | actions |\n|---|--:|--:|\n");
        foreach (var lifecycle in All)
        {
            Repository.WriteDocument($"docs/lifecycles/{lifecycle.Subject}.md", Drawn(lifecycle));
            index.Append(System.Globalization.CultureInfo.InvariantCulture, $"| [{lifecycle.Label.Zh} {lifecycle.Subject}]({lifecycle.Subject}.md) | {lifecycle.States.Count} | {lifecycle.Rows.Select(row => row.Action).Distinct().Count()} |\n");
        }
        Repository.WriteDocument("docs/lifecycles/README.md", index.ToString());
        Assert.Contains("[*] --> draft: 开始填报", Drawn(All.Single(one => one.Subject == "application")), StringComparison.Ordinal);
    }

    static string Drawn(ILifecycle lifecycle)
    {
        var page = new StringBuilder($"# {lifecycle.Label.Zh} · {lifecycle.Label.En}\n\n```mermaid\nstateDiagram-v2\n");
        foreach (var state in lifecycle.States) page.Append($"    state \"{state.Inside.Zh}\" as {Id(state.Code)}\n");
        foreach (var move in Moves(lifecycle).GroupBy(move => (move.From, move.To)))
            page.Append($"    {Id(move.Key.From)} --> {Id(move.Key.To)}: {string.Join("／", move.Select(one => lifecycle.Rows.First(row => row.Action == one.Action && row.From.Contains(one.From)).Label.Zh).Distinct())}\n");
        foreach (var state in lifecycle.States.Where(state => state.End)) page.Append($"    {Id(state.Code)} --> [*]\n");
        page.Append("```\n\n## States\n\n| state | inside | outside | end |\n|---|---|---|---|\n");
        foreach (var state in lifecycle.States)
            page.Append($"| `{state.Code}` | {state.Inside.Zh} · {state.Inside.En} | {(state.Outside == state.Inside ? "" : $"{state.Outside.Zh} · {state.Outside.En}")} | {(state.End ? "yes" : "")} |\n");
        page.Append("\n## Actions\n\n| action | from | to | who | words | reason |\n|---|---|---|---|---|---|\n");
        foreach (var row in lifecycle.Rows)
        {
            var who = row.Permission switch
            {
                null => "anybody concerned, or the system",
                var permission when permission.StartsWith("system.", StringComparison.Ordinal) => "the system",
                var permission => $"{string.Join("、", Permissions.Holders([permission]).Select(role => role.Label.Zh))} (`{permission}`)",
            };
            page.Append($"| `{row.Action}` | {string.Join(", ", row.From.Select(from => from.Length == 0 ? "—" : $"`{from}`"))} | {(row.Stays ? "as it is" : $"`{row.To}`")} | {who} | {row.Label.Zh} · {row.Label.En} | {(row.AsksReason ? "asked" : "")} |\n");
        }
        return page.ToString();
    }

    static string Id(string state) => state.Length == 0 ? "[*]" : state.Replace('-', '_');

    sealed class NoSubject : ISubject
    {
        public Guid Id => default;
        public string State { get; set; } = "";
        public int Sequence { get; set; }
        public SubjectFacts Facts => new();
    }
}
