using System.Globalization;
using Keguan.Demo.Content;

namespace Keguan.Demo;

/// <summary>
/// Budget rows that add up, in tenths of 万元 throughout. Each explanation gives the sum it stands for; indirect costs stay within 30 % of the grant and of direct costs
/// without equipment.
/// </summary>
static class BudgetMaker
{
    const long Tenth = 100_000;

    public static IReadOnlyList<CityBudgetRow> Make(Topic topic, string ladder, string organisationKind, int grant, int own, int months, DemoRandom random)
    {
        var total = grant + own;
        var (equipment, equipmentNote) = EquipmentFor(topic, total * random.Between(22, 40) / 100, total, random);
        var students = organisationKind is "university" or "institute" or "hospital";
        var labourMonths = Math.Max(4, total * random.Between(9, 15) / 100 / (students ? 3 : 5));
        var labour = labourMonths * (students ? 3 : 5);
        var patents = random.Between(1, Math.Clamp(total / 120, 1, 5));
        var consultations = random.Between(2, Math.Clamp(total / 60, 2, 10));
        var other = patents * 5 + consultations * 2;
        var indirect = Math.Min(total * random.Between(6, 12) / 100, (total - equipment) * 20 / 100);
        var business = total - equipment - labour - other - indirect;
        // Small budgets: what is wanting comes out of the larger rows.
        if (business < total / 6) { equipment = 0; equipmentNote = ""; business = total - labour - other - indirect; }

        var rows = new List<(string Subject, string Note, int Total)>();
        if (equipment > 0) rows.Add(("equipment", equipmentNote, equipment));
        rows.Add(("business", BusinessNote(business, ladder, organisationKind, random), business));
        rows.Add(("labour", students
            ? string.Create(CultureInfo.InvariantCulture, $"研究生和科研助理{labourMonths}人月×0.3")
            : string.Create(CultureInfo.InvariantCulture, $"项目聘用人员{labourMonths}人月×0.5"), labour));
        rows.Add(("other", string.Create(CultureInfo.InvariantCulture, $"知识产权申请{patents}件×0.5，专家咨询{consultations}人次×0.2"), other));
        if (indirect > 0) rows.Add(("indirect", organisationKind == "enterprise" ? "管理费与绩效支出" : "单位管理费、水电及绩效支出", indirect));

        return Split(rows, grant, total);
    }

    /// <summary>Divides the grant over the rows in proportion, the last of it to the largest row, indirect costs not above 30 % of the grant.</summary>
    static List<CityBudgetRow> Split(List<(string Subject, string Note, int Total)> rows, int grant, int total)
    {
        var parts = rows.Select(row => row.Total * grant / total).ToArray();
        var indirect = rows.FindIndex(row => row.Subject == "indirect");
        if (indirect >= 0) parts[indirect] = Math.Min(parts[indirect], grant * 28 / 100);
        var rest = grant - parts.Sum();
        foreach (var index in Enumerable.Range(0, rows.Count).Where(index => index != indirect).OrderByDescending(index => rows[index].Total).ThenBy(index => index))
        {
            var more = Math.Min(rest, rows[index].Total - parts[index]);
            parts[index] += more;
            rest -= more;
        }
        return [.. rows.Select((row, index) => new CityBudgetRow(row.Subject, row.Note, parts[index] * Tenth, (row.Total - parts[index]) * Tenth))];
    }

    static (int Tenths, string Note) EquipmentFor(Topic topic, int most, int total, DemoRandom random)
    {
        var bought = new List<(Equipment Item, int Count)>();
        var sum = 0;
        foreach (var item in random.Shuffled(topic.Equipment))
        {
            if (bought.Count == 3 || item.Tenths > most - sum) continue;
            var count = item.Tenths <= 20 ? Math.Min((most - sum) / item.Tenths, random.Between(2, 8)) : 1;
            bought.Add((item, count));
            sum += item.Tenths * count;
        }
        // Nothing affordable: time on somebody else's.
        if (bought.Count == 0)
            return total < 150 ? (0, "") : (total / 10, string.Create(CultureInfo.InvariantCulture, $"{random.Pick(topic.Equipment).Name}等仪器租用与机时{total / 10 / 10m:0.0}"));
        return (sum, string.Join("，", bought.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Item.Name}{one.Count}{Counter(one.Item.Name)}×{one.Item.Tenths / 10m:0.0}"))));
    }

    static string Counter(string name) => name[^1] switch { '统' or '件' or '证' or '施' or '材' => "套", '端' or '器' or '盒' or '头' or '箱' or '计' => "只", '机' or '仪' or '台' or '柜' or '炉' or '站' => "台", _ => "套" };

    static string BusinessNote(int tenths, string ladder, string kind, DemoRandom random)
    {
        string[] words = (ladder, kind) switch
        {
            ("medical", _) => ["试剂与耗材", "检测化验", "病例随访与数据整理", "会议差旅"],
            ("agri", _) => ["种苗、肥药与农资", "样品检测", "示范基地用工与机械作业", "差旅培训"],
            (_, "enterprise") => ["原辅材料", "测试化验加工", "燃料动力", "差旅会议"],
            _ => ["实验材料", "测试化验加工", "数据采集与出版", "差旅会议"],
        };
        var shares = new int[4];
        var left = tenths;
        for (var i = 0; i < 3; i++)
        {
            shares[i] = Math.Max(1, left * random.Between(i == 0 ? 38 : 30, i == 0 ? 52 : 48) / 100);
            left -= shares[i];
        }
        shares[3] = left;
        return string.Join("，", words.Select((word, index) => string.Create(CultureInfo.InvariantCulture, $"{word}{shares[index] / 10m:0.0}")));
    }
}
