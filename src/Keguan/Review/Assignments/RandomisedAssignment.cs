using System.Buffers.Binary;
using System.Security.Cryptography;
using Keguan.Review.Assignments.Flow;

namespace Keguan.Review.Assignments;

/// <summary>How likely an expert gets a proposal, in hundredths.</summary>
public readonly record struct PairChance(string Expert, string Proposal, int Percent);

/// <summary>An assignment drawn from chances that were fixed before.</summary>
/// <param name="Chances">Every pair with a chance above 0, by proposal, then expert; to be shown before the draw.</param>
/// <param name="Pairs">What was drawn.</param>
/// <param name="ExpectedCost">Mean cost of such a draw, × 100.</param>
public sealed record RandomisedResult(IReadOnlyList<PairChance> Chances, IReadOnlyList<Pairing> Pairs, long ExpectedCost);

/// <summary>
/// Assignment against collusion: no expert can count on getting a certain proposal, since no pair's chance exceeds a cap. The chances of least expected cost are a
/// flow in hundredths; the assignment is drawn from them by the joint randomness so that each pair has exactly its chance, every proposal exactly its reviewers, and
/// every load stays in its window.
/// </summary>
/// <remarks>
/// Sources: Jecmen, Zhang, Liu, Shah, Conitzer, Fang, “Mitigating manipulation in peer review via randomized reviewer assignments” (2020); the drawing is the dependent
/// rounding of Gandhi, Khuller, Parthasarathy, Srinivasan (2006), in whole numbers. Rules on who sits together and on senior reviewers can't be kept by such a
/// draw; a plan that has them is refused.
/// </remarks>
public static class RandomisedAssignment
{
    const int Hundredths = 100;

    /// <param name="plan">Kept pairs have the chance 1 whatever the cap.</param>
    /// <param name="cap">Greatest chance of any pair, in hundredths, 1…100.</param>
    /// <param name="cancel">Looked at while solving.</param>
    /// <returns>Null when the cap leaves too few candidates: a proposal with r reviewers needs at least r ÷ cap of them.</returns>
    /// <exception cref="ArgumentException">A plan with “not together” or senior reviewers, or one without randomness.</exception>
    public static RandomisedResult? Solve(AssignmentPlan plan, int cap, CancellationToken cancel = default)
    {
        plan.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(cap, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cap, Hundredths);
        if (plan.NotTogether.Count > 0 || plan.Proposals.Any(one => one.NeedsSenior)) throw new ArgumentException("A randomised assignment can't hold rules on who sits together or on senior reviewers.", nameof(plan));
        if (plan.Randomness.IsEmpty) throw new ArgumentException("There is no randomness to draw by.", nameof(plan));
        // The order of ids, so that the draw does not depend on how the plan was written down.
        var experts = plan.Experts.OrderBy(one => one.Id, StringComparer.Ordinal).ToList();
        var proposals = plan.Proposals.OrderBy(one => one.Id, StringComparer.Ordinal).ToList();
        var expertAt = experts.Index().ToDictionary(one => one.Item.Id, one => one.Index, StringComparer.Ordinal);
        var proposalAt = proposals.Index().ToDictionary(one => one.Item.Id, one => one.Index, StringComparer.Ordinal);
        var barred = plan.Barred.Select(one => new Pairing(one.Expert, one.Proposal)).ToHashSet();
        var kept = plan.Kept.ToHashSet();
        if (kept.Overlaps(barred)) return null;
        var pairs = plan.Candidates.Select(one => (Pair: new Pairing(one.Expert, one.Proposal), one.Affinity)).Concat(plan.Kept.Select(pair => (Pair: pair, Affinity: 0)))
            .Where(one => !barred.Contains(one.Pair)).DistinctBy(one => one.Pair).OrderBy(one => one.Pair.Proposal, StringComparer.Ordinal).ThenBy(one => one.Pair.Expert, StringComparer.Ordinal).ToList();

        var flow = new FlowProblem();
        var (source, sink) = (flow.AddNode(), flow.AddNode());
        var left = experts.Select(_ => flow.AddNode()).ToArray();
        var right = proposals.Select(_ => flow.AddNode()).ToArray();
        for (var e = 0; e < experts.Count; e++)
        {
            for (var k = 0; k < Math.Min(experts[e].Most, Math.Max(experts[e].Least, proposals.Count)); k++)
                flow.AddArc(source, left[e], k < experts[e].Least ? Hundredths : 0, Hundredths, (long)plan.Balance * k);
        }
        for (var p = 0; p < proposals.Count; p++)
        {
            var need = (long)proposals[p].Reviewers * Hundredths;
            flow.AddArc(right[p], sink, need, need, 0);
        }
        var arcs = pairs.Select(one => flow.AddArc(left[expertAt[one.Pair.Expert]], right[proposalAt[one.Pair.Proposal]], kept.Contains(one.Pair) ? Hundredths : 0,
            kept.Contains(one.Pair) ? Hundredths : cap, AssignmentPlan.MostAffinity - one.Affinity)).ToArray();
        flow.SetSupply(source, proposals.Sum(one => (long)one.Reviewers) * Hundredths);
        flow.SetSupply(sink, -flow.Supply[source]);
        var solution = MinimumCostFlow.Solve(flow, cancel: cancel);
        if (solution.Infeasible is not null) return null;

        var chances = arcs.Select(arc => (int)solution.Flow[arc]).ToArray();
        var shown = pairs.Select((one, i) => new PairChance(one.Pair.Expert, one.Pair.Proposal, chances[i])).Where(one => one.Percent > 0).ToList();
        new Rounding([.. pairs.Select(one => (expertAt[one.Pair.Expert], experts.Count + proposalAt[one.Pair.Proposal]))], chances, experts.Count + proposals.Count, plan.Randomness).Run();
        return new RandomisedResult(shown, [.. pairs.Where((_, i) => chances[i] == Hundredths).Select(one => one.Pair)], solution.Cost);
    }

    /// <summary>
    /// Takes a path or circle of pairs whose chances are neither 0 nor 1, and moves chance along it, alternately up and down, in one of the two directions until a pair
    /// is decided; the direction is drawn so that every chance stays the same on average. Each step decides at least one pair.
    /// </summary>
    sealed class Rounding((int One, int Other)[] edges, int[] chances, int nodes, ReadOnlyMemory<byte> randomness)
    {
        readonly List<int>[] _at = [.. Enumerable.Range(0, nodes).Select(_ => new List<int>())];
        uint _drawn;

        public void Run()
        {
            for (var i = 0; i < edges.Length; i++)
            {
                if (!IsOpen(i)) continue;
                _at[edges[i].One].Add(i);
                _at[edges[i].Other].Add(i);
            }
            for (var i = 0; i < edges.Length; i++)
                while (IsOpen(i)) Move(PathThrough(i));
        }

        bool IsOpen(int edge) => chances[edge] is > 0 and < Hundredths;

        /// <summary>From an end of the path that this pair lies on, or the circle that the walk runs into.</summary>
        List<int> PathThrough(int edge)
        {
            var back = Walk(edges[edge].One, edge, out var circle);
            if (circle is not null) return circle;
            // The first walk ended at a dead end: from there the other way.
            var (end, first) = back.Count == 0 ? (edges[edge].One, edge) : (EndOf(back, edges[edge].One), back[^1]);
            var path = Walk(end, -1, out circle, first);
            return circle ?? path;
        }

        int EndOf(List<int> walked, int start)
        {
            foreach (var edge in walked) start = Across(edge, start);
            return start;
        }

        int Across(int edge, int node) => edges[edge].One == node ? edges[edge].Other : edges[edge].One;

        List<int> Walk(int start, int without, out List<int>? circle, int first = -1)
        {
            var path = new List<int>();
            var seen = new Dictionary<int, int> { [start] = 0 };
            var (node, last) = (start, without);
            circle = null;
            while (true)
            {
                _at[node].RemoveAll(edge => !IsOpen(edge));
                var next = path.Count == 0 && first >= 0 ? first : Next(node, last);
                if (next < 0) return path;
                path.Add(next);
                (node, last) = (Across(next, node), next);
                if (seen.TryGetValue(node, out var from))
                {
                    circle = path[from..];
                    return path;
                }
                seen.Add(node, path.Count);
            }
        }

        int Next(int node, int last)
        {
            foreach (var edge in _at[node])
                if (edge != last) return edge;
            return -1;
        }

        void Move(List<int> path)
        {
            var (up, down) = (Hundredths, Hundredths);
            for (var k = 0; k < path.Count; k++)
            {
                var (room, used) = (Hundredths - chances[path[k]], chances[path[k]]);
                up = Math.Min(up, k % 2 == 0 ? room : used);
                down = Math.Min(down, k % 2 == 0 ? used : room);
            }
            var by = Draw(up + down) < down ? up : -down;
            for (var k = 0; k < path.Count; k++) chances[path[k]] += k % 2 == 0 ? by : -by;
        }

        /// <summary>A whole number below n, each equally likely: SHA-256 over randomness, `rounding` and a counter; what would favour small numbers is drawn again.</summary>
        int Draw(int n)
        {
            Span<byte> digest = stackalloc byte[32];
            Span<byte> counter = stackalloc byte[4];
            while (true)
            {
                BinaryPrimitives.WriteUInt32BigEndian(counter, _drawn++);
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                hash.AppendData(randomness.Span);
                hash.AppendData("\0rounding\0"u8);
                hash.AppendData(counter);
                hash.GetHashAndReset(digest);
                var value = BinaryPrimitives.ReadUInt32BigEndian(digest);
                if (value < uint.MaxValue - (uint.MaxValue % (uint)n)) return (int)(value % (uint)n);
            }
        }
    }
}
