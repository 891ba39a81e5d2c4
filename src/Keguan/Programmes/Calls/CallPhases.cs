using Keguan.Foundation;
using Keguan.Foundation.Lifecycle;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>What people call the state of a call: a published one by its window.</summary>
public static class CallPhases
{
    public const string Upcoming = "upcoming";
    public const string Open = "open";
    public const string Closed = "closed";

    static readonly IReadOnlyList<State> OfWindow =
    [
        new(Upcoming, T("即将受理", "Announced"), Tone.Blue),
        new(Open, T("受理中", "Open"), Tone.Green),
        new(Closed, T("已截止", "Closed")),
    ];

    /// <summary>In the order of a call's life.</summary>
    public static readonly IReadOnlyList<State> All =
    [
        .. CallLifecycle.Table.States.TakeWhile(state => state.Code != CallLifecycle.Published),
        .. OfWindow,
        .. CallLifecycle.Table.States.SkipWhile(state => state.Code != CallLifecycle.Published).Skip(1),
    ];

    public static State Of(string phase) => All.FirstOrDefault(state => state.Code == phase) ?? new State(phase, Text.Same(phase));

    public static State Of(Call call, DateTime now) => Of(call.Phase(now));
}
