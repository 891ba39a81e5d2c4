using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Assignments;

/// <summary>
/// Makes the assignment of least cost: all windows of load, conflicts, kept pairs, groups and senior reviewers at once, as one flow; pairs that may not sit
/// together and that no flow can hold by branch and bound over it. The answer says whether it is proven optimal.
/// </summary>
/// <remarks>
/// In two stages (minimum loads first, or separating pairs afterwards) it would not be optimal: costs [[−10, −10], [−9, −1]] with minimum loads [1, 0] give −11
/// instead of −19. The same plan with the same randomness gives the same assignment anywhere (docs/specs/assignment.md).
/// </remarks>
public static class Assigner
{
    /// <summary>So many candidacies are looked at in branching before what is left is repaired: a fixed amount of work rather than of time, so that every machine ends with the same.</summary>
    const int MostWork = 3_000_000;

    /// <exception cref="ArgumentException">The plan contradicts itself: names that are not there, windows out of bounds.</exception>
    public static AssignmentResult Solve(AssignmentPlan plan, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        plan.Check();
        var network = new AssignmentNetwork(plan);
        if (ConflictsOfKept(plan) is { Count: > 0 } conflicts) return new AssignmentResult { Relaxations = conflicts };

        var root = network.Solve(new HashSet<int>(), progress, cancel);
        if (root is null) return new AssignmentResult { Relaxations = network.Relax(cancel) };
        if (Together(network, root) is null) return Result(plan, network, root, root);
        // A good assignment first: with it most candidacies are out of the question, and branching goes over few.
        var best = Repair(network, new HashSet<int>(), root, cancel);
        if (best is not null) network.Narrow(root, best);
        // The branch with the lowest bound next, so that the first one without a fault is the optimum.
        var open = new PriorityQueue<(HashSet<int> Without, AssignmentNetwork.Solved Solved), (long, int)>();
        open.Enqueue(([], root), (root.Cost, 0));
        var branches = 0;
        var most = Math.Min(plan.MostBranches, Math.Max(4, MostWork / Math.Max(1, network.Active)));
        while (open.TryDequeue(out var branch, out _))
        {
            if (Together(network, branch.Solved) is not { } fault) return Result(plan, network, branch.Solved, branch.Solved);
            if (branches >= most)
            {
                if (Repair(network, branch.Without, branch.Solved, cancel) is { } repaired && (best is null || repaired.Cost < best.Cost)) best = repaired;
                return best is null ? Undecided(plan, network, branch.Solved) : Result(plan, network, best, branch.Solved);
            }
            foreach (var pair in new[] { fault.One, fault.Other })
            {
                // A kept pair stays; then the other one must go.
                if (network.Pairs[pair].Kept) continue;
                HashSet<int> without = [.. branch.Without, pair];
                if (network.Solve(without, null, cancel) is { } solved && (best is null || solved.Cost < best.Cost)) open.Enqueue((without, solved), (solved.Cost, ++branches));
            }
        }
        return best is null ? Undecided(plan, network, root) : Result(plan, network, best, best);
    }

    /// <summary>
    /// When branching takes too long: of every two that may not sit together the one who fits less well goes, all at once, until none are left. What it costs more
    /// than the best branch is the distance that the result states.
    /// </summary>
    static AssignmentNetwork.Solved? Repair(AssignmentNetwork network, IReadOnlySet<int> from, AssignmentNetwork.Solved solved, CancellationToken cancel)
    {
        HashSet<int> without = [.. from];
        while (Faults(network, solved).ToList() is { Count: > 0 } faults)
        {
            foreach (var (one, other) in faults)
                without.Add(network.Pairs[one].Kept || (!network.Pairs[other].Kept && network.Pairs[other].Affinity <= network.Pairs[one].Affinity) ? other : one);
            if (network.Solve(without, null, cancel) is not { } next) return null;
            solved = next;
        }
        return solved;
    }

    static AssignmentResult Undecided(AssignmentPlan plan, AssignmentNetwork network, AssignmentNetwork.Solved solved)
    {
        var fault = Together(network, solved)!.Value;
        var (one, other) = (plan.Experts[network.Pairs[fault.One].Expert], plan.Experts[network.Pairs[fault.Other].Expert]);
        var proposal = plan.Proposals[network.Pairs[fault.One].Proposal];
        return new AssignmentResult
        {
            Relaxations = [new Relaxation("together", proposal.Id, 1, T("项目“{0}”允许专家“{1}”和“{2}”同组，或为它增加候选专家", "“{0}” has “{1}” and “{2}” together, or gets more candidates").With(proposal.Name, one.Name, other.Name))],
        };
    }

    /// <summary>The first two pairs of one proposal whose experts may not sit together.</summary>
    static (int One, int Other)? Together(AssignmentNetwork network, AssignmentNetwork.Solved solved)
    {
        foreach (var fault in Faults(network, solved)) return fault;
        return null;
    }

    static IEnumerable<(int One, int Other)> Faults(AssignmentNetwork network, AssignmentNetwork.Solved solved)
    {
        if (!network.HasApart) yield break;
        foreach (var panel in solved.Chosen.GroupBy(pair => network.Pairs[pair].Proposal))
        {
            var pairs = panel.ToList();
            for (var i = 0; i < pairs.Count; i++)
                for (var k = i + 1; k < pairs.Count; k++)
                    if (network.MayNotSitTogether(network.Pairs[pairs[i]].Expert, network.Pairs[pairs[k]].Expert)) yield return (pairs[i], pairs[k]);
        }
    }

    /// <summary>What was kept and yet can't stand: no optimisation would help, so it is said at once.</summary>
    static List<Relaxation> ConflictsOfKept(AssignmentPlan plan)
    {
        var kept = plan.Kept.ToHashSet();
        var experts = plan.Experts.ToDictionary(one => one.Id, StringComparer.Ordinal);
        var proposals = plan.Proposals.ToDictionary(one => one.Id, StringComparer.Ordinal);
        List<Relaxation> conflicts =
        [
            .. plan.Barred.Where(one => kept.Contains(new Pairing(one.Expert, one.Proposal))).Select(one => new Relaxation("kept", one.Proposal, 1, new Text(
                $"不再保留专家“{experts[one.Expert].Name}”对项目“{proposals[one.Proposal].Name}”的原有分配：{one.Reason.Zh}",
                $"“{experts[one.Expert].Name}” no longer keeps “{proposals[one.Proposal].Name}”: {one.Reason.En}"))),
        ];
        foreach (var pair in plan.NotTogether)
        {
            foreach (var one in kept.Where(one => one.Expert == pair.Expert && kept.Contains(new Pairing(pair.Other, one.Proposal))).OrderBy(one => one.Proposal, StringComparer.Ordinal))
            {
                conflicts.Add(new Relaxation("kept", one.Proposal, 1, new Text(
                    $"项目“{proposals[one.Proposal].Name}”不再同时保留专家“{experts[pair.Expert].Name}”和“{experts[pair.Other].Name}”：{pair.Reason.Zh}",
                    $"“{proposals[one.Proposal].Name}” no longer keeps both “{experts[pair.Expert].Name}” and “{experts[pair.Other].Name}”: {pair.Reason.En}")));
            }
        }
        return conflicts;
    }

    static AssignmentResult Result(AssignmentPlan plan, AssignmentNetwork network, AssignmentNetwork.Solved solved, AssignmentNetwork.Solved bound)
    {
        var chosen = solved.Chosen.Select(i => network.Pairs[i]).OrderBy(pair => pair.Proposal).ThenBy(pair => pair.Expert).ToList();
        return new AssignmentResult
        {
            Pairs = [.. chosen.Select(pair => new Pairing(plan.Experts[pair.Expert].Id, plan.Proposals[pair.Proposal].Id))],
            Affinity = chosen.Sum(pair => (long)pair.Affinity),
            Cost = solved.Points,
            Bound = bound.Points,
        };
    }
}
