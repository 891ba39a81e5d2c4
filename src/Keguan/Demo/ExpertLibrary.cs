using System.Globalization;
using Keguan.Demo.Content;

namespace Keguan.Demo;

/// <summary>The expert library: 420 people in sixteen specialities, each of 20 to 30 with those who have a second one; for each speciality technical, finance and management.</summary>
static class ExpertLibrary
{
    public static IReadOnlyList<CityExpert> Make(ulong seed, CityRegister register, DemoTime time)
    {
        var random = DemoRandom.For(seed, "experts");
        var experts = new List<CityExpert>();
        var sizes = new[] { 28, 26, 26, 27, 27, 25, 26, 27, 26, 25, 27, 27, 25, 26, 26, 26 };
        for (var index = 0; index < FieldFile.All.Count; index++)
        {
            var field = FieldFile.All[index];
            for (var place = 0; place < sizes[index]; place++)
            {
                var role = place < 3 ? "finance" : place < 7 ? "management" : "technical";
                experts.Add(MakeOne(experts.Count + 1, field, role, random, register, time));
            }
        }

        // Some know a neighbouring trade too; none of the specialities grows over thirty.
        var count = FieldFile.All.ToDictionary(field => field.Zh, field => experts.Count(expert => expert.Speciality == field.Zh));
        (string From, string To)[] neighbours =
        [
            ("装备制造", "汽车及零部件"), ("汽车及零部件", "装备制造"), ("电子信息", "人工智能与软件"), ("人工智能与软件", "公共安全与防灾"), ("新材料", "精细化工"), ("精细化工", "资源与环境"),
            ("新能源与节能", "电子信息"), ("资源与环境", "新能源与节能"), ("生物医药", "医疗器械"), ("医疗器械", "临床医学"), ("临床医学", "生物医药"), ("种植业", "食品与农产品加工"),
            ("畜牧水产", "食品与农产品加工"), ("食品与农产品加工", "种植业"), ("建筑与交通", "公共安全与防灾"), ("公共安全与防灾", "建筑与交通"), ("种植业", "畜牧水产"), ("医疗器械", "新材料"),
        ];
        for (var round = 0; round < 3; round++)
            foreach (var (from, to) in neighbours)
            {
                if (count[to] >= 30) continue;
                var candidates = experts.Where(expert => expert.Speciality == from && expert.SecondSpeciality.Length == 0 && expert.Role == "technical").ToList();
                var chosen = random.Pick(candidates);
                var second = FieldFile.All.First(field => field.Zh == to);
                experts[chosen.Number - 1] = chosen with { SecondSpeciality = to, Disciplines = [.. chosen.Disciplines.Append(random.Pick(second.Topics).Discipline).Distinct()] };
                count[to]++;
            }
        return experts;
    }

    static CityExpert MakeOne(int number, Field field, string role, DemoRandom random, CityRegister register, DemoTime time)
    {
        var local = random.Chance(role == "technical" ? 58 : 70);
        var (name, organisation, place, kind) = EmployerOf(field, role, local, random, register);
        var rung = role == "technical" ? random.Pick((2, 52), (3, 48)) : random.Pick((1, 12), (2, 66), (3, 22));
        var area = organisation?.Area ?? (local ? "990102" : "990000");
        var somebody = register.Somebody(rung switch { 1 => random.Between(34, 42), 2 => random.Between(38, 55), _ => random.Between(45, 62) }, area);
        var title = role switch
        {
            "finance" => kind == "firm" ? random.Pick((IReadOnlyList<string>)["注册会计师", "高级会计师", "注册会计师、税务师"]) : rung == 3 ? "正高级会计师" : "高级会计师",
            "management" => kind switch { "enterprise" => random.Pick((IReadOnlyList<string>)["高级经济师", "高级工程师", "总工程师"]), "university" => rung == 3 ? "教授" : "副教授", _ => rung == 3 ? "研究员" : "副研究员" },
            _ => Careers.Title(kind, field.Ladder, rung, random),
        };
        string[] disciplines = role switch
        {
            "finance" => [random.Chance(65) ? "79037" : "79039"],
            "management" => ["63035", random.Chance(50) ? "63040" : "79041"],
            _ => [.. random.Some(field.Topics, random.Between(1, 2)).Select(topic => topic.Discipline).Distinct()],
        };
        return new CityExpert
        {
            Number = number,
            Name = somebody.Name,
            Female = somebody.Female,
            Born = somebody.Born,
            ResidentId = somebody.ResidentId,
            OrganisationName = name,
            Organisation = organisation?.Number,
            Local = local,
            Place = local ? area : place,
            Title = title,
            Speciality = field.Zh,
            Disciplines = disciplines,
            Role = role,
            Phone = somebody.Phone,
            Email = string.Create(CultureInfo.InvariantCulture, $"z{number:0000}@experts.yunjiang.example"),
            EnteredAt = DemoTime.Office(time.WorkDay(-random.Between(700, 800)), random),
        };
    }

    static (string Name, CityOrganisation? Organisation, string Place, string Kind) EmployerOf(Field field, string role, bool local, DemoRandom random, CityRegister register)
    {
        if (local)
        {
            if (role == "finance" && random.Chance(60)) return (random.Pick(Bodies.AccountingFirms), null, "", "firm");
            var wanted = random.Pick(("university", role == "management" ? 20 : 34), ("institute", 26), ("hospital", field.Key is "clinical" or "devices" ? 60 : 0), ("enterprise", role == "management" ? 44 : 22));
            if (field.Key == "clinical" && wanted == "institute") wanted = "hospital";
            var candidates = register.Organisations.Where(one => one.Kind == wanted && one.Fields.Contains(field.Key)).ToList();
            if (candidates.Count == 0) candidates = [.. register.Organisations.Where(one => one.Kind == "university" && one.Fields.Contains(field.Key))];
            var chosen = random.Pick(candidates);
            return (chosen.Name, chosen, "", chosen.Kind);
        }
        var outside = Bodies.Outside.Where(one => role switch
        {
            "finance" => one.Kind == "firm" || one.Name.Contains("财经", StringComparison.Ordinal),
            "management" => one.Name.Contains("科技", StringComparison.Ordinal) || one.Name.Contains("财经", StringComparison.Ordinal) || one is { Kind: "university", Fields.Length: 0 },
            _ => one.Kind != "firm" && !one.Name.Contains("财经", StringComparison.Ordinal) && !one.Name.Contains("科技", StringComparison.Ordinal)
                && (one.Fields.Length == 0 || one.Fields.Split(' ').Contains(field.Key)) && (one.Kind != "hospital" || field.Key is "clinical" or "devices"),
        }).ToList();
        var (name, town, kind, _) = random.Pick(outside);
        return (name, null, town, kind);
    }
}
