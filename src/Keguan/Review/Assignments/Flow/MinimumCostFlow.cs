namespace Keguan.Review.Assignments.Flow;

/// <summary>
/// Solves <see cref="FlowProblem"/> exactly: a feasible (and, with source and sink, greatest) flow by Dinic's blocking flows, then least cost by cost
/// scaling with partial augmentation and global price updates, then exact dual values by label correction.
/// </summary>
/// <remarks>
/// Source: Goldberg, Tarjan, “Finding minimum-cost circulations by successive approximation” (1990); Goldberg, “The partial augment–relabel algorithm for
/// the maximum flow problem” (2008); Király, Kovács, “Efficient implementations of minimum-cost flow algorithms” (2012). O(n² m log(nC)) at worst,
/// near-linear on assignment graphs. The same problem always gives the same flow.
/// </remarks>
public sealed class MinimumCostFlow
{
    /// <summary>The tolerance ε shrinks by this factor per phase.</summary>
    const int Alpha = 16;

    /// <summary>An augmenting path is pushed along as soon as it has so many arcs.</summary>
    const int PathLength = 4;

    /// <summary>The largest scaled cost, and half of the largest price: a cost and two prices must add up within 63 bits.</summary>
    const long Largest = 1L << 60;

    struct Arc
    {
        public int Target;
        public int Reverse;
        public long Room;
        public long Cost;
    }

    readonly FlowProblem _problem;
    readonly CancellationToken _cancel;
    readonly IProgress<double>? _progress;
    readonly int _nodes;
    readonly long _enough;
    readonly Arc[] _arcs;
    readonly int[] _first;
    readonly int[] _place;
    readonly long[] _excess;
    readonly int[] _current;
    readonly long[] _price;

    MinimumCostFlow(FlowProblem problem, IProgress<double>? progress, CancellationToken cancel)
    {
        (_problem, _progress, _cancel, _nodes) = (problem, progress, cancel, problem.Nodes);
        var arcs = problem.Arcs;
        var returning = problem.Source is null ? 0 : 1;
        _enough = Enough(problem);
        _place = new int[arcs.Length + returning];
        _first = new int[_nodes + 1];
        for (var i = 0; i < arcs.Length; i++)
        {
            ref readonly var arc = ref arcs[i];
            if (!Moves(arc) || i > 0 && IsLike(arcs[i - 1], arc)) continue;
            _first[arc.From]++;
            _first[arc.To]++;
        }
        if (problem is { Source: { } source, Sink: { } sink })
        {
            _first[source]++;
            _first[sink]++;
        }
        var total = 0;
        for (var node = 0; node <= _nodes; node++) (_first[node], total) = (total, total + (node < _nodes ? _first[node] : 0));
        _arcs = new Arc[total];
        var free = _first.AsSpan(0, _nodes).ToArray();
        for (var i = 0; i < arcs.Length; i++)
        {
            ref readonly var arc = ref arcs[i];
            if (i > 0 && Moves(arc) && IsLike(arcs[i - 1], arc))
            {
                ref var room = ref _arcs[_place[i] = _place[i - 1]].Room;
                room = Math.Min(room + Math.Min(arc.Capacity - arc.Lower, _enough), long.MaxValue / 4);
                continue;
            }
            _place[i] = Moves(arc) ? Put(free, arc.From, arc.To, Math.Min(arc.Capacity - arc.Lower, _enough), arc.Cost) : -1;
        }
        // What arrives at the sink goes back to the source, freely: a flow between them becomes a circulation.
        if (problem is { Source: { } from, Sink: { } to }) _place[^1] = Put(free, to, from, long.MaxValue / 4, 0);
        _excess = problem.Supply.ToArray();
        foreach (ref readonly var arc in arcs)
        {
            if (arc.From == arc.To || arc.Lower == 0) continue;
            _excess[arc.From] = checked(_excess[arc.From] - arc.Lower);
            _excess[arc.To] = checked(_excess[arc.To] + arc.Lower);
        }
        _current = new int[_nodes];
        _price = new long[_nodes];
    }

    /// <summary>
    /// More than any arc needs to carry, so that capacities meant as “without limit” can be added up: a flow is made of paths, no more than are supplied, and of
    /// circles, which pay only over an arc of negative cost.
    /// </summary>
    static long Enough(FlowProblem problem)
    {
        Int128 bound = 1, sent = 0, received = 0, all = 0;
        foreach (var supply in problem.Supply) bound += Math.Max(0, supply);
        foreach (ref readonly var arc in problem.Arcs)
        {
            bound += arc.Lower;
            if (arc.From == arc.To) continue;
            if (arc.Cost < 0) bound += arc.Capacity;
            if (arc.From == problem.Source) sent += arc.Capacity;
            if (arc.To == problem.Sink) received += arc.Capacity;
            all += arc.Capacity;
        }
        bound += Int128.Min(sent, received);
        Int128 most = long.MaxValue / 8;
        if (all <= most) return long.MaxValue / 4;
        if (bound * problem.ArcCount > most) throw new OverflowException("The capacities are too large to add up.");
        return (long)bound;
    }

    /// <summary>A loop changes nothing for the others, an arc without play neither.</summary>
    static bool Moves(in FlowArc arc) => arc.From != arc.To && arc.Capacity > arc.Lower;

    /// <summary>Neighbours in the list that differ in nothing but capacity go as one: loads are often given as so many arcs of one unit.</summary>
    static bool IsLike(in FlowArc one, in FlowArc other) =>
        Moves(one) && one.From == other.From && one.To == other.To && one.Cost == other.Cost;

    int Put(int[] free, int from, int to, long room, long cost)
    {
        var (forth, back) = (free[from]++, free[to]++);
        _arcs[forth] = new Arc { Target = to, Reverse = back, Room = room, Cost = cost };
        _arcs[back] = new Arc { Target = from, Reverse = forth, Room = 0, Cost = -cost };
        return forth;
    }

    /// <summary>A flow of least cost with its dual values, or the cut that shows that there is none.</summary>
    /// <param name="problem">The graph; it is not changed.</param>
    /// <param name="progress">Told the share of scaling phases done, 0…1.</param>
    /// <param name="cancel">Looked at between steps.</param>
    /// <exception cref="OverflowException">Costs × nodes or flow × cost do not fit into 63 bits.</exception>
    public static FlowSolution Solve(FlowProblem problem, IProgress<double>? progress = null, CancellationToken cancel = default) =>
        new MinimumCostFlow(problem, progress, cancel).Solve();

    FlowSolution Solve()
    {
        Int128 sum = 0;
        foreach (var supply in _problem.Supply) sum += supply;
        if (sum != 0) return new FlowSolution { Infeasible = new FlowCut(Enumerable.Repeat(true, _nodes).ToArray(), checked((long)Int128.Abs(sum))) };
        if (BlockingFlows() is { } cut) return new FlowSolution { Infeasible = cut };
        long value = 0;
        if (_problem is { Source: { } source, Sink: { } sink })
        {
            ref var returning = ref _arcs[_place[^1]];
            value = _arcs[returning.Reverse].Room;
            returning.Room = 0;
            _arcs[returning.Reverse].Room = 0;
            long most = 0;
            for (var a = _first[source]; a < _first[source + 1]; a++) most = checked(most + _arcs[a].Room);
            _excess[source] = most;
            _excess[sink] = -most;
            BlockingFlows();
            value += most - _excess[source];
            _excess[source] = _excess[sink] = 0;
        }
        else
        {
            foreach (var supply in _problem.Supply) value += Math.Max(0, supply);
        }
        ScaleCosts();
        CorrectPrices();
        return Read(value);
    }

    FlowSolution Read(long value)
    {
        var flow = new long[_problem.ArcCount];
        Int128 cost = 0;
        for (var i = 0; i < flow.Length; i++)
        {
            ref readonly var arc = ref _problem.Arcs[i];
            if (_place[i] < 0)
            {
                flow[i] = arc.From == arc.To && arc.Cost < 0 ? arc.Capacity : arc.Lower;
            }
            else
            {
                ref var used = ref _arcs[_arcs[_place[i]].Reverse].Room;
                var own = Math.Min(used, arc.Capacity - arc.Lower);
                flow[i] = arc.Lower + own;
                used -= own;
            }
            cost += (Int128)arc.Cost * flow[i];
        }
        return new FlowSolution { Cost = checked((long)cost), Value = value, Flow = flow, Potential = _price };
    }

    /// <summary>Brings every excess to a deficit, by blocking flows along shortest paths. What can't be brought is proven by the nodes still reached.</summary>
    FlowCut? BlockingFlows()
    {
        var level = new int[_nodes];
        var queue = new int[_nodes];
        var path = new int[_nodes];
        while (true)
        {
            _cancel.ThrowIfCancellationRequested();
            Array.Fill(level, -1);
            var (head, tail, nearest) = (0, 0, int.MaxValue);
            for (var node = 0; node < _nodes; node++)
            {
                if (_excess[node] <= 0) continue;
                level[node] = 0;
                queue[tail++] = node;
            }
            if (tail == 0) return null;
            while (head < tail)
            {
                var node = queue[head++];
                if (level[node] >= nearest) break;
                for (var a = _first[node]; a < _first[node + 1]; a++)
                {
                    ref readonly var arc = ref _arcs[a];
                    if (arc.Room == 0 || level[arc.Target] >= 0) continue;
                    level[arc.Target] = level[node] + 1;
                    if (_excess[arc.Target] < 0) nearest = level[arc.Target];
                    queue[tail++] = arc.Target;
                }
            }
            if (nearest == int.MaxValue)
            {
                long missing = 0;
                for (var node = 0; node < _nodes; node++) missing += Math.Max(0, _excess[node]);
                return new FlowCut([.. level.Select(one => one >= 0)], missing);
            }
            Array.Copy(_first, _current, _nodes);
            for (var i = 0; i < tail && level[queue[i]] == 0; i++)
                while (_excess[queue[i]] > 0 && Advance(queue[i], level, path)) { }
        }
    }

    /// <summary>Finds one path from here along the levels to a deficit and fills it.</summary>
    bool Advance(int start, int[] level, int[] path)
    {
        var (node, length) = (start, 0);
        while (true)
        {
            if (_excess[node] < 0)
            {
                var amount = Math.Min(_excess[start], -_excess[node]);
                for (var i = 0; i < length; i++) amount = Math.Min(amount, _arcs[path[i]].Room);
                for (var i = 0; i < length; i++)
                {
                    ref var arc = ref _arcs[path[i]];
                    arc.Room -= amount;
                    _arcs[arc.Reverse].Room += amount;
                }
                _excess[start] -= amount;
                _excess[node] += amount;
                return true;
            }
            ref var at = ref _current[node];
            while (at < _first[node + 1] && (_arcs[at].Room == 0 || level[_arcs[at].Target] != level[node] + 1)) at++;
            if (at < _first[node + 1])
            {
                path[length++] = at;
                node = _arcs[at].Target;
            }
            else
            {
                if (length == 0) return false;
                node = _arcs[_arcs[path[--length]].Reverse].Target;
                _current[node]++;
            }
        }
    }

    void ScaleCosts()
    {
        long most = 0;
        foreach (ref readonly var arc in _arcs.AsSpan()) most = Math.Max(most, Math.Abs(arc.Cost));
        if (most == 0) return;
        var factor = (long)_nodes + 1;
        if (most > Largest / factor) throw new OverflowException("The costs are too large for a graph of this size.");
        for (var a = 0; a < _arcs.Length; a++) _arcs[a].Cost *= factor;
        var phases = 1;
        for (var e = most * factor / Alpha; e > 1; e /= Alpha) phases++;
        var done = 0;
        for (var epsilon = Math.Max(1, most * factor / Alpha); ; epsilon = Math.Max(1, epsilon / Alpha))
        {
            Refine(epsilon);
            _progress?.Report(Math.Min(1, ++done / (double)phases));
            if (epsilon == 1) break;
        }
        for (var a = 0; a < _arcs.Length; a++) _arcs[a].Cost /= factor;
        for (var node = 0; node < _nodes; node++) _price[node] = (long)Math.Floor(_price[node] / (decimal)factor);
    }

    readonly Queue<int> _active = new();
    int _relabels;

    /// <summary>One phase: from an optimal flow within Alpha·ε to one within ε.</summary>
    void Refine(long epsilon)
    {
        for (var node = 0; node < _nodes; node++)
        {
            var price = _price[node];
            for (var a = _first[node]; a < _first[node + 1]; a++)
            {
                ref var arc = ref _arcs[a];
                if (arc.Room == 0 || arc.Cost + price - _price[arc.Target] >= 0) continue;
                _excess[node] -= arc.Room;
                _excess[arc.Target] += arc.Room;
                _arcs[arc.Reverse].Room += arc.Room;
                arc.Room = 0;
            }
        }
        Array.Copy(_first, _current, _nodes);
        _active.Clear();
        for (var node = 0; node < _nodes; node++)
            if (_excess[node] > 0) _active.Enqueue(node);

        var onPath = new bool[_nodes];
        Span<int> path = stackalloc int[PathLength];
        _relabels = 0;
        var nextUpdate = 0;
        var steps = 0;
        while (_active.TryPeek(out var start))
        {
            if (_excess[start] <= 0)
            {
                _active.Dequeue();
                continue;
            }
            if ((++steps & 0xFFF) == 0) _cancel.ThrowIfCancellationRequested();
            if (_relabels >= nextUpdate)
            {
                UpdatePrices(epsilon);
                nextUpdate = _relabels + _nodes;
            }
            PartialPath(start, epsilon, onPath, path);
        }
    }

    /// <summary>Walks from an active node along admissible arcs, relabelling where it must, until a deficit, a cycle or the greatest length; then pushes.</summary>
    void PartialPath(int start, long epsilon, bool[] onPath, Span<int> path)
    {
        var (tip, length) = (start, 0);
        onPath[start] = true;
        while (length < PathLength && (length == 0 || _excess[tip] >= 0))
        {
            var price = _price[tip];
            var least = long.MaxValue;
            var next = -1;
            var end = _first[tip + 1];
            for (var a = _current[tip]; a < end; a++)
            {
                ref readonly var arc = ref _arcs[a];
                if (arc.Room == 0) continue;
                var reduced = arc.Cost + price - _price[arc.Target];
                if (reduced < 0)
                {
                    next = a;
                    break;
                }
                if (reduced < least) least = reduced;
            }
            if (next >= 0)
            {
                _current[tip] = next;
                path[length++] = next;
                tip = _arcs[next].Target;
                if (onPath[tip]) break;
                onPath[tip] = true;
                continue;
            }

            end = _current[tip];
            for (var a = _first[tip]; a < end; a++)
            {
                ref readonly var arc = ref _arcs[a];
                if (arc.Room == 0) continue;
                var reduced = arc.Cost + price - _price[arc.Target];
                if (reduced < least) least = reduced;
            }
            if (length > 0)
            {
                // The way back will have room once the path is pushed along: it must not become dearer than allowed.
                ref readonly var back = ref _arcs[_arcs[path[length - 1]].Reverse];
                least = Math.Min(least, back.Cost + price - _price[back.Target]);
            }
            _price[tip] = Lowered(price, least + epsilon);
            _current[tip] = _first[tip];
            _relabels++;
            if (length == 0) continue;
            onPath[tip] = false;
            tip = _arcs[_arcs[path[--length]].Reverse].Target;
        }

        onPath[start] = false;
        var from = start;
        for (var i = 0; i < length; i++)
        {
            ref var arc = ref _arcs[path[i]];
            var to = arc.Target;
            onPath[to] = false;
            var amount = Math.Min(arc.Room, _excess[from]);
            if (amount > 0)
            {
                arc.Room -= amount;
                _arcs[arc.Reverse].Room += amount;
                _excess[from] -= amount;
                var before = _excess[to];
                _excess[to] = before + amount;
                if (_excess[to] > 0 && before <= 0) _active.Enqueue(to);
            }
            from = to;
        }
    }

    static long Lowered(long price, long by) =>
        by <= Largest && price - by >= -2 * Largest ? price - by : throw new OverflowException("The costs are too large for a graph of this size.");

    // Of the price updates: nodes by rank, in doubly linked lists per rank; made once.
    int[] _rank = [];
    int[] _bucket = [];
    int[] _after = [];
    int[] _before = [];

    /// <summary>
    /// Lowers prices by the distance to the nearest deficit, in units of ε, so that excess finds its way: a search by buckets, backwards from the deficits,
    /// until every excess is reached.
    /// </summary>
    void UpdatePrices(long epsilon)
    {
        var far = (Alpha * _nodes) + 1;
        if (_rank.Length == 0)
        {
            (_rank, _bucket, _after, _before) = (new int[_nodes], new int[far], new int[_nodes], new int[_nodes]);
            Array.Fill(_bucket, -1);
        }
        Array.Fill(_rank, far);
        var waiting = 0;
        for (var node = 0; node < _nodes; node++)
        {
            if (_excess[node] > 0) waiting++;
            if (_excess[node] < 0) Enter(node, 0);
        }
        var (last, highest) = (0, 0);
        for (var rank = 0; rank <= highest && waiting > 0; rank++)
        {
            last = rank;
            while (_bucket[rank] is var node and >= 0)
            {
                Leave(node);
                if (_excess[node] > 0 && --waiting == 0) break;
                var price = _price[node];
                for (var a = _first[node]; a < _first[node + 1]; a++)
                {
                    ref readonly var back = ref _arcs[a];
                    var from = back.Target;
                    if (_rank[from] <= rank || _arcs[back.Reverse].Room == 0) continue;
                    var reduced = _price[from] - back.Cost - price;
                    // Rounded down: between −ε and 0 it costs no step.
                    var steps = reduced < 0 ? 0 : (reduced / epsilon) + 1;
                    if (steps >= _rank[from] - rank) continue;
                    if (_rank[from] < far) Leave(from);
                    Enter(from, rank + (int)steps);
                    highest = Math.Max(highest, rank + (int)steps);
                }
            }
        }
        for (var rank = last; rank <= highest; rank++) _bucket[rank] = -1;
        // An excess from which no deficit is near enough: its path will lower the prices itself.
        if (waiting > 0) return;
        for (var node = 0; node < _nodes; node++)
        {
            var rank = Math.Min(_rank[node], last);
            if (rank == 0) continue;
            _price[node] = Lowered(_price[node], checked(epsilon * rank));
            _current[node] = _first[node];
        }
    }

    void Enter(int node, int rank)
    {
        _rank[node] = rank;
        var next = _bucket[rank];
        (_bucket[rank], _after[node], _before[node]) = (node, next, -1);
        if (next >= 0) _before[next] = node;
    }

    void Leave(int node)
    {
        var (before, after) = (_before[node], _after[node]);
        if (before >= 0) _after[before] = after;
        else _bucket[_rank[node]] = after;
        if (after >= 0) _before[after] = before;
    }

    /// <summary>From nearly right prices to exact dual values: label correction over the arcs with room. Ends, since an optimal flow has no negative cycle.</summary>
    void CorrectPrices()
    {
        var queued = new bool[_nodes];
        var open = new Queue<int>();
        for (var node = 0; node < _nodes; node++)
        {
            open.Enqueue(node);
            queued[node] = true;
        }
        while (open.TryDequeue(out var node))
        {
            queued[node] = false;
            var price = _price[node];
            for (var a = _first[node]; a < _first[node + 1]; a++)
            {
                ref readonly var arc = ref _arcs[a];
                if (arc.Room == 0 || _price[arc.Target] <= price + arc.Cost) continue;
                _price[arc.Target] = price + arc.Cost;
                if (queued[arc.Target]) continue;
                queued[arc.Target] = true;
                open.Enqueue(arc.Target);
            }
        }
    }
}
