using System.Globalization;
using System.Text;
using Keguan.Demo.Content;

namespace Keguan.Demo;

/// <summary>Writes a proposal: from a subject, who applies and how much is asked for, all sections of the form, each consistent with the others.</summary>
sealed class ProposalWriter(CityRegister register, DemoTime time)
{
    public sealed record Order(Subject Subject, CityOrganisation Organisation, CityPerson Leader, string Category, string FundingMode, int GrantTenths, int OwnTenths, DateOnly Start, int Months);

    public CityProposal Write(Order order, DemoRandom random)
    {
        var (subject, organisation, kind) = (order.Subject, order.Organisation, order.Organisation.Kind);
        var total = order.GrantTenths + order.OwnTenths;
        var targets = TargetMaker.Make(subject, kind, total, random);
        var tasks = random.Some(subject.Topic.Tasks, random.Chance(35) ? 5 : 4);
        var partners = PartnersOf(order, tasks, total, random);
        var members = MembersOf(order, tasks, partners, random);
        // The means of the title come first.
        IReadOnlyList<string> methods = [.. random.Shuffled(subject.Thing.Methods).OrderByDescending(one => subject.Title.Contains(one, StringComparison.Ordinal)).Take(2)];
        var scene = random.Pick(subject.Thing.Scenes);
        var end = order.Start.AddMonths(order.Months).AddDays(-1);
        var pen = new Pen(subject, tasks, targets, methods, scene, random);
        return new CityProposal
        {
            Field = subject.Field.Key,
            Topic = subject.Topic.Name,
            Title = subject.Title,
            Category = order.Category,
            FundingMode = order.FundingMode,
            Discipline = subject.Topic.Discipline,
            Industry = kind is "enterprise" or "cooperative" ? organisation.Industry : random.Pick(SectorsOf(subject)).Industry,
            Start = order.Start,
            End = end,
            Summary = pen.Summary(),
            Background = pen.Background(),
            Research = pen.Research(),
            Route = pen.Route(order.Start, order.Months),
            Novelty = pen.Novelty(),
            Basis = BasisOf(order, tasks, random),
            Keywords = [subject.Object, .. methods, tasks[0].Heading],
            Targets = targets,
            Budget = BudgetMaker.Make(subject.Topic, subject.Field.Ladder, kind, order.GrantTenths, order.OwnTenths, order.Months, random),
            Leader = order.Leader,
            LeaderMonths = Math.Max(3, order.Months * random.Between(30, 60) / 100),
            Members = members,
            Partners = partners,
            Recusals = random.Chance(7) ? [RecusalOf(order, random)] : [],
            OwnSource = OwnSourceOf(kind, order.OwnTenths, random),
        };
    }

    /// <summary>The trades for which this is of use.</summary>
    static IReadOnlyList<Sector> SectorsOf(Subject subject)
    {
        var close = subject.Field.Sectors.Where(sector => sector.Focus.Any(part => subject.Topic.Name.Contains(part, StringComparison.Ordinal) || subject.Object.Contains(part, StringComparison.Ordinal))).ToList();
        return close.Count > 0 ? close : subject.Field.Sectors;
    }

    List<CityPartner> PartnersOf(Order order, List<WorkPackage> tasks, int total, DemoRandom random)
    {
        var count = random.Pick((0, order.Organisation.Kind is "enterprise" or "cooperative" ? 50 : 58), (1, 38), (2, 8));
        var wanted = order.Organisation.Kind is "enterprise" or "cooperative" ? (string[])["university", "institute"] : ["enterprise", "cooperative", "institute", "hospital"];
        var candidates = register.Organisations.Where(one => one != order.Organisation && wanted.Contains(one.Kind) && one.Fields.Contains(order.Subject.Field.Key)
            && TitleDeck.Suits(one, order.Subject.Topic, order.Subject.Thing)).ToList();
        return
        [
            .. random.Shuffled(candidates).Take(count).Select((partner, index) => new CityPartner(
                partner.Name, partner.Uscc, $"承担“{tasks[tasks.Count - 1 - index].Heading}”相关工作", total * random.Between(5, 15) / 100 * 100_000L)),
        ];
    }

    List<CityMember> MembersOf(Order order, List<WorkPackage> tasks, List<CityPartner> partners, DemoRandom random)
    {
        var own = register.Members(order.Organisation, order.Subject.Field, random.Between(3, 6), order.Leader, random).Select(person => (person, order.Organisation.Name));
        var others = partners.SelectMany(partner =>
        {
            var organisation = register.Organisations.First(one => one.Name == partner.Name);
            return register.Members(organisation, order.Subject.Field, random.Between(1, 2), order.Leader, random).Select(person => (person, organisation.Name));
        });
        string[] more = ["数据整理与分析", "项目管理与经费", "资料收集与报告编写", "现场协调与应用推广"];
        return
        [
            .. own.Concat(others).Select((one, index) => new CityMember(
                one.person.Name, one.person.ResidentId, one.person.Title, one.person.Profession, one.Name,
                index < tasks.Count ? "负责" + tasks[index].Heading : more[(index - tasks.Count) % more.Length], Math.Max(2, order.Months * random.Between(20, 65) / 100))),
        ];
    }

    CityRecusal RecusalOf(Order order, DemoRandom random)
    {
        var rival = random.Pick([.. register.Organisations.Where(one => one != order.Organisation && one.Fields[0] == order.Organisation.Fields[0])]);
        return new CityRecusal(rival.Name, random.Pick((IReadOnlyList<string>)["与本单位同类产品存在直接竞争关系", "近三年与本单位有知识产权争议", "正在申报相近方向的项目"]));
    }

    string BasisOf(Order order, List<WorkPackage> tasks, DemoRandom random)
    {
        var (topic, organisation) = (order.Subject.Topic, order.Organisation);
        var equipment = random.Some(topic.Equipment, 2);
        var years = Math.Clamp(time.Anchor.Year - organisation.FoundedOn.Year - 1, 2, random.Between(4, 12));
        var sentences = new List<string>
        {
            $"项目组近{years}年持续开展{topic.Name}方面的工作，",
            random.Pick((IReadOnlyList<string>)
            [
                $"先后承担相关项目{random.Between(2, 7)}项，申请发明专利{random.Between(2, 9)}件，",
                $"完成{tasks[0].Heading}的前期试验{random.Between(12, 60)}组，取得初步数据，",
                $"与省内外{random.Between(2, 6)}家单位建立了稳定的合作关系，",
            ]),
            $"现有{Careers.Means(organisation.Kind)}，配备{string.Join("、", equipment.Select(one => one.Name))}等仪器设备，可满足项目实施需要。",
            $"项目负责人{order.Leader.Name}为{order.Leader.Title}，从事{order.Leader.Profession}专业，",
            random.Pick((IReadOnlyList<string>)
            [
                $"主持或参与市级以上项目{random.Between(1, 6)}项，具备组织跨专业团队的经验。",
                $"发表论文{random.Between(3, 22)}篇，获授权专利{random.Between(1, 11)}件。",
                $"长期在一线工作，曾获市级以上科技成果{random.Between(1, 3)}项。",
            ]),
            $"{organisation.Name}现有研发人员{organisation.RdStaff}人，上年度研发投入{organisation.RdSpendFen / 1_000_000m:0.#}万元，能够提供配套资金、场地和管理保障。",
        };
        return string.Concat(sentences);
    }

    static string OwnSourceOf(string kind, int ownTenths, DemoRandom random)
    {
        var own = ownTenths / 10m;
        var cash = ownTenths * random.Between(58, 90) / 100 / 10m;
        return kind switch
        {
            "enterprise" => string.Create(CultureInfo.InvariantCulture, $"企业自有资金{own:0.0}万元，其中货币资金{cash:0.0}万元，已投入设备折价{own - cash:0.0}万元。"),
            "cooperative" => string.Create(CultureInfo.InvariantCulture, $"合作社公积金和社员出资{own:0.0}万元，其中货币资金{cash:0.0}万元，其余以土地整理和用工投入折价。"),
            "hospital" => string.Create(CultureInfo.InvariantCulture, $"单位科研专项经费{cash:0.0}万元，学科建设经费{own - cash:0.0}万元。"),
            _ => string.Create(CultureInfo.InvariantCulture, $"单位配套科研经费{cash:0.0}万元，横向合作经费{own - cash:0.0}万元。"),
        };
    }

    /// <summary>The prose. Every sentence takes its nouns from the topic, its figures from the targets.</summary>
    sealed class Pen(Subject subject, IReadOnlyList<WorkPackage> tasks, IReadOnlyList<CityTarget> targets, IReadOnlyList<string> methods, string scene, DemoRandom random)
    {
        readonly Topic _topic = subject.Topic;
        readonly List<string> _pains = random.Shuffled(subject.Topic.Pains);
        readonly List<string> _innovations = random.Shuffled(subject.Topic.Innovations);
        readonly IReadOnlyList<CityTarget> _technical = [.. targets.Where(target => target.Kind == "technical")];

        string Thing => subject.Object;

        public string Summary()
        {
            var heads = tasks.Take(3).Select(task => task.Heading).ToList();
            var reached = string.Join("，", _technical.Take(2).Select(TargetMaker.Words));
            var text = random.Below(5) switch
            {
                0 => $"{_pains[0]}。项目以{Thing}为对象，采用{methods[0]}和{methods[1]}，重点开展{heads[0]}、{heads[1]}与{heads[2]}等工作，{_innovations[0]}。",
                1 => $"面向{scene}的实际需求，项目围绕{Thing}开展{subject.Goal}。针对“{_pains[0]}”的现状，从{heads[0]}入手，依次开展{heads[1]}和{heads[2]}，综合运用{methods[0]}、{methods[1]}等手段，{_innovations[0]}。",
                2 => $"{_pains[0]}；{_pains[1]}。为此，项目拟以{methods[0]}为主要手段，对{Thing}进行系统研究，内容包括{heads[0]}、{heads[1]}、{heads[2]}等，{_innovations[0]}。",
                3 => $"本项目开展{Thing}{subject.Goal}，拟解决以下问题：{_pains[0]}。项目将{methods[0]}与{methods[1]}相结合，完成{heads[0]}、{heads[1]}和{heads[2]}，{_innovations[0]}。",
                _ => $"{Thing}在{scene}中需求迫切，但{_pains[0]}。项目依托前期工作，通过{heads[0]}、{heads[1]}、{heads[2]}三个环节，引入{methods[0]}，{_innovations[0]}。",
            };
            var application = targets.First(target => target.Kind == "application");
            var close = $"项目完成后，{reached}，{Achieved(application)}";
            if (targets.FirstOrDefault(target => target.Kind == "economic") is { } economic) close += $"，预计{economic.Name}{TargetMaker.Number(economic.Goal)}{economic.Unit}";
            else if (targets.FirstOrDefault(target => target.Kind == "output") is { } output) close += $"，形成{output.Name}{TargetMaker.Number(output.Goal)}{output.Unit}";
            if (text.Length + close.Length < 140) close += $"，并完成{tasks[^1].Heading}等配套工作";
            return text + close + random.Pick((IReadOnlyList<string>)[$"，可在{scene}等方面推广应用。", $"，对{scene}具有示范意义。", "，成果可复制、可推广。"]);
        }

        public string Background()
        {
            var known = random.Pick((IReadOnlyList<string>)
            [
                $"近年来，国内外围绕{_topic.Name}开展了大量工作，{methods[0]}、{methods[1]}等方法逐步成熟，但针对{Thing}的系统研究仍然不多，已有成果多停留在试验或单点应用阶段。",
                $"从文献和专利检索情况看，与{Thing}直接相关的报道主要集中在{tasks[0].Heading}方面，{tasks[^1].Heading}方面的公开资料较少，尚未见适合本地条件的成套方案。",
                $"国内同行在{methods[0]}方面已有较好基础，先进水平与本市应用之间的差距主要体现在{tasks[1].Heading}和{tasks[^1].Heading}上，照搬现有方案成本高、适应性差。",
            ]);
            var need = random.Pick((IReadOnlyList<string>)
            [
                $"本市在{scene}方面具有一定基础，{Thing}的{subject.Goal}既是行业提质增效的需要，也是当前市级科技计划支持的方向。",
                $"走访调研表明，本市及周边与{scene}相关的单位普遍提出了这一需求，具备良好的应用场景和推广条件。",
                $"开展{Thing}{subject.Goal}，有利于补齐相关技术短板，形成具有自主知识产权的成果，服务{scene}。",
            ]);
            return $"一、问题与需求。{_pains[0]}；{_pains[1]}；{_pains[2]}。上述问题在{scene}中较为突出，有必要围绕{Thing}开展系统研究。\n二、国内外现状。{known}\n三、必要性。{need}项目若能实现{string.Join("、", _technical.Take(2).Select(target => target.Name))}等指标，将具有较好的{(targets.Any(target => target.Kind == "economic") ? "经济和社会" : "社会")}效益。";
        }

        public string Research()
        {
            var text = new StringBuilder($"围绕{Thing}，项目设置{"零一二三四五"[tasks.Count]}项研究内容。");
            var details = random.Shuffled(Details());
            for (var i = 0; i < tasks.Count; i++)
                text.Append(CultureInfo.InvariantCulture, $"\n（{"一二三四五"[i]}）{tasks[i].Heading}。{tasks[i].Text}。{details[i]}");
            text.Append(CultureInfo.InvariantCulture, $"\n各项内容之间，{tasks[0].Heading}为后续工作提供依据，{tasks[^1].Heading}对前述结果进行检验，发现偏差时返回修正。");
            return text.ToString();
        }

        /// <summary>Sentences that tie a work package to this very project.</summary>
        List<string> Details()
        {
            var target = random.Pick(_technical);
            var other = _technical[^1];
            var particular = subject.Field.Ladder switch
            {
                "medical" => (string[])
                [
                    $"计划纳入{random.Between(12, 60) * 10}例，按统一方案采集资料，由两名研究者独立录入并核对。",
                    $"对照设置遵循伦理委员会批准的方案，随访{random.Between(3, 12)}个月，主要结局为{target.Name}。",
                    $"选择{random.Between(3, 8)}家协作单位同步实施，定期开展质控和人员培训。",
                    $"统计分析采用意向性分析，缺失数据作敏感性分析，检验水准取双侧0.05。",
                ],
                "agri" =>
                [
                    $"在{random.Between(2, 5)}个乡镇设置试验点，每点重复{random.Between(3, 5)}次，随机区组排列，连续观测{random.Between(2, 4)}季。",
                    $"以当地常规做法为对照，记载产量、用工与投入品，重点考察{target.Name}。",
                    $"建立核心试验区{random.Between(3, 20) * 10}亩，由合作社和种养大户参与实施，做好田间（场内）档案。",
                    $"样品由具备资质的机构检测，数据经方差分析后用于修正技术参数。",
                ],
                _ when subject.Field.Key is "software" or "construction" or "safety" =>
                [
                    $"收集不少于{random.Between(18, 120)}组实测数据，分别用于建模与检验，重点考察{target.Name}的变化规律。",
                    $"结合{scene}的实际条件，选取{random.Between(3, 12)}个典型对象进行验证，与现有做法对比。",
                    $"方案分{random.Between(2, 4)}轮完善，每轮完成测试、评审和改进，问题归零后进入下一轮。",
                    $"数据采集频次和保存期限按项目数据管理计划执行，为后续{tasks[^1].Heading}提供支撑。",
                ],
                _ =>
                [
                    $"拟开展不少于{random.Between(18, 120)}组试验，采用正交与单因素相结合的方法，重点考察{target.Name}的变化规律。",
                    $"结合{scene}的工况，选取{random.Between(3, 12)}个典型样本进行验证，与现有做法对比。",
                    $"{(subject.Field.Key is "materials" or "chemical" or "biopharma" or "food" or "environment" ? "工艺" : "样机")}方案分{random.Between(2, 4)}轮迭代，每轮完成测试、评审和改进，问题归零后进入下一轮。",
                    $"数据采集频次和保存期限按项目数据管理计划执行，为后续{tasks[^1].Heading}提供支撑。",
                ],
            };
            return
            [
                .. particular,
                $"所需仪器和场地已经落实或列入预算，以{Thing}为重点，过程数据逐批归档，保证可追溯。",
                $"引入{methods[0]}，目标是使{TargetMaker.Words(target)}。",
                $"该项内容与{methods[1]}配合进行，预期{TargetMaker.Words(other)}，并形成相应的技术文件。",
            ];
        }

        public string Route(DateOnly start, int months)
        {
            var cuts = (int[])[0, months / 3, months * 2 / 3, months];
            string Span(int part) => $"{Month(start.AddMonths(cuts[part]))}至{Month(start.AddMonths(cuts[part + 1] - 1))}";
            var middle = tasks.Skip(1).Take(tasks.Count - 2).Select(task => task.Heading);
            return $"技术路线：{string.Join("—", tasks.Select(task => task.Heading))}。以{methods[0]}为主线，{methods[1]}为补充，试验与应用交替推进。\n"
                + $"第一阶段（{Span(0)}）：完成方案细化和条件准备，开展{tasks[0].Heading}，{random.Pick((IReadOnlyList<string>)["形成阶段报告", "明确关键参数", "完成第一轮评审"])}。\n"
                + $"第二阶段（{Span(1)}）：开展{string.Join("、", middle)}，{TargetMaker.Words(_technical[0])}取得阶段性结果，提交中期报告。\n"
                + $"第三阶段（{Span(2)}）：完成{tasks[^1].Heading}，组织测试与用户评价，整理知识产权和科技报告，申请验收。\n"
                + random.Pick((IReadOnlyList<string>)
                [
                    $"风险与对策：若{tasks[1].Heading}进展不及预期，启用备选方案并由项目组每两周会商一次。",
                    $"组织方式：实行负责人总负责、任务分工到人，每季度自查指标与经费，重大调整按规定报批。",
                    "质量控制：关键数据双人复核，原始记录统一编号保存，阶段成果经单位学术或技术委员会审查。",
                ]);
        }

        public string Novelty() => string.Join("\n", _innovations.Take(random.Chance(60) ? 3 : 2).Select((line, index) => $"{index + 1}．{line}{(index == 0 ? $"，用于{Thing}具有新意" : "")}。"));

        static string Achieved(CityTarget target)
        {
            var built = target.Name.StartsWith("示范", StringComparison.Ordinal) && target.Name is not ("示范面积" or "示范系统上线");
            return $"{(built ? "建成" : target.Name == "样机" ? "研制" : "")}{target.Name}{TargetMaker.Number(target.Goal)}{target.Unit}";
        }

        static string Month(DateOnly day) => day.ToString("yyyy年M月", CultureInfo.InvariantCulture);
    }
}
