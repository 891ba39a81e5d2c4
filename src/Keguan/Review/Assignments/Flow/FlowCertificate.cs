namespace Keguan.Review.Assignments.Flow;

/// <summary>
/// Holds a solution against its problem, without knowing how it was found: bounds, conservation, cost, and complementary slackness with the dual values,
/// which proves that it is optimal. O(nodes + arcs). Source: Ahuja, Magnanti, Orlin, “Network Flows” (1993), theorem 9.4.
/// </summary>
public static class FlowCertificate
{
    /// <summary>The first thing that does not hold, in English; null when the solution is proven.</summary>
    /// <remarks>
    /// With source and sink it proves least cost among the flows of this value; that the value is the greatest is proven by a cut without room from the
    /// source's side to the other, which is looked for here too.
    /// </remarks>
    public static string? FirstFault(FlowProblem problem, FlowSolution solution)
    {
        if (solution.Infeasible is { } cut) return FaultOf(problem, cut);
        var arcs = problem.Arcs;
        if (solution.Flow.Length != arcs.Length || solution.Potential.Length != problem.Nodes) return "flow or potentials of the wrong length";
        var left = problem.Supply.ToArray();
        if (problem is { Source: { } source, Sink: { } sink })
        {
            left[source] += solution.Value;
            left[sink] -= solution.Value;
        }
        Int128 cost = 0;
        for (var i = 0; i < arcs.Length; i++)
        {
            var (arc, flow) = (arcs[i], solution.Flow[i]);
            if (flow < arc.Lower || flow > arc.Capacity) return $"arc {i} carries {flow}, outside of {arc.Lower}…{arc.Capacity}";
            left[arc.From] -= flow;
            left[arc.To] += flow;
            cost += (Int128)arc.Cost * flow;
            var reduced = (Int128)arc.Cost + solution.Potential[arc.From] - solution.Potential[arc.To];
            if (flow < arc.Capacity && reduced < 0) return $"arc {i} has room and reduced cost {reduced}";
            if (flow > arc.Lower && reduced > 0) return $"arc {i} carries more than it must at reduced cost {reduced}";
        }
        for (var node = 0; node < left.Length; node++)
            if (left[node] != 0) return $"node {node} keeps {left[node]}";
        if (cost != solution.Cost) return $"the cost is {cost}, not {solution.Cost}";
        return problem.Source is { } from && ReachesSink(problem, solution, from) ? "more could flow from the source to the sink" : null;
    }

    static bool ReachesSink(FlowProblem problem, FlowSolution solution, int source)
    {
        var next = new List<int>[problem.Nodes];
        for (var i = 0; i < problem.ArcCount; i++)
        {
            var arc = problem.Arcs[i];
            if (solution.Flow[i] < arc.Capacity) (next[arc.From] ??= []).Add(arc.To);
            if (solution.Flow[i] > arc.Lower) (next[arc.To] ??= []).Add(arc.From);
        }
        var seen = new bool[problem.Nodes];
        var open = new Stack<int>([source]);
        seen[source] = true;
        while (open.TryPop(out var node))
        {
            if (node == problem.Sink) return true;
            foreach (var to in next[node] ?? [])
            {
                if (seen[to]) continue;
                seen[to] = true;
                open.Push(to);
            }
        }
        return false;
    }

    /// <summary>A set of nodes that must send out more than its outgoing arcs can carry beyond what the incoming must bring.</summary>
    static string? FaultOf(FlowProblem problem, FlowCut cut)
    {
        Int128 must = 0;
        for (var node = 0; node < problem.Nodes; node++)
            if (cut.Side[node]) must += problem.Supply[node];
        foreach (var arc in problem.Arcs)
        {
            if (cut.Side[arc.From] && !cut.Side[arc.To]) must -= arc.Capacity;
            else if (!cut.Side[arc.From] && cut.Side[arc.To]) must += arc.Lower;
        }
        var endless = problem is { Source: { } source, Sink: { } sink } && cut.Side[sink] && !cut.Side[source];
        if (!endless && must == cut.Missing && must > 0) return null;
        // All nodes together: the supplies themselves do not balance, in one direction or the other.
        return cut.Side.All(one => one) && must != 0 && Int128.Abs(must) == cut.Missing ? null : $"the cut lacks {must}, not {cut.Missing}";
    }
}
