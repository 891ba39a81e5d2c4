using System.Globalization;
using Keguan.Demo.Content;
using Keguan.Foundation.Codes;

namespace Keguan.Demo;

/// <summary>The city's organisations and the people in them. People are made when somebody is needed, so that each has something to do.</summary>
sealed class CityRegister
{
    readonly DemoRandom _random;
    readonly DemoTime _time;
    readonly HashSet<string> _names = [];
    readonly HashSet<string> _residentIds = [];
    readonly HashSet<string> _phones = [];
    readonly HashSet<string> _organisationNames = [];
    readonly List<CityOrganisation> _organisations = [];
    readonly List<CityPerson> _people = [];
    readonly Dictionary<int, List<CityPerson>> _staff = [];
    readonly Dictionary<int, int> _memberships = [];
    readonly HashSet<int> _leaders = [];
    readonly Dictionary<int, Queue<CityPerson>> _freeLeaders = [];

    public CityRegister(ulong seed, DemoTime time)
    {
        (_random, _time) = (DemoRandom.For(seed, "register"), time);
        foreach (var official in Officials.All) _names.Add(official.Name);
        foreach (var known in Known) _names.UnionWith([known.Contact, known.Filler, known.Leader]);
        MakeOrganisations();
    }

    public IReadOnlyList<CityOrganisation> Organisations => _organisations;
    public IReadOnlyList<CityPerson> People => _people;

    /// <summary>Whoever leads a project: somebody new, or somebody whose last project is closed.</summary>
    public CityPerson Leader(CityOrganisation organisation, Field field, DemoRandom random)
    {
        if (_freeLeaders.TryGetValue(organisation.Number, out var free) && free.Count > 0 && random.Chance(60)) return free.Dequeue();
        var leader = NewPerson(organisation, field, random.Pick((1, 22), (2, 50), (3, 28)));
        _leaders.Add(leader.Number);
        return leader;
    }

    /// <summary>The project of this leader is closed; the limit of one no longer holds him.</summary>
    public void Free(CityOrganisation organisation, CityPerson leader)
    {
        if (!_freeLeaders.TryGetValue(organisation.Number, out var free)) _freeLeaders[organisation.Number] = free = new Queue<CityPerson>();
        free.Enqueue(leader);
    }

    /// <summary>Members beside the leader; nobody takes part in more than two projects.</summary>
    public IReadOnlyList<CityPerson> Members(CityOrganisation organisation, Field field, int count, CityPerson leader, DemoRandom random)
    {
        var chosen = new List<CityPerson>();
        foreach (var person in random.Shuffled(_staff[organisation.Number]))
        {
            if (chosen.Count == count) break;
            if (person == leader || person == organisation.Contact || _memberships.GetValueOrDefault(person.Number) > 1) continue;
            // A leader of another project lends a hand now and then, which the formal check points out.
            if (_leaders.Contains(person.Number) && !random.Chance(12)) continue;
            if (random.Chance(45)) chosen.Add(person);
        }
        while (chosen.Count < count) chosen.Add(NewPerson(organisation, field, random.Pick((0, 42), (1, 40), (2, 16), (3, 2))));
        foreach (var person in chosen) _memberships[person.Number] = _memberships.GetValueOrDefault(person.Number) + 1;
        return chosen;
    }

    /// <summary>Name, dates and numbers of somebody who is in no organisation of the register.</summary>
    public (string Name, bool Female, DateOnly Born, string ResidentId, string Phone) Somebody(int age, string area)
    {
        var female = _random.Chance(31);
        var born = _time.Anchor.AddYears(-age).AddDays(-_random.Below(365));
        return (Names.Make(_random, female, age, _names), female, born, ResidentIdFor(area, born, female), Phone());
    }

    CityPerson NewPerson(CityOrganisation organisation, Field field, int rung)
    {
        var person = MakePerson(organisation.Number, organisation.Kind, organisation.Area, organisation.Domain, field, rung);
        _staff[organisation.Number].Add(person);
        return person;
    }

    CityPerson MakePerson(int organisation, string kind, string area, string domain, Field field, int rung, string? name = null, bool? woman = null)
    {
        var age = rung switch { 0 => _random.Between(25, 32), 1 => _random.Between(30, 42), 2 => _random.Between(36, 53), _ => _random.Between(43, 58) };
        var female = woman ?? _random.Chance(kind == "hospital" ? 44 : 30);
        var born = _time.Anchor.AddYears(-age).AddDays(-_random.Below(365));
        var number = _people.Count + 1;
        var person = new CityPerson(
            number, name ?? Names.Make(_random, female, age, _names), female, born, ResidentIdFor(area, born, female),
            Careers.Title(kind, field.Ladder, rung, _random), _random.Pick(Careers.Professions(field.Key)), _random.Pick(field.Topics).Discipline,
            Phone(), string.Create(CultureInfo.InvariantCulture, $"p{number:0000}@{domain}"), organisation);
        _people.Add(person);
        return person;
    }

    string ResidentIdFor(string area, DateOnly born, bool female)
    {
        while (true)
        {
            var id = Foundation.Codes.ResidentId.Make(area, born, _random.Below(500) * 2 + (female ? 0 : 1));
            if (_residentIds.Add(id)) return id;
        }
    }

    /// <summary>Numbers of the range 154, which no operator has.</summary>
    string Phone()
    {
        while (true)
        {
            var phone = string.Create(CultureInfo.InvariantCulture, $"154{_random.Below(100_000_000):00000000}");
            if (_phones.Add(phone)) return phone;
        }
    }

    void MakeOrganisations()
    {
        var left = Places.Counties.ToDictionary(county => county.Code, county => county.Share);
        foreach (var body in Bodies.Universities) AddBody(body, "university", '1', '2', left);
        foreach (var body in Bodies.Institutes) AddBody(body, "institute", '1', '2', left);
        foreach (var body in Bodies.Hospitals) AddBody(body, "hospital", '1', '2', left);

        var green = new Queue<string>(_random.Shuffled(Bodies.GreenBrands).Concat(_random.Shuffled(Bodies.GreenBrands)));
        foreach (var index in Enumerable.Range(0, 30)) AddCooperative(green.Dequeue(), Bodies.Cooperatives[index % Bodies.Cooperatives.Count], left);

        // Brands of two letters for all, some for two sisters.
        var brands = new Queue<string>(_random.Shuffled(Bodies.IndustrialBrands.Where(brand => Known.All(known => known.Brand != brand))).Concat(Bodies.IndustrialBrands.Take(14)));
        var slots = _random.Shuffled(FieldFile.All.SelectMany(field => Enumerable.Repeat(field, Bodies.Enterprises[field.Key])));
        foreach (var known in Known)
        {
            var field = FieldFile.All.First(one => one.Key == known.Field);
            AddEnterprise(field, known.Brand, left, known);
            slots.Remove(field);
        }
        foreach (var field in slots) AddEnterprise(field, field.Ladder == "agri" || field.Key == "food" ? green.Dequeue() : brands.Dequeue(), left);
    }

    string TakeArea(Dictionary<string, int> left, string? wanted = null)
    {
        var area = wanted ?? _random.Pick([.. left.Where(pair => pair.Value > 0).Select(pair => (pair.Key, pair.Value))]);
        left[area]--;
        return area;
    }

    void AddBody(Body body, string kind, char registry, char classOf, Dictionary<string, int> left)
    {
        var area = TakeArea(left, body.Area);
        List<string> fields = body.Fields.Length == 0 ? [.. FieldFile.All.Select(field => field.Key)] : [.. body.Fields.Split(' ')];
        var founded = new DateOnly(body.Founded, _random.Between(1, 12), _random.Between(1, 28));
        Add(body.Name, kind, fields, area, body.Industry, registry, classOf, founded, body.Staff, highTech: false, [.. body.Focus.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
    }

    void AddCooperative(string brand, (string Trade, string Industry, string Field, string Focus) trade, Dictionary<string, int> left)
    {
        var area = _random.Pick([.. left.Where(pair => pair.Value > 0).Select(pair => (pair.Key, pair.Key is "990121" or "990122" or "990123" ? 30 : 8))]);
        left[area]--;
        var county = Places.Find(area);
        var name = $"{county.Name}{brand}{trade.Trade}专业合作社";
        var founded = new DateOnly(_random.Between(2009, 2021), _random.Between(1, 12), _random.Between(1, 28));
        Add(name, "cooperative", [trade.Field, .. trade.Field switch { "crops" or "livestock" => (string[])["food"], _ => ["crops"] }], area, trade.Industry, '9', '3', founded, _random.Between(8, 60), highTech: false, trade.Focus.Split('/'));
    }

    /// <summary>Enterprises and people that the demonstration knows by name.</summary>
    sealed record KnownEnterprise(string Field, string Brand, string Sector, string Area, int Staff, int Founded, string Contact, string Filler, string Leader, bool LeaderFemale);

    static readonly KnownEnterprise[] Known =
    [
        new("machinery", "瀚拓", "智能装备", "990102", 286, 2011, "方晓筠", "林知夏", "李承砚", false),
        new("materials", "启衡", "新材料", "990181", 164, 2013, "韦清韵", "蓝青禾", "顾望舒", true),
    ];

    readonly Dictionary<string, CityPerson> _knownLeaders = [];

    /// <summary>李承砚 of 云江瀚拓智能装备有限公司, 顾望舒 of 云江启衡新材料有限公司.</summary>
    public CityPerson KnownLeader(string name) => _knownLeaders[name];

    void AddEnterprise(Field field, string brand, Dictionary<string, int> left, KnownEnterprise? known = null)
    {
        var area = TakeArea(left, known?.Area);
        var county = Places.Find(area);
        var sector = known is null ? _random.Pick(field.Sectors) : field.Sectors.First(one => one.Name == known.Sector);
        var place = known is not null ? "云江" : _random.Pick(("云江", 74), (county.Name[..2], 20), ("云江市", 6));
        var form = known is not null ? "有限公司" : _random.Pick(("有限公司", 87), ("股份有限公司", 9), ("有限责任公司", 4));
        var staff = known?.Staff ?? _random.Pick((_random.Between(22, 60), 30), (_random.Between(60, 180), 42), (_random.Between(180, 420), 21), (_random.Between(420, 1200), 7));
        var founded = new DateOnly(known?.Founded ?? _random.Between(1996, 2022), _random.Between(1, 12), _random.Between(1, 28));
        // Neighbouring fields that the same people could work in.
        string[] also = field.Key switch
        {
            "machinery" => ["vehicle"], "vehicle" => ["machinery"], "electronics" => ["software", "devices"], "software" => ["electronics", "safety"], "materials" => ["chemical"],
            "chemical" => ["materials", "environment"], "energy" => ["electronics"], "environment" => ["energy"], "biopharma" => ["devices"], "devices" => ["electronics"],
            "clinical" => ["software"], "crops" => ["food"], "livestock" => ["food"], "food" => ["crops"], "construction" => ["environment"], _ => ["software"],
        };
        Add($"{place}{brand}{sector.Name}{form}", "enterprise", [field.Key, .. also], area, sector.Industry, '9', '1', founded, staff, known is not null || _random.Chance(staff > 60 ? 52 : 30), sector.Focus, known);
    }

    void Add(string name, string kind, List<string> fields, string area, string industry, char registry, char classOf, DateOnly founded, int staff, bool highTech, IReadOnlyList<string> focus, KnownEnterprise? known = null)
    {
        if (!_organisationNames.Add(name)) throw new InvalidOperationException($"{name} is there twice.");
        var number = _organisations.Count + 1;
        var field = FieldFile.All.First(one => one.Key == fields[0]);
        var domain = string.Create(CultureInfo.InvariantCulture, $"u{number:000}.yunjiang.example");
        _staff[number] = [];
        var contact = MakePerson(number, kind, area, domain, field, 2, known?.Contact, known is null ? null : true);
        var filler = MakePerson(number, kind, area, domain, field, 1, known?.Filler, known is null ? null : true);
        _staff[number].AddRange([contact, filler]);
        var head = Somebody(_random.Between(40, 62), area).Name;
        var rdStaff = Math.Max(2, staff * kind switch { "university" => 46, "institute" => 62, "hospital" => 18, "cooperative" => 12, _ => highTech ? _random.Between(14, 30) : _random.Between(6, 14) } / 100);
        var revenueWan = (long)staff * kind switch { "enterprise" => _random.Between(55, 135), "hospital" => _random.Between(48, 66), "university" => _random.Between(38, 52), "cooperative" => _random.Between(22, 60), _ => _random.Between(36, 58) };
        var spendTenths = revenueWan * kind switch { "enterprise" => highTech ? _random.Between(36, 78) : _random.Between(12, 34), "institute" => _random.Between(120, 300), "university" => _random.Between(60, 110), "hospital" => _random.Between(6, 16), _ => _random.Between(8, 20) } / 100;
        var registered = DemoTime.Office(_time.WorkDay(-_random.Between(665, 790)), _random);
        _organisations.Add(new CityOrganisation
        {
            Number = number,
            Uscc = Uscc.Make(registry, classOf, area, 1000 + number * 7),
            Name = name,
            Kind = kind,
            Fields = fields,
            Focus = focus,
            Area = area,
            Address = AddressIn(Places.Find(area)),
            Industry = industry,
            LegalRepresentative = head,
            FoundedOn = founded,
            Staff = staff,
            RdStaff = rdStaff,
            RdSpendFen = spendTenths * 100_000,
            RevenueFen = revenueWan * 1_000_000,
            HighTech = highTech,
            Introduction = Introduce(name, kind, field, founded, staff, rdStaff, highTech),
            Domain = domain,
            Contact = contact,
            Filler = filler,
            RegisteredAt = registered,
        });
        if (known is null) return;
        var leader = MakePerson(number, kind, area, domain, field, 2, known.Leader, known.LeaderFemale);
        _staff[number].Add(leader);
        _leaders.Add(leader.Number);
        _knownLeaders[known.Leader] = leader;
    }

    string AddressIn(County county)
    {
        var road = $"{_random.Pick(county.Roads)}{_random.Between(1, 1288)}号";
        return _random.Pick(
            ($"{county.Name}{_random.Pick(county.Towns)}{road}", 58),
            ($"{county.Name}{county.Park}{road}{_random.Between(1, 18)}幢", 30),
            ($"{county.Name}{road}", 12));
    }

    string Introduce(string name, string kind, Field field, DateOnly founded, int staff, int rdStaff, bool highTech)
    {
        var work = string.Join("、", _random.Some(field.Topics, 2).Select(topic => topic.Name));
        return kind switch
        {
            "enterprise" => $"{name}成立于{founded.Year}年，主要从事{work}等方面的研发、生产与技术服务，现有职工{staff}人，其中研发人员{rdStaff}人。"
                + (highTech ? "公司为高新技术企业，" : "公司建有独立的技术部门，") + _random.Pick(
                    (IReadOnlyList<string>)[$"近三年承担企业自立研发项目{_random.Between(6, 22)}项，拥有有效专利{_random.Between(8, 66)}件，产品用于省内外{_random.Between(40, 320)}家客户。",
                    $"通过质量、环境和职业健康安全管理体系认证，拥有发明专利{_random.Between(2, 14)}件、实用新型专利{_random.Between(10, 48)}件。",
                    $"与高校共建研发平台{_random.Between(1, 3)}个，近三年研发投入年均增长{_random.Between(8, 26)}%，有稳定的试制和检测条件。"]),
            "university" => $"{name}创办于{founded.Year}年，现有教职工{staff}人，专任教师和科研人员{rdStaff}人，面向本市产业需求设有{work}等研究方向，建有市级以上科研平台{_random.Between(3, 12)}个。",
            "institute" => $"{name}成立于{founded.Year}年，是从事{work}等方面研究与技术服务的公益性科研机构，现有职工{staff}人，其中专业技术人员{rdStaff}人，近五年承担市级以上项目{_random.Between(12, 60)}项。",
            "hospital" => $"{name}始建于{founded.Year}年，现有职工{staff}人，开放床位{Math.Max(40, staff * _random.Between(60, 84) / 100)}张，设有市级以上重点专科{_random.Between(1, 8)}个，承担医疗、教学、科研和基层帮扶任务。",
            _ => $"{name}成立于{founded.Year}年，联结农户{_random.Between(40, 520)}户，有生产基地{_random.Between(120, 3600)}亩，实行统一品种、统一技术、统一销售，与科研院所建立长期技术合作关系。",
        };
    }
}
