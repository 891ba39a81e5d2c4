namespace Keguan.Review.Assignments.Flow;

/// <summary>One arc: at least <see cref="Lower"/> and at most <see cref="Capacity"/> units may flow along it, each at <see cref="Cost"/>.</summary>
public readonly record struct FlowArc(int From, int To, long Lower, long Capacity, long Cost);

/// <summary>
/// A minimum-cost flow problem on a directed graph with nodes 0 … <see cref="Nodes"/> − 1. Parallel arcs, loops, negative costs and cycles of negative
/// cost are allowed. Flow is in whole units.
/// </summary>
/// <remarks>
/// What is asked for: among all flows that keep every arc within its bounds and in which each node sends out its supply more than it receives, one of least
/// cost. Where a source and a sink are named, as much as possible flows from the one to the other (in addition to the supplies), and among those flows
/// the cost is least.
/// </remarks>
public sealed class FlowProblem
{
    FlowArc[] _arcs = new FlowArc[16];
    long[] _supply = new long[16];

    public int Nodes { get; private set; }
    public int ArcCount { get; private set; }

    public ReadOnlySpan<FlowArc> Arcs => _arcs.AsSpan(0, ArcCount);

    /// <summary>What each node sends out more than it receives; negative: what it takes.</summary>
    public ReadOnlySpan<long> Supply => _supply.AsSpan(0, Nodes);

    /// <summary>From here to <see cref="Sink"/> as much as possible flows; null: only the supplies count.</summary>
    public int? Source { get; private set; }
    public int? Sink { get; private set; }

    /// <summary>Adds a node and gives its number.</summary>
    public int AddNode(long supply = 0)
    {
        if (Nodes == _supply.Length) Array.Resize(ref _supply, Nodes * 2);
        _supply[Nodes] = supply;
        return Nodes++;
    }

    public void SetSupply(int node, long supply)
    {
        CheckNode(node, nameof(node));
        _supply[node] = supply;
    }

    /// <summary>Adds an arc and gives its number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A node that is not there, or bounds without 0 ≤ lower ≤ capacity.</exception>
    public int AddArc(int from, int to, long lower, long capacity, long cost)
    {
        CheckNode(from, nameof(from));
        CheckNode(to, nameof(to));
        ArgumentOutOfRangeException.ThrowIfNegative(lower);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, lower);
        if (ArcCount == _arcs.Length) Array.Resize(ref _arcs, ArcCount * 2);
        _arcs[ArcCount] = new FlowArc(from, to, lower, capacity, cost);
        return ArcCount++;
    }

    /// <summary>Asks for as much flow as possible from the source to the sink.</summary>
    public void Maximise(int source, int sink)
    {
        CheckNode(source, nameof(source));
        CheckNode(sink, nameof(sink));
        ArgumentOutOfRangeException.ThrowIfEqual(sink, source);
        (Source, Sink) = (source, sink);
    }

    void CheckNode(int node, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(node, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(node, Nodes, name);
    }
}

/// <summary>Why no flow keeps all bounds: more must leave a set of nodes than can.</summary>
/// <param name="Side">Per node: whether it is in the set. All true where the supplies do not add up to zero.</param>
/// <param name="Missing">So many units more must leave the set than its outgoing capacities carry.</param>
public sealed record FlowCut(IReadOnlyList<bool> Side, long Missing);

/// <summary>A flow of least cost with the proof that it is one, or the reason why there is none.</summary>
public sealed class FlowSolution
{
    /// <summary>Set when no flow keeps all bounds; then the rest is empty.</summary>
    public FlowCut? Infeasible { get; init; }

    /// <summary>Σ cost × flow.</summary>
    public long Cost { get; init; }

    /// <summary>What goes from source to sink; without them, what the supplying nodes send out.</summary>
    public long Value { get; init; }

    /// <summary>Flow per arc, in the order of <see cref="FlowProblem.Arcs"/>.</summary>
    public long[] Flow { get; init; } = [];

    /// <summary>
    /// Dual values p per node: for every arc with room left cost + p(from) − p(to) ≥ 0, for every arc above its lower bound ≤ 0. That no flow of the same
    /// value costs less follows from it by adding up (<see cref="FlowCertificate"/>).
    /// </summary>
    public long[] Potential { get; init; } = [];
}
