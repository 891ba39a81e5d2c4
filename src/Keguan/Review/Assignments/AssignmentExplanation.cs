using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Assignments;

/// <summary>An expert who fits a proposal better than somebody who has it, and why he has not.</summary>
public sealed record PassedOver(string Expert, int Affinity, Text Reason);

/// <summary>Why an expert has a proposal.</summary>
/// <param name="Rank">His place among all candidates of the proposal by affinity, from 1; equals share the better place.</param>
/// <param name="Candidates">How many there are.</param>
/// <param name="Sentence">All of it in one sentence.</param>
/// <param name="PassedOver">Those who would have fitted better, the best first.</param>
public sealed record WhyHere(int Affinity, int Rank, int Candidates, Text Sentence, IReadOnlyList<PassedOver> PassedOver);

/// <summary>What a change by hand would cost.</summary>
/// <param name="Possible">Whether all rules still hold with it.</param>
/// <param name="Cost">Points worse than the plan as it is; negative: better, where the plan was not optimal or not followed.</param>
/// <param name="Moves">What else moves when everything else is made best again.</param>
/// <param name="Sentence">In words, with the reasons when it is not possible.</param>
public sealed record ChangeCost(bool Possible, long Cost, IReadOnlyList<(Pairing Gone, Pairing Come)> Moves, Text Sentence);

/// <summary>Says of a made assignment why it is as it is, and what a change would cost. The reasons name rules and loads, never the solver.</summary>
public sealed class AssignmentExplanation
{
    /// <summary>Of those who would have fitted better, so many are named.</summary>
    const int MostNamed = 5;

    readonly AssignmentPlan _plan;
    readonly AssignmentResult _result;
    readonly Dictionary<string, AssignmentExpert> _experts;
    readonly Dictionary<string, AssignmentProposal> _proposals;
    readonly Dictionary<Pairing, Text> _barred;
    readonly Dictionary<Pairing, int> _affinity = [];
    readonly ILookup<string, Candidate> _candidates;
    readonly ILookup<string, string> _panel;
    readonly Dictionary<string, int> _load;
    readonly ILookup<string, NotTogether> _apart;

    public AssignmentExplanation(AssignmentPlan plan, AssignmentResult result)
    {
        if (!result.IsFeasible) throw new ArgumentException("There is no assignment to explain; its relaxations say why.", nameof(result));
        (_plan, _result) = (plan, result);
        _experts = plan.Experts.ToDictionary(one => one.Id, StringComparer.Ordinal);
        _proposals = plan.Proposals.ToDictionary(one => one.Id, StringComparer.Ordinal);
        _barred = plan.Barred.GroupBy(one => new Pairing(one.Expert, one.Proposal)).ToDictionary(one => one.Key, one => one.First().Reason);
        foreach (var one in plan.Candidates) _affinity.TryAdd(new Pairing(one.Expert, one.Proposal), one.Affinity);
        _candidates = plan.Candidates.ToLookup(one => one.Proposal, StringComparer.Ordinal);
        _panel = result.Pairs.ToLookup(one => one.Proposal, one => one.Expert, StringComparer.Ordinal);
        _load = result.Pairs.CountBy(one => one.Expert, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        _apart = plan.NotTogether.Concat(plan.NotTogether.Select(one => one with { Expert = one.Other, Other = one.Expert })).ToLookup(one => one.Expert, StringComparer.Ordinal);
    }

    /// <exception cref="ArgumentException">He does not have this proposal.</exception>
    public WhyHere Why(Pairing pair)
    {
        if (!_panel[pair.Proposal].Contains(pair.Expert)) throw new ArgumentException($"{pair.Expert} does not have {pair.Proposal}");
        var own = _affinity.GetValueOrDefault(pair);
        var eligible = _candidates[pair.Proposal].Where(one => !_barred.ContainsKey(new Pairing(one.Expert, one.Proposal))).ToList();
        var rank = eligible.Count(one => one.Affinity > own) + 1;
        var better = _candidates[pair.Proposal].Where(one => one.Affinity > own && !_panel[pair.Proposal].Contains(one.Expert)).OrderByDescending(one => one.Affinity).ThenBy(one => one.Expert, StringComparer.Ordinal)
            .Take(MostNamed).Select(one => new PassedOver(one.Expert, one.Affinity, ReasonAgainst(one, pair))).ToList();
        var name = _experts[pair.Expert].Name;
        var sentence = _plan.Kept.Contains(pair) ? T("保留原有分配：专家“{0}”，匹配度 {1}", "Kept: “{0}”, affinity {1}").With(name, own)
            : rank == 1 ? T("专家“{0}”在 {2} 位候选专家中匹配度最高（{1}）", "“{0}” fits best of {2} candidates ({1})").With(name, own, eligible.Count)
            : T("专家“{0}”的匹配度（{1}）在 {3} 位候选专家中列第 {2}；匹配度更高而未分配的，原因见下", "“{0}” (affinity {1}) comes {2}. of {3} candidates; those who fit better and have not got it follow with the reason").With(name, own, rank, eligible.Count);
        return new WhyHere(own, rank, eligible.Count, sentence, better);
    }

    Text ReasonAgainst(Candidate other, Pairing pair)
    {
        var (name, expert) = (_experts[other.Expert].Name, _experts[other.Expert]);
        if (_barred.TryGetValue(new Pairing(other.Expert, other.Proposal), out var reason)) return new Text($"“{name}”须回避：{reason.Zh}", $"“{name}” is barred: {reason.En}");
        if (_apart[other.Expert].FirstOrDefault(one => one.Other != pair.Expert && _panel[pair.Proposal].Contains(one.Other)) is { } apart)
            return new Text($"“{name}”不能与本项目的专家“{_experts[apart.Other].Name}”同组：{apart.Reason.Zh}", $"“{name}” may not sit with “{_experts[apart.Other].Name}”: {apart.Reason.En}");
        if (_proposals[pair.Proposal].NeedsSenior && !expert.Senior && _panel[pair.Proposal].Count(one => _experts[one].Senior) == 1 && _experts[pair.Expert].Senior)
            return T("本项目须有一位资深专家，“{0}”不是", "the proposal needs somebody senior, which “{0}” is not").With(name);
        var load = _load.GetValueOrDefault(other.Expert);
        if (load >= expert.Most) return T("“{0}”已满 {1} 份，让出其中任何一份都得不偿失", "“{0}” has all of the {1} that he may take; giving one of them up would cost more").With(name, load);
        if (_load.GetValueOrDefault(pair.Expert) <= _experts[pair.Expert].Least) return T("否则专家“{0}”达不到下限 {1} 份", "otherwise “{0}” would fall short of his minimum of {1}").With(_experts[pair.Expert].Name, _experts[pair.Expert].Least);
        return T("“{0}”已有 {1} 份，再加一份使工作量失衡，总体更差", "“{0}” has {1} already; one more would unbalance the loads and be worse in all").With(name, load);
    }

    /// <summary>The cost of giving a proposal to another expert: everything else is made best again, so it is the least that the change costs.</summary>
    /// <param name="gone">The pair that ends.</param>
    /// <param name="come">Who takes it over.</param>
    /// <param name="cancel">Solving again takes as long as solving.</param>
    /// <exception cref="ArgumentException">`gone` is not in the assignment, or an expert that is not in the plan.</exception>
    public ChangeCost Change(Pairing gone, string come, CancellationToken cancel = default)
    {
        if (!_panel[gone.Proposal].Contains(gone.Expert) || !_experts.TryGetValue(come, out var comer) || come == gone.Expert) throw new ArgumentException("not a change of this assignment");
        var coming = new Pairing(come, gone.Proposal);
        if (_barred.TryGetValue(coming, out var reason)) return Impossible(new Text($"“{comer.Name}”须回避：{reason.Zh}", $"“{comer.Name}” is barred: {reason.En}"));
        if (!_affinity.ContainsKey(coming)) return Impossible(T("“{0}”不在本项目的候选专家之中", "“{0}” is not among the candidates of this proposal").With(comer.Name));
        var changed = Assigner.Solve(_plan with
        {
            Kept = [.. _plan.Kept.Where(one => one != gone && one != coming), coming],
            Candidates = [.. _plan.Candidates.Where(one => one.Expert != gone.Expert || one.Proposal != gone.Proposal)],
        }, cancel: cancel);
        if (!changed.IsFeasible) return Impossible(new Text(string.Join("；", changed.Relaxations.Select(one => one.Words.Zh)), string.Join("; ", changed.Relaxations.Select(one => one.Words.En))));

        var cost = changed.Cost - _result.Cost;
        var before = _result.Pairs.ToHashSet();
        var after = changed.Pairs.ToHashSet();
        // Per proposal as many come as go.
        var moves = before.Except(after).GroupBy(one => one.Proposal, StringComparer.Ordinal).SelectMany(one => one.OrderBy(pair => pair.Expert, StringComparer.Ordinal)
            .Zip(after.Except(before).Where(pair => pair.Proposal == one.Key).OrderBy(pair => pair.Expert, StringComparer.Ordinal)))
            .OrderBy(move => move.First.Proposal != gone.Proposal).ToList();
        var others = moves.Count - 1;
        return new ChangeCost(true, cost, [.. moves.Select(move => (move.First, move.Second))], T(
            "改由专家“{0}”评审，总体代价 {1} 分；另有 {2} 处随之调整", "With “{0}” instead, the whole is {1} points worse; {2} other assignments move").With(comer.Name, cost, others));

        static ChangeCost Impossible(Text why) => new(false, 0, [], new Text("不能这样改：" + why.Zh, "Not possible: " + why.En));
    }

    /// <summary>Everything that an assignment changed by hand would break, each in a sentence; empty: it may stand.</summary>
    public static IReadOnlyList<Text> Faults(AssignmentPlan plan, IReadOnlyCollection<Pairing> pairs)
    {
        var faults = new List<Text>();
        var experts = plan.Experts.ToDictionary(one => one.Id, StringComparer.Ordinal);
        var panel = pairs.Distinct().ToLookup(one => one.Proposal, one => one.Expert, StringComparer.Ordinal);
        var load = pairs.Distinct().CountBy(one => one.Expert, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var barred = plan.Barred.ToLookup(one => new Pairing(one.Expert, one.Proposal));
        var candidates = plan.Candidates.Select(one => new Pairing(one.Expert, one.Proposal)).Concat(plan.Kept).ToHashSet();
        foreach (var proposal in plan.Proposals)
        {
            List<string> members = [.. panel[proposal.Id]];
            if (members.Count != proposal.Reviewers) faults.Add(T("项目“{0}”应有 {1} 位评审专家，现有 {2} 位", "“{0}” has {2} reviewers instead of {1}").With(proposal.Name, proposal.Reviewers, members.Count));
            if (proposal.NeedsSenior && !members.Exists(one => experts[one].Senior)) faults.Add(T("项目“{0}”缺少资深专家", "“{0}” has no senior reviewer").With(proposal.Name));
            foreach (var member in members)
            {
                var pair = new Pairing(member, proposal.Id);
                foreach (var conflict in barred[pair].Take(1)) faults.Add(new Text($"专家“{experts[member].Name}”须回避项目“{proposal.Name}”：{conflict.Reason.Zh}", $"“{experts[member].Name}” is barred from “{proposal.Name}”: {conflict.Reason.En}"));
                if (!candidates.Contains(pair)) faults.Add(T("专家“{0}”不在项目“{1}”的候选专家之中", "“{0}” is not a candidate for “{1}”").With(experts[member].Name, proposal.Name));
            }
            foreach (var apart in plan.NotTogether.Where(one => members.Contains(one.Expert) && members.Contains(one.Other)))
                faults.Add(new Text($"项目“{proposal.Name}”的专家“{experts[apart.Expert].Name}”和“{experts[apart.Other].Name}”不能同组：{apart.Reason.Zh}", $"“{proposal.Name}”: “{experts[apart.Expert].Name}” and “{experts[apart.Other].Name}” may not sit together: {apart.Reason.En}"));
        }
        foreach (var expert in plan.Experts)
        {
            var count = load.GetValueOrDefault(expert.Id);
            if (count > expert.Most) faults.Add(T("专家“{0}”有 {1} 份，超过上限 {2} 份", "“{0}” has {1}, more than {2}").With(expert.Name, count, expert.Most));
            if (count < expert.Least) faults.Add(T("专家“{0}”有 {1} 份，不足下限 {2} 份", "“{0}” has {1}, fewer than {2}").With(expert.Name, count, expert.Least));
        }
        return faults;
    }
}
