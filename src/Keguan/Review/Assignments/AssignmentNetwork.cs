using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Keguan.Review.Assignments.Flow;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Assignments;

/// <summary>
/// A plan as a flow: source → expert (his load) → proposal, through a node for its senior reviewers and one for each group of experts who may not sit together,
/// → sink. What a flow can't hold (pairs across those groups) is left to <see cref="Assigner"/>.
/// </summary>
sealed class AssignmentNetwork
{
    /// <summary>What it costs that a bound gives way by one, in the elastic network, where nothing else costs anything: so as little as possible gives way.</summary>
    const int ForLeast = 2, ForMost = 3, ForReviewers = 4, ForSenior = 5, ForTogether = 6, ForKept = 50;

    /// <summary>A bound that may give way: a costly arc that is used, or one with a reward that is not.</summary>
    readonly record struct Soft(int Arc, bool Rewarded, Func<int, Relaxation> Say);

    readonly AssignmentPlan _plan;
    readonly List<(int Expert, int Proposal, int Affinity, bool Kept)> _pairs = [];
    readonly HashSet<(int, int)> _apart = [];
    readonly int[] _group;
    readonly long _scale;
    readonly long[] _ties;
    int[] _active = [];

    public AssignmentNetwork(AssignmentPlan plan)
    {
        _plan = plan;
        ExpertAt = plan.Experts.Index().ToDictionary(one => one.Item.Id, one => one.Index, StringComparer.Ordinal);
        ProposalAt = plan.Proposals.Index().ToDictionary(one => one.Item.Id, one => one.Index, StringComparer.Ordinal);
        var barred = plan.Barred.Select(one => (ExpertAt[one.Expert], ProposalAt[one.Proposal])).ToHashSet();
        var kept = plan.Kept.Select(one => (ExpertAt[one.Expert], ProposalAt[one.Proposal])).ToHashSet();
        var seen = new HashSet<(int, int)>();
        foreach (var one in plan.Candidates)
        {
            var pair = (ExpertAt[one.Expert], ProposalAt[one.Proposal]);
            if ((!barred.Contains(pair) || kept.Contains(pair)) && seen.Add(pair)) _pairs.Add((pair.Item1, pair.Item2, one.Affinity, kept.Contains(pair)));
        }
        foreach (var pair in kept)
            if (seen.Add(pair)) _pairs.Add((pair.Item1, pair.Item2, 0, true));
        foreach (var one in plan.NotTogether)
        {
            _apart.Add((ExpertAt[one.Expert], ExpertAt[one.Other]));
            _apart.Add((ExpertAt[one.Other], ExpertAt[one.Expert]));
        }
        _group = Groups();

        // Ties: each pair gets a small number from the randomness; all of them together weigh less than one point. As many bits as fit.
        var assigned = plan.Proposals.Sum(proposal => (long)proposal.Reviewers) + 1;
        var nodes = plan.Experts.Count + (plan.Proposals.Count * 3L) + 8;
        var dearest = AssignmentPlan.MostAffinity + ((long)plan.Balance * Math.Max(1, plan.Experts.Count == 0 ? 1 : plan.Experts.Max(expert => Math.Min(expert.Most, plan.Proposals.Count))));
        var room = (1L << 55) / nodes / dearest / assigned;
        var bits = plan.Randomness.IsEmpty ? 0 : Math.Min(20, 63 - long.LeadingZeroCount(Math.Max(1, room)));
        _scale = bits == 0 ? 1 : assigned << (int)bits;
        _ties = new long[_pairs.Count];
        if (bits > 0)
            for (var i = 0; i < _ties.Length; i++) _ties[i] = TieOf(plan.Experts[_pairs[i].Expert].Id, plan.Proposals[_pairs[i].Proposal].Id) >> (int)(32 - bits);
        // What ties in spite of it goes by the order in which the solver meets it: that too is the randomness's.
        if (bits > 0)
        {
            var order = Enumerable.Range(0, _pairs.Count).OrderBy(i => _ties[i]).ToArray();
            _pairs = [.. order.Select(i => _pairs[i])];
            _ties = [.. order.Select(i => _ties[i])];
        }
        _active = [.. Enumerable.Range(0, _pairs.Count)];
    }

    /// <summary>How many candidacies are still looked at.</summary>
    public int Active => _active.Length;

    /// <summary>
    /// Forgets every pair that no assignment cheaper than this one can use: taking a pair costs at least its reduced cost above the relaxed optimum. Few
    /// are left where the two lie close together.
    /// </summary>
    public void Narrow(Solved relaxed, Solved known)
    {
        var used = relaxed.Chosen.Concat(known.Chosen).ToHashSet();
        _active = [.. _active.Where(i => _pairs[i].Kept || used.Contains(i) || relaxed.Reduced[i] <= known.Cost - relaxed.Cost)];
    }

    public Dictionary<string, int> ExpertAt { get; }
    public Dictionary<string, int> ProposalAt { get; }
    public IReadOnlyList<(int Expert, int Proposal, int Affinity, bool Kept)> Pairs => _pairs;

    public bool MayNotSitTogether(int expert, int other) => _apart.Contains((expert, other));
    public bool HasApart => _apart.Count > 0;

    /// <summary>First 32 bits of SHA-256 over randomness, 0x00, expert, 0x00, proposal (UTF-8).</summary>
    long TieOf(string expert, string proposal)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_plan.Randomness.Span);
        hash.AppendData([0]);
        hash.AppendData(Encoding.UTF8.GetBytes(expert));
        hash.AppendData([0]);
        hash.AppendData(Encoding.UTF8.GetBytes(proposal));
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt32BigEndian(digest);
    }

    /// <summary>Experts none of whom may sit with another, greedily, each expert in one group; −1: in none. Such a group a flow can hold: at most one of it.</summary>
    int[] Groups()
    {
        var group = new int[_plan.Experts.Count];
        Array.Fill(group, -1);
        var members = new List<List<int>>();
        var apartFrom = _apart.GroupBy(pair => pair.Item1).ToDictionary(one => one.Key, one => one.Select(pair => pair.Item2).Order().ToList());
        foreach (var (expert, others) in apartFrom.OrderByDescending(one => one.Value.Count).ThenBy(one => one.Key))
        {
            if (group[expert] >= 0) continue;
            List<int> clique = [expert];
            // Senior and other experts go through different nodes of a proposal, so a group stays within one kind.
            foreach (var other in others)
                if (group[other] < 0 && _plan.Experts[other].Senior == _plan.Experts[expert].Senior && clique.TrueForAll(one => _apart.Contains((one, other)))) clique.Add(other);
            if (clique.Count < 2) continue;
            foreach (var one in clique) group[one] = members.Count;
            members.Add(clique);
        }
        return group;
    }

    /// <summary>A solved network.</summary>
    /// <param name="Chosen">Numbers of the pairs of <see cref="Pairs"/> that are taken.</param>
    /// <param name="Cost">In the network's own scale, ties included.</param>
    /// <param name="Points">In points, without ties and penalties.</param>
    /// <param name="Relaxed">What gave way in an elastic network.</param>
    /// <param name="Reduced">Per pair what taking it would cost at least, by the dual values; of no meaning for pairs that were left out.</param>
    public sealed record Solved(IReadOnlyList<int> Chosen, long Cost, long Points, IReadOnlyList<Relaxation> Relaxed, IReadOnlyList<long> Reduced);

    /// <summary>Least cost with these pairs left out; null when there is no such assignment.</summary>
    public Solved? Solve(IReadOnlySet<int> without, IProgress<double>? progress, CancellationToken cancel) => Solve(without, null, progress, cancel);

    /// <summary>The fewest bounds that must give way for an assignment to be possible.</summary>
    public IReadOnlyList<Relaxation> Relax(CancellationToken cancel) => Solve(new HashSet<int>(), [], null, cancel)!.Relaxed;

    Solved? Solve(IReadOnlySet<int> without, List<Soft>? soft, IProgress<double>? progress, CancellationToken cancel)
    {
        var flow = new FlowProblem();
        var (source, sink) = (flow.AddNode(), flow.AddNode());
        var experts = new int[_plan.Experts.Count];
        var units = new List<(int Arc, long Cost)>();
        long reviewers = 0;
        for (var e = 0; e < experts.Length; e++)
        {
            experts[e] = flow.AddNode();
            AddLoad(flow, source, experts[e], _plan.Experts[e], soft, units);
        }
        var proposals = new int[_plan.Proposals.Count];
        for (var p = 0; p < proposals.Length; p++)
        {
            var proposal = _plan.Proposals[p];
            proposals[p] = flow.AddNode();
            reviewers += proposal.Reviewers;
            flow.AddArc(proposals[p], sink, proposal.Reviewers, proposal.Reviewers, 0);
            soft?.Add(new Soft(flow.AddArc(source, proposals[p], 0, proposal.Reviewers, ForReviewers), false, by => new Relaxation("reviewers", proposal.Id, by, T(
                "项目“{0}”原定 {2} 位评审专家，减少 {1} 位，或增加 {1} 位无须回避的候选专家", "“{0}” makes do with {1} fewer than its {2} reviewers, or gets {1} more candidates without a conflict").With(proposal.Name, by, proposal.Reviewers))));
        }
        flow.SetSupply(source, reviewers);
        flow.SetSupply(sink, -reviewers);
        var entrances = new Dictionary<(int Proposal, bool Senior, int Group), int>();
        var arcs = new int[_pairs.Count];
        Array.Fill(arcs, -1);
        foreach (var i in _active)
        {
            var (e, p, affinity, kept) = _pairs[i];
            if (without.Contains(i)) continue;
            var to = Entrance(flow, entrances, soft, proposals[p], p, e);
            if (soft is null) arcs[i] = flow.AddArc(experts[e], to, kept ? 1 : 0, 1, ((AssignmentPlan.MostAffinity - affinity) * _scale) + _ties[i]);
            else arcs[i] = flow.AddArc(experts[e], to, 0, 1, kept ? -ForKept : 0);
            if (kept)
                soft?.Add(new Soft(arcs[i], true, _ => new Relaxation("kept", _plan.Proposals[p].Id, 1, T(
                    "不再保留专家“{0}”对项目“{1}”的原有分配", "“{0}” no longer keeps “{1}”").With(_plan.Experts[e].Name, _plan.Proposals[p].Name))));
        }
        // Nobody to ask: the senior node is made by its first expert, so a proposal without any would not notice.
        for (var p = 0; p < proposals.Length; p++)
            if (_plan.Proposals[p] is { NeedsSenior: true, Reviewers: > 0 } && !entrances.ContainsKey((p, true, -1))) SeniorNode(flow, entrances, soft, proposals[p], p);
        var solution = MinimumCostFlow.Solve(flow, progress, cancel);
        if (solution.Infeasible is not null) return null;
        List<int> chosen = [.. _active.Where(i => arcs[i] >= 0 && solution.Flow[arcs[i]] > 0)];
        var points = chosen.Sum(i => (long)AssignmentPlan.MostAffinity - _pairs[i].Affinity) + units.Sum(unit => solution.Flow[unit.Arc] * unit.Cost);
        var relaxed = new List<Relaxation>();
        foreach (var one in soft ?? [])
        {
            var flowing = solution.Flow[one.Arc];
            var by = one.Rewarded ? flow.Arcs[one.Arc].Capacity - flowing : flowing;
            if (by > 0) relaxed.Add(one.Say((int)by));
        }
        var reduced = new long[arcs.Length];
        foreach (var i in _active)
        {
            if (arcs[i] < 0) continue;
            var arc = flow.Arcs[arcs[i]];
            reduced[i] = arc.Cost + solution.Potential[arc.From] - solution.Potential[arc.To];
        }
        return new Solved(chosen, solution.Cost, points, relaxed, reduced);
    }

    /// <summary>The window of an expert's load; balance as one arc per proposal, each dearer than the one before.</summary>
    void AddLoad(FlowProblem flow, int source, int node, AssignmentExpert expert, List<Soft>? soft, List<(int Arc, long Cost)> units)
    {
        if (soft is not null)
        {
            var least = flow.AddArc(source, node, 0, expert.Least, -ForLeast);
            flow.AddArc(source, node, 0, expert.Most - expert.Least, 0);
            var more = flow.AddArc(source, node, 0, _plan.Proposals.Count, ForMost);
            soft.Add(new Soft(least, true, by => new Relaxation("least", expert.Id, by, T(
                "专家“{0}”的评审下限由 {1} 份降低到 {2} 份", "“{0}” need take only {2} instead of {1}").With(expert.Name, expert.Least, expert.Least - by))));
            soft.Add(new Soft(more, false, by => new Relaxation("most", expert.Id, by, T(
                "专家“{0}”的评审上限由 {1} 份提高到 {2} 份", "“{0}” takes up to {2} instead of {1}").With(expert.Name, expert.Most, expert.Most + by))));
            return;
        }
        if (_plan.Balance == 0)
        {
            flow.AddArc(source, node, expert.Least, expert.Most, 0);
            return;
        }
        // More than there are proposals nobody can get; a minimum beyond that stays, and makes the plan infeasible.
        for (var k = 0; k < Math.Min(expert.Most, Math.Max(expert.Least, _plan.Proposals.Count)); k++)
        {
            var cost = (long)_plan.Balance * k;
            units.Add((flow.AddArc(source, node, k < expert.Least ? 1 : 0, 1, cost * _scale), cost));
        }
    }

    int SeniorNode(FlowProblem flow, Dictionary<(int Proposal, bool Senior, int Group), int> entrances, List<Soft>? soft, int node, int p)
    {
        var proposal = _plan.Proposals[p];
        var seniors = flow.AddNode();
        entrances.Add((p, true, -1), seniors);
        if (soft is null)
        {
            flow.AddArc(seniors, node, 1, Math.Max(1, proposal.Reviewers), 0);
            return seniors;
        }
        soft.Add(new Soft(flow.AddArc(seniors, node, 0, 1, -ForSenior), true, _ => new Relaxation("senior", proposal.Id, 1, T(
            "项目“{0}”不再要求至少一位资深专家，或为它增加一位资深候选专家", "“{0}” goes without a senior reviewer, or gets a senior candidate").With(proposal.Name))));
        flow.AddArc(seniors, node, 0, proposal.Reviewers, 0);
        return seniors;
    }

    /// <summary>Where an expert enters a proposal: by the node of his group, and by that of the senior ones where the proposal needs one.</summary>
    int Entrance(FlowProblem flow, Dictionary<(int Proposal, bool Senior, int Group), int> entrances, List<Soft>? soft, int node, int p, int e)
    {
        var (proposal, expert) = (_plan.Proposals[p], _plan.Experts[e]);
        var senior = proposal.NeedsSenior && expert.Senior;
        if (senior) node = entrances.TryGetValue((p, true, -1), out var seniors) ? seniors : SeniorNode(flow, entrances, soft, node, p);
        if (_group[e] < 0) return node;
        if (entrances.TryGetValue((p, senior, _group[e]), out var entrance)) return entrance;
        entrances.Add((p, senior, _group[e]), entrance = flow.AddNode());
        flow.AddArc(entrance, node, 0, 1, 0);
        soft?.Add(new Soft(flow.AddArc(entrance, node, 0, proposal.Reviewers, ForTogether), false, by => new Relaxation("together", proposal.Id, by, T(
            "项目“{0}”允许 {1} 位按规则不应同组的专家同组", "“{0}” has {1} reviewers together who by the rules should not be").With(proposal.Name, by + 1))));
        return entrance;
    }
}
