using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Assignments;

/// <summary>What an expert and a proposal are compared by.</summary>
/// <param name="Disciplines">Codes of GB/T 13745, with or without the points: 110, 110.14, 110.1410.</param>
/// <param name="Industries">Codes of GB/T 4754: C, C35, C352, C3521; or IPC classes alike.</param>
public sealed record Profile(IReadOnlyList<string> Disciplines, IReadOnlyList<string> Industries);

/// <summary>How well an expert fits a proposal, by its parts; each part 0…1, the whole 0…1 000.</summary>
/// <param name="Disciplines">The nearest pair of disciplines.</param>
/// <param name="Industries">The nearest pair of industries.</param>
/// <param name="Text">Likeness of the texts, against the best-fitting expert of this proposal.</param>
public readonly record struct Affinity(double Disciplines, double Industries, double Text)
{
    /// <summary>The weights of the parts: the discipline says most, then what was written, then the industry.</summary>
    public const double ForDisciplines = 0.5, ForIndustries = 0.1, ForText = 0.4;

    public int Points => (int)Math.Round(AssignmentPlan.MostAffinity * Math.Clamp((ForDisciplines * Disciplines) + (ForIndustries * Industries) + (ForText * Text), 0, 1));

    /// <summary>Compares codes by how far they agree from the front, and takes the likeness of texts as given.</summary>
    /// <param name="expert">Who would review.</param>
    /// <param name="proposal">What would be reviewed.</param>
    /// <param name="likeness">Of the texts, any non-negative measure (cosine, BM25).</param>
    /// <param name="best">The greatest likeness that any expert has with this proposal; 0: no text speaks.</param>
    public static Affinity Of(Profile expert, Profile proposal, double likeness, double best) => new(
        Nearest(expert.Disciplines, proposal.Disciplines, DisciplineNearness),
        Nearest(expert.Industries, proposal.Industries, IndustryNearness),
        best <= 0 ? 0 : Math.Clamp(likeness / best, 0, 1));

    /// <summary>Why these two belong together, part by part, for the officer and the record.</summary>
    public Text Words()
    {
        var parts = new List<Text>();
        if (Disciplines > 0) parts.Add(Disciplines >= 1 ? T("学科完全一致", "same discipline") : Disciplines >= 0.7 ? T("二级学科一致", "same branch of the discipline") : T("一级学科一致", "same field"));
        if (Industries > 0) parts.Add(Industries >= 1 ? T("行业完全一致", "same industry") : T("行业相近", "neighbouring industry"));
        if (Text > 0) parts.Add(T("文本相近程度为候选专家中最高者的 {0}%", "text {0} % as near as the nearest candidate's").With(Math.Round(100 * Text)));
        if (parts.Count == 0) return T("没有相同的学科、行业或用词", "no discipline, industry or words in common");
        return new Text(string.Join("，", parts.Select(part => part.Zh)), string.Join(", ", parts.Select(part => part.En)));
    }

    static double Nearest(IReadOnlyList<string> ones, IReadOnlyList<string> others, Func<string, string, double> nearness)
    {
        var best = 0.0;
        foreach (var one in ones)
            foreach (var other in others) best = Math.Max(best, nearness(Plain(one), Plain(other)));
        return best;
    }

    static string Plain(string code) => code.Replace(".", "", StringComparison.Ordinal).Trim().ToUpperInvariant();

    /// <summary>Three digits are the field, five the branch, seven the discipline itself. A shorter code that agrees as far as it goes is as good as it says.</summary>
    static double DisciplineNearness(string one, string other)
    {
        var common = one.AsSpan().CommonPrefixLength(other);
        return one == other && one.Length > 0 ? 1 : common >= 7 ? 1 : common >= 5 ? 0.7 : common >= 3 ? 0.4 : 0;
    }

    /// <summary>A letter is the section, two digits the division, three the group, four the class.</summary>
    static double IndustryNearness(string one, string other)
    {
        var common = one.AsSpan().CommonPrefixLength(other);
        return one == other && one.Length > 0 ? 1 : common >= 4 ? 0.8 : common >= 3 ? 0.5 : common >= 1 && char.IsAsciiLetter(one[0]) ? 0.1 : 0;
    }
}
