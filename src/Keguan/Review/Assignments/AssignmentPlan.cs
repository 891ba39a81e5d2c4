using Keguan.Foundation;

namespace Keguan.Review.Assignments;

/// <summary>Somebody who reviews in this round: at least and at most so many proposals.</summary>
/// <param name="Id">Names him in pairs; stable, since ties are broken by it and the joint randomness.</param>
/// <param name="Name">For the words of explanations.</param>
/// <param name="Least">Whoever is asked gets at least so many (0: need not take part).</param>
/// <param name="Most">No more than so many, what was kept included.</param>
/// <param name="Senior">Counts where a proposal needs somebody senior.</param>
public sealed record AssignmentExpert(string Id, string Name, int Least, int Most, bool Senior = false);

/// <summary>A proposal that needs exactly so many different reviewers.</summary>
public sealed record AssignmentProposal(string Id, string Name, int Reviewers, bool NeedsSenior = false);

/// <summary>An expert who may review a proposal, and how well he fits: 0 (only just) … 1 000. Who is not a candidate never gets it.</summary>
public readonly record struct Candidate(string Expert, string Proposal, int Affinity);

/// <summary>Who reviews what.</summary>
public readonly record struct Pairing(string Expert, string Proposal);

/// <summary>A conflict of interest, in the sentence that recusal gives for it. It outweighs any candidacy.</summary>
public sealed record Barred(string Expert, string Proposal, Text Reason);

/// <summary>Two experts who must not review the same proposal: one employer, each other's reviewers, kin.</summary>
public sealed record NotTogether(string Expert, string Other, Text Reason);

/// <summary>Everything that an assignment is made from. Immutable; changing it makes another plan (`with`).</summary>
public sealed record AssignmentPlan
{
    public const int MostAffinity = 1_000;

    public required IReadOnlyList<AssignmentExpert> Experts { get; init; }
    public required IReadOnlyList<AssignmentProposal> Proposals { get; init; }
    public required IReadOnlyList<Candidate> Candidates { get; init; }
    public IReadOnlyList<Barred> Barred { get; init; } = [];

    /// <summary>Assignments that stand, whatever else changes; candidacy is not asked for again, conflicts are.</summary>
    public IReadOnlyList<Pairing> Kept { get; init; } = [];

    public IReadOnlyList<NotTogether> NotTogether { get; init; } = [];

    /// <summary>Points that an expert's second proposal costs more than his first, the third more than the second …: 0 lets the best-fitting take all they may.</summary>
    public int Balance { get; init; } = 20;

    /// <summary>The draw's joint randomness, which decides between plans of equal worth; empty: by the order of ids, which only tests want.</summary>
    public ReadOnlyMemory<byte> Randomness { get; init; }

    /// <summary>For rules that a flow can't hold, so many restrictions of the problem are tried before the best so far is given with its distance to the bound.</summary>
    public int MostBranches { get; init; } = 400;

    /// <exception cref="ArgumentException">Names that are not there or twice, windows and affinities out of bounds.</exception>
    internal void Check()
    {
        var experts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var expert in Experts)
        {
            if (!experts.Add(expert.Id)) throw new ArgumentException($"expert {expert.Id} occurs twice");
            if (expert.Least < 0 || expert.Most < expert.Least) throw new ArgumentException($"expert {expert.Id}: 0 ≤ least ≤ most must hold");
        }
        var proposals = new HashSet<string>(StringComparer.Ordinal);
        foreach (var proposal in Proposals)
        {
            if (!proposals.Add(proposal.Id)) throw new ArgumentException($"proposal {proposal.Id} occurs twice");
            if (proposal.Reviewers < 0) throw new ArgumentException($"proposal {proposal.Id}: a negative number of reviewers");
        }
        foreach (var (expert, proposal) in Candidates.Select(one => (one.Expert, one.Proposal)).Concat(Kept.Select(one => (one.Expert, one.Proposal))).Concat(Barred.Select(one => (one.Expert, one.Proposal))))
            if (!experts.Contains(expert) || !proposals.Contains(proposal)) throw new ArgumentException($"{expert} and {proposal} are not both in the plan");
        foreach (var pair in NotTogether)
            if (!experts.Contains(pair.Expert) || !experts.Contains(pair.Other) || pair.Expert == pair.Other) throw new ArgumentException($"{pair.Expert} and {pair.Other} are not two experts of the plan");
        foreach (var candidate in Candidates)
            if (candidate.Affinity is < 0 or > MostAffinity) throw new ArgumentException($"affinity {candidate.Affinity} is not within 0…{MostAffinity}");
        if (Balance is < 0 or > 100_000) throw new ArgumentException("the weight of balance is out of bounds");
    }
}

/// <summary>A bound that must give way, by how much, in words.</summary>
/// <param name="Rule">Which kind: `reviewers`, `most`, `least`, `senior`, `together`, `kept`.</param>
/// <param name="Subject">Id of the proposal or expert.</param>
/// <param name="By">By how many.</param>
/// <param name="Words">What to do, for the officer.</param>
public sealed record Relaxation(string Rule, string Subject, int By, Text Words);

/// <summary>An assignment, or what stands against one.</summary>
public sealed record AssignmentResult
{
    /// <summary>By proposal, then expert, in the order of the plan.</summary>
    public IReadOnlyList<Pairing> Pairs { get; init; } = [];

    /// <summary>Sum of the affinities of all pairs (those kept without candidacy count 0).</summary>
    public long Affinity { get; init; }

    /// <summary>What was minimised: Σ (1 000 − affinity) + balance × Σ over experts of n(n − 1)/2.</summary>
    public long Cost { get; init; }

    /// <summary>No assignment costs less than this. Equal to <see cref="Cost"/>: proven optimal.</summary>
    public long Bound { get; init; }

    public bool IsOptimal => Cost == Bound && IsFeasible;

    /// <summary>The smallest set of bounds that must give way, where the plan can't be kept.</summary>
    public IReadOnlyList<Relaxation> Relaxations { get; init; } = [];

    public bool IsFeasible => Relaxations.Count == 0;
}
