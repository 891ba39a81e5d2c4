using Keguan.Demo.Content;

namespace Keguan.Demo;

/// <summary>Panels, score sheets and what comes out of them.</summary>
sealed class ReviewDesk(ulong seed, IReadOnlyList<CityExpert> experts, CityRegister register)
{
    readonly DemoRandom _random = DemoRandom.For(seed, "review");
    readonly Dictionary<int, int> _load = [];

    static readonly int[] Weights = [30, 25, 20, 25];

    /// <summary>
    /// Five experts of the field, three technical, one for money, one for management, from five organisations, none of an applicant or partner of the group; those with the
    /// least to read first.
    /// </summary>
    public IReadOnlyList<int> PanelFor(Field field, IReadOnlyList<CityApplication> group)
    {
        var applicants = group.Select(one => register.Organisations[one.Organisation - 1].Name).Concat(group.SelectMany(one => one.Proposal.Partners.Select(partner => partner.Name))).ToHashSet();
        var chosen = new List<CityExpert>();
        foreach (var role in (string[])["technical", "technical", "technical", "finance", "management"])
        {
            var pool = experts.Where(expert => expert.Role == role && (expert.Speciality == field.Zh || expert.SecondSpeciality == field.Zh)
                && !applicants.Contains(expert.OrganisationName) && chosen.All(other => other.OrganisationName != expert.OrganisationName));
            // Where everybody of the field is tied, money and management may come from a neighbour.
            var list = pool.ToList();
            if (list.Count == 0)
                list = [.. experts.Where(expert => expert.Role == role && !applicants.Contains(expert.OrganisationName) && chosen.All(other => other.OrganisationName != expert.OrganisationName))];
            var least = list.Min(expert => _load.GetValueOrDefault(expert.Number));
            chosen.Add(_random.Pick([.. list.Where(expert => _load.GetValueOrDefault(expert.Number) == least)]));
            _load[chosen[^1].Number] = least + 1;
        }
        return [.. chosen.Select(expert => expert.Number)];
    }

    /// <summary>One expert's sheet. Merit is the application's, strictness the expert's, both in points.</summary>
    public CityReview Sheet(int expert, CityProposal proposal, int merit, int strictness, DateTime assigned, DateTime? submitted)
    {
        if (submitted is null) return new CityReview(expert, assigned, null, [], 0, "");
        var scores = Enumerable.Range(0, 4).Select(_ => Math.Clamp(merit + strictness + _random.NormalThousandths() * 3 / 1000, 52, 97)).ToList();
        var total = Enumerable.Range(0, 4).Sum(index => scores[index] * Weights[index]);
        return new CityReview(expert, assigned, submitted, scores, total, Comment(proposal, experts[expert - 1].Role, total / 100));
    }

    public int Merit() => Math.Clamp(79 + _random.NormalThousandths() * 6 / 1000, 62, 92);

    public int Strictness() => _random.NormalThousandths() * 25 / 10_000;

    /// <summary>From five scores on without the highest and the lowest, rounded to hundredths (rules/vectors/score_aggregation.json).</summary>
    public static int Aggregate(IReadOnlyList<CityReview> reviews)
    {
        var totals = reviews.Where(review => review.SubmittedAt is not null).Select(review => review.Total100).Order().ToList();
        if (totals.Count >= 5) totals = totals[1..^1];
        return (int)Math.Round(totals.Sum() / (decimal)totals.Count, MidpointRounding.AwayFromZero);
    }

    string Comment(CityProposal proposal, string role, int score)
    {
        var task = _random.Pick(FieldFile.All.First(field => field.Key == proposal.Field).Topics.First(topic => topic.Name == proposal.Topic).Tasks).Heading;
        var target = proposal.Targets[0].Name;
        var good = role switch
        {
            "finance" => _random.Pick((IReadOnlyList<string>)["预算编制较为规范，测算说明与研究任务基本对应", "自筹资金来源清楚，承担单位财务状况能够支撑项目实施", "设备费和业务费结构合理，经费用途明确"]),
            "management" => _random.Pick((IReadOnlyList<string>)["项目符合指南支持方向，应用场景明确，组织分工合理", "承担单位有一定产业化基础，成果转化路径清楚", "产学研合作关系明确，进度安排总体可行"]),
            _ => _random.Pick((IReadOnlyList<string>)[$"选题针对性强，对{task}的考虑较为深入", $"技术路线清晰，{proposal.Keywords[1]}的运用有一定新意", "前期工作基础较好，研究内容与目标匹配", $"考核指标具体，{target}等指标可测可考"]),
        };
        var weak = role switch
        {
            "finance" => _random.Pick((IReadOnlyList<string>)["建议进一步细化测试化验加工费的测算依据", "劳务费标准偏高，建议说明人员投入依据", "间接费用安排偏多，建议压缩", "购置设备应说明与现有设备的关系"]),
            "management" => _random.Pick((IReadOnlyList<string>)["经济效益预测偏乐观，建议提供订单或意向依据", "推广应用的责任主体不够明确", "知识产权归属和收益分配应在合作协议中写明", "风险分析略显简单"]),
            _ => _random.Pick((IReadOnlyList<string>)[$"{task}的技术难点分析不够充分", $"{target}的目标值建议给出测试条件", "与国内同类成果的比较不够具体", "试验样本量的确定依据不足，建议补充"]),
        };
        return score switch
        {
            >= 82 => $"{good}；{weak}。综合考虑，建议优先支持。",
            >= 75 => $"{good}；{weak}。建议修改完善后予以支持。",
            >= 70 => $"{good}，但{weak}。可作为备选。",
            _ => $"{weak}，创新性和可行性论证不足。不建议支持。",
        };
    }
}
