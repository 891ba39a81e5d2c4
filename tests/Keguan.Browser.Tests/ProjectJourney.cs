using System.Text.RegularExpressions;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Keguan.Review.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Keguan.Browser.Tests;

/// <summary>
/// One project from the draft of its call to the archive, in the browsers of everybody who has a part in it: unit administrator, project leader, drafter, recommending unit,
/// experts, officer, section chief, bureau leader, finance, auditor, discipline inspector, and the public.
/// </summary>
public abstract partial class ProjectJourney(Database database) : Journey(database)
{
    const string Password = "Changle-2026";
    const string Title = "注塑机群能耗协同优化与碳足迹核算系统研发";
    static readonly string Words = string.Concat(Enumerable.Repeat("针对注塑车间多机群运行能耗高、碳排放核算缺少数据支撑的问题，研究能耗协同优化方法。", 6));

    Person _officer = null!, _chief = null!, _leader = null!, _finance = null!, _inspector = null!, _auditor = null!, _unitAdmin = null!, _projectLeader = null!, _filler = null!, _recommender = null!;

    [Fact]
    public async Task A_call_is_drafted_and_a_project_of_it_ends_in_the_archive()
    {
        _officer = await Somebody(Roles.Officer, section: "计划科", name: "陈若谷");
        _chief = await Somebody(Roles.Chief, section: "计划科", name: "张允恭");
        _leader = await Somebody(Roles.Leader, name: "许知行");
        _finance = await Somebody(Roles.Finance, name: "钱守拙");
        _auditor = await Somebody(Roles.Auditor, name: "沈见微");
        _inspector = await Somebody(Roles.Inspector, name: "秦鉴清");

        var bureau = await CountyBureau();
        var call = await DraftAndPublish(bureau);
        await RegisterTheEnterprise();
        var application = await Apply(call);
        await RecommendAndCheck(application, bureau);
        await Review(call, application);
        var project = await Decide(call, application);
        await Sign(project);
        await Pay(project, 1);
        await Supervise(project);
        await Pay(project, 2);
        await Accept(project);
        await Pay(project, 3);
        await EvaluateAndArchive(project);
        await LookBack(call, application, project);
    }

    // 1 指南
    async Task<Guid> DraftAndPublish(Organisation bureau)
    {
        await _officer.Open("/desk");
        await _officer.Open("/programmes/calls");
        await _officer.Open("/programmes/calls/draft");
        await Set(_officer, "Input.Title", "2026 年度市级科技计划项目（第一批）");
        await _officer.Press("建立草案");
        await Set(_officer, "Input.Summary", "智能制造、新材料方向，单项资助不超过 80 万元");
        await Set(_officer, "Input.Guide", "## 一、支持方向\n\n- 智能制造与工业软件\n- 先进材料\n\n## 二、申报条件\n\n在云江市注册满一年的企业和科研院所。");
        await Set(_officer, "Input.Opens", "2026-04-03T09:00");
        await Set(_officer, "Input.Closes", "2026-04-20T17:00");
        await Set(_officer, "Input.Budget", "2000");
        await Set(_officer, "Input.Planned", "30");
        await Set(_officer, "Input.OwnRatio", "1.2");
        await Set(_officer, "Input.Categories[0].Open", "true");
        await Set(_officer, "Input.Categories[0].Cap", "80");
        await _officer.Page.Locator("[name='Input.Categories[0].Modes'][value='subsidised']").CheckAsync();
        await _officer.Page.Locator("[name='Input.Categories[0].Modes'][value='self-funded']").CheckAsync();
        for (var i = 1; i < 4; i++) await _officer.Page.Locator($"input[type=checkbox][name='Input.Categories[{i}].Open']").UncheckAsync();
        await _officer.Page.Locator($"tr:has-text('{bureau.Name}') select").SelectOptionAsync(new SelectOptionValue { Value = "area" });
        await Set(_officer, "Input.Experts", "3");
        await _officer.Press("保存并核对");
        await _officer.See("提交科长审核");
        await _officer.Press("提交科长审核");
        var id = Guid.Parse(_officer.Url.Split('/')[^1]);

        await _chief.Open("/desk");
        await _chief.Open($"/programmes/calls/publish/{id}");
        await _chief.Confirm("审核通过并发布", "发布");
        await _chief.See("云科发");

        var visitor = await Anybody();
        await visitor.Open("/");
        await visitor.See("2026 年度市级科技计划项目（第一批）");
        await visitor.Open($"/portal/calls/{id}");
        await visitor.See("智能制造与工业软件");
        return id;
    }

    // 2 单位与人员
    async Task RegisterTheEnterprise()
    {
        var somebody = await Anybody();
        await somebody.Open("/organisations/register");
        var uscc = Uscc.Make('9', '1', "990102", 778_812);
        await Set(somebody, "Input.Uscc", uscc[..^1] + (uscc[^1] == '1' ? '2' : '1'));
        await Set(somebody, "Input.Name", "云江衡石智能装备有限公司");
        await somebody.Press("下一步");
        await somebody.See("校验");
        await Set(somebody, "Input.Uscc", uscc);
        await somebody.Press("下一步");
        await Set(somebody, "Facts.Kind", "enterprise");
        await Set(somebody, "Facts.Area", "990102");
        await Set(somebody, "Facts.Address", "云岭区工业路 18 号");
        await Set(somebody, "Facts.Industry", "35");
        await Set(somebody, "Facts.LegalRepresentative", "顾望舒");
        await Set(somebody, "Facts.FoundedOn", "2012-05-08");
        await Set(somebody, "Facts.Staff", "186");
        await Set(somebody, "Facts.ContactName", "方晓筠");
        await Set(somebody, "Facts.ContactPhone", "0571-88886666");
        await Upload(somebody, "licence", "营业执照.pdf");
        await somebody.Press("下一步");
        await Set(somebody, "Input.Name", "方晓筠");
        await Set(somebody, "Input.Email", "fangxiaoyun@hengshi.example");
        await somebody.Press("下一步");
        await Set(somebody, "Password", Password);
        await Set(somebody, "Again", Password);
        await Set(somebody, "Promise", "true");
        await somebody.Press("提交登记");
        await somebody.See("登记已提交");

        var enterprise = await City.Db(db => db.Organisations().AsNoTracking().SingleAsync(one => one.Uscc == uscc));
        await _officer.Open("/desk");
        await _officer.Open($"/organisations/details/{enterprise.Id}");
        await _officer.Press("核实通过");
        Assert.Equal(OrganisationLifecycle.Verified, await City.Db(db => db.Organisations().Where(one => one.Id == enterprise.Id).Select(one => one.State).SingleAsync()));

        // He signs in at the door, and invites the others.
        _unitAdmin = somebody;
        await somebody.Open("/accounts/signin?ReturnUrl=%2Forganisations%2Fpeople%2Fadd");
        await somebody.Fill("账号", "fangxiaoyun@hengshi.example");
        await somebody.Fill("口令", Password);
        await somebody.Page.Locator("main form").First.GetByRole(AriaRole.Button).First.ClickAsync();
        await somebody.Settle();
        (somebody.Account, somebody.Grant) = await AccountOf("fangxiaoyun@hengshi.example");
        await Set(somebody, "Person.Name", "李承砚");
        await Set(somebody, "Person.IdNumber", ResidentId.Make("990102", new DateOnly(1981, 4, 12), 101));
        await Set(somebody, "Person.Title", "高级工程师");
        await somebody.Press("增加");
        await somebody.See("李承砚");
        _projectLeader = await Invite("李承砚", "lichengyan@hengshi.example", "project-leader");
        _filler = await Invite("周既明", "zhoujiming@hengshi.example", "filler");
    }

    async Task<Person> Invite(string name, string mail, string right)
    {
        await _unitAdmin.Open("/organisations/members/invite");
        if (right == "project-leader") await _unitAdmin.Page.Locator("[name='Input.PersonId']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Set(_unitAdmin, "Input.Name", name);
        await Set(_unitAdmin, "Input.Email", mail);
        await Set(_unitAdmin, "Input.Right", right);
        await _unitAdmin.Press("发出邀请");
        await _unitAdmin.See("邀请已发往");
        var body = await City.Db(db => db.Set<OutboxMail>().Where(one => one.To == mail).OrderByDescending(one => one.Id).Select(one => one.Body).FirstAsync(Cancel));
        var invited = await Anybody();
        await invited.Open(Link().Match(body).Value);
        await invited.Fill("口令", Password);
        await invited.Fill("再输一次口令", Password);
        await invited.Press("启用账号");
        (invited.Account, invited.Grant) = await AccountOf(mail);
        return await Renew(invited);
    }

    // 3 申报
    async Task<Guid> Apply(Guid call)
    {
        await On(2026, 4, 7);
        await _filler.Open("/desk");
        await _filler.Open("/programmes/calls");
        await _filler.Open($"/programmes/applications/start/{call}");
        await _filler.Press("开始填报");
        var id = Guid.Parse(_filler.Url.Split('/')[^1]);
        await Section("basics", [("title", Title), ("category", "key-rd"), ("funding_mode", "subsidised"), ("start", "2026-05-01"), ("end", "2026-10-31"), ("discipline", "43010"), ("industry", "35")]);
        await Section("content", [.. new[] { "summary", "background", "research", "route", "novelty", "basis" }.Select(key => (key, Words))]);
        await Open("targets");
        for (var row = 0; row < 3; row++)
            await Row("targets", row, ("kind", "technical"), ("name", $"能耗下降指标{row + 1}"), ("baseline", "0"), ("direction", "at-least"), ("goal", "12.5"), ("unit", "%"), ("method", "第三方检测"));
        await Save();
        await Section("unit", [("unit_intro", Words), ("rd_staff", "58"), ("rd_spend", "1200"), ("revenue", "18000")]);
        await Open("team");
        await _filler.Page.Locator("[name='f.leader']").SelectOptionAsync(new SelectOptionValue { Label = await _filler.Page.Locator("[name='f.leader'] option:has-text('李承砚')").First.InnerTextAsync() });
        await Set(_filler, "f.leader_months", "12");
        for (var row = 0; row < 2; row++) await Row("members", row, ("name", $"周成员{row + 1}"), ("organisation", "云江衡石智能装备有限公司"), ("task", "算法研发"), ("months", "10"));
        await Save();
        await Open("partners");
        await Save();
        await Open("budget");
        await Row("budget", 0, ("subject", "equipment"), ("note", "边缘网关 12 台"), ("grant", "90"), ("own", "70"));
        // Own funds ask for their source: the page stays and says so.
        await _filler.Press("保存，返回任务列表");
        await _filler.See("本节另有：自筹来源、自筹资金证明");
        await Set(_filler, "f.own_source", "企业自有资金");
        await Save();
        await _filler.See("项不通过");
        await _filler.Open($"/programmes/applications/precheck/{id}");
        await _filler.See("申请资助超过本类别上限");
        await Open("budget");
        await _filler.Page.GetByLabel("第 1 行 申请资助").FillAsync("");
        await _filler.Press("保存并继续");
        await _filler.Look("budget-errors");
        await _filler.Page.GetByLabel("第 1 行 申请资助").FillAsync("50");
        await Save();
        await Open("attachments");
        await Upload(_filler, "f.licence", "营业执照.pdf");
        await Upload(_filler, "f.finance_report", "财务报表.pdf");
        await Save();
        await Open("integrity");
        await Set(_filler, "f.pledge", "true");
        await Set(_filler, "f.secret_free", "true");
        await Upload(_filler, "f.pledge_file", "承诺书.pdf");
        await Save();
        await _filler.See("可以提交");

        // The drafter may not submit; the leader reads and submits.
        await _projectLeader.Open("/desk");
        await _projectLeader.Open($"/programmes/applications/tasks/{id}");
        await _projectLeader.Open($"/programmes/applications/versions/{id}");
        await _projectLeader.Open($"/programmes/applications/submit/{id}");
        await _projectLeader.Press("确认提交");
        await _projectLeader.See("R2026-");
        return id;

        async Task Open(string section) => await _filler.Open($"/programmes/applications/edit/{id}/{section}");
        async Task Save()
        {
            await _filler.Press("保存，返回任务列表");
            Assert.True(_filler.Url.EndsWith($"/programmes/applications/tasks/{id}", StringComparison.Ordinal), await _filler.Words());
        }
        async Task Section(string section, (string Key, string Value)[] values)
        {
            await Open(section);
            foreach (var (key, value) in values) await Set(_filler, "f." + key, value);
            await Save();
        }
        async Task Row(string rows, int number, params (string Column, string Value)[] values)
        {
            var editor = _filler.Page.Locator($"[id='{FieldTagHelper.IdOf("f." + rows)}']");
            var inside = editor.Locator("tbody tr");
            if (await inside.CountAsync() <= number)
            {
                await editor.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "增加一行" }).ClickAsync();
                await Assertions.Expect(inside).ToHaveCountAsync(number + 1);
            }
            foreach (var (column, value) in values) await Set(inside.Nth(number).Locator($"[name$='.{column}']").First, value);
        }
    }

    // 4 推荐, 5 形式审查
    async Task RecommendAndCheck(Guid id, Organisation bureau)
    {
        _recommender = await Somebody(Roles.Recommender, bureau.Id, bureau.Name, "990102", name: "沈砚秋");
        await _recommender.Open("/desk");
        await _recommender.Open("/programmes/applications");
        await _recommender.Open($"/programmes/recommendations/details/{id}");
        await _recommender.Fill("推荐意见", "情况属实，同意推荐。");
        await _recommender.Page.Locator("button[formaction*='Recommend']:visible, button:text-is('推荐')").First.ClickAsync();
        await _recommender.Settle();

        await Renew(_officer);
        await _officer.Open("/desk");
        await _officer.Open("/programmes/applications");
        await _officer.Open($"/programmes/checks/details/{id}");
        await _officer.See("5 项未判");
        foreach (var key in (string[])["direction", "seal", "partner", "budget", "secret"]) await _officer.Page.Locator($"label:has(input[name='Answer[{key}]'][value='ok'])").ClickAsync();
        await _officer.Press("保存判断");
        await _officer.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("^通过") }).First.ClickAsync();
        await _officer.Settle();
        Assert.Equal(ApplicationLifecycle.InReview, await StateOf(id));
        foreach (var page in (string[])["details", "form", "checks", "files", "record"]) await _officer.Open($"/programmes/applications/{page}/{id}");
    }

    // 6 评审
    async Task Review(Guid call, Guid id)
    {
        await _officer.Open("/review/experts");
        await _officer.Open("/review/experts/edit");
        await Set(_officer, "Name", "陆知行");
        await Set(_officer, "OrganisationName", "省机械科学研究院");
        await Set(_officer, "Title", "研究员");
        await Set(_officer, "Speciality", "装备制造");
        await Set(_officer, "Disciplines", "43010,43040");
        await Set(_officer, "Email", "luzhixing@expert.example");
        await _officer.Press("保存");
        var entered = await City.Db(db => db.Set<Expert>().AsNoTracking().SingleAsync(one => one.Name == "陆知行"));
        await _officer.Open($"/review/experts/details/{entered.Id}");
        if (entered.State != ExpertLifecycle.Active)
        {
            await _officer.Press("入库");
            entered = await City.Db(db => db.Set<Expert>().AsNoTracking().SingleAsync(one => one.Name == "陆知行"));
        }
        Assert.Equal(ExpertLifecycle.Active, entered.State);
        var experts = new Dictionary<Guid, Person> { [entered.Id] = await ExpertWithAccount(entered.Id, "陆知行") };
        foreach (var name in (string[])["沈怀瑾", "顾明远", "宋予安"])
        {
            var expert = new Expert { Name = name, OrganisationName = $"外省研究院（{name[..1]}）", Title = "研究员", Speciality = "装备制造", Disciplines = "43010", IdKey = "k" + name, Email = $"{Guid.NewGuid():N}@expert.example", CreatedAt = City.Clock.Now };
            await City.Do(async (KeguanDb db) =>
            {
                var journal = new Journal(db, City.Clock, new CurrentActor { Value = Actor.System });
                journal.Act(ExpertLifecycle.Table, expert, "enter");
                journal.Act(ExpertLifecycle.Table, expert, "admit");
                db.Add(expert);
                await db.SaveChangesAsync();
            });
            experts[expert.Id] = await ExpertWithAccount(expert.Id, name);
        }
        await _officer.Open("/review/experts/coverage");
        await _officer.Open("/programmes/reviews");
        await _officer.Open($"/programmes/reviews/assign/{call}?show={id}");
        await _officer.Press("分配并通知");
        await _officer.See("3/3");

        var tasks = await City.Db(db => db.Set<ReviewTask>().AsNoTracking().Where(task => task.SubjectId == id).OrderBy(task => task.Id).ToListAsync());
        Assert.Equal(3, tasks.Count);
        // One recuses himself: the fourth takes his place, added by hand.
        var recused = experts[tasks[0].ExpertId];
        await recused.Open("/programmes/reviews/mine");
        await recused.Open($"/programmes/reviews/declare/{tasks[0].Id}");
        await Set(recused, "Answer", "some");
        await recused.Fill("何种利害关系", "曾与负责人合作发表论文");
        await recused.Press("提交声明");
        await _officer.Open($"/programmes/reviews/assign/{call}?show={id}");
        var fourth = experts.Keys.Single(expert => tasks.All(task => task.ExpertId != expert));
        await Set(_officer, "ExpertId", fourth.ToString());
        await Set(_officer, "Reason", "一名专家回避，补选");
        await _officer.Press("邀请");
        await _officer.See("3/3");
        tasks = await City.Db(db => db.Set<ReviewTask>().AsNoTracking().Where(task => task.SubjectId == id && task.State != ReviewTaskLifecycle.Recused).ToListAsync());
        Assert.Equal(3, tasks.Count);
        var points = 84;
        foreach (var task in tasks)
        {
            var expert = experts[task.ExpertId];
            await expert.Open("/desk");
            await expert.Open($"/programmes/reviews/declare/{task.Id}");
            await Set(expert, "Answer", "none");
            await expert.Press("提交声明");
            foreach (var key in (string[])["innovation", "feasibility", "team", "benefit"]) await Set(expert, $"Points[{key}]", points.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await Set(expert, "Comment", "技术路线清楚，测算依据应补充。");
            await Set(expert, "Recommendation", "support");
            await expert.Press("核对并提交");
            await expert.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "提交", Exact = true }).First.ClickAsync();
            await expert.Settle();
            points += 3;
        }
        await _officer.Open($"/programmes/reviews/details/{id}");
        await _officer.Confirm("汇总并完成评审", "汇总");
        Assert.Equal((ApplicationLifecycle.Shortlisted, 8700), await City.Db(async db =>
        {
            var one = await db.Applications().AsNoTracking().SingleAsync(one => one.Id == id);
            return (one.State, one.Score100 ?? 0);
        }));
    }

    async Task<Person> ExpertWithAccount(Guid expert, string name)
    {
        var person = await Somebody(Roles.Expert, expert: expert, name: name);
        await City.Do(async (KeguanDb db) => await db.Set<Expert>().Where(one => one.Id == expert).ExecuteUpdateAsync(set => set.SetProperty(one => one.AccountId, person.Account!.Id)));
        return person;
    }

    // 7 排序、拟立项、公示、立项
    async Task<Guid> Decide(Guid call, Guid id)
    {
        await _officer.Open("/programmes/decisions");
        await _officer.Open($"/programmes/decisions/ranking/{call}");
        await _officer.Page.Locator("input[name=minutes]").SetInputFilesAsync(Pdf("纪要.pdf"));
        await _officer.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "保存", Exact = true }).ClickAsync();
        await _officer.Settle();
        await _officer.Press("列入拟立项");
        await _officer.See("已列入拟立项 1 项");
        await _officer.Confirm("发布公示", "发布");
        await _officer.See("公示中");
        var publicity = _officer.Url;
        var visitor = await Anybody();
        await visitor.Open("/");
        await visitor.Open("/portal/publicity/" + publicity.Split('/')[^1].Split('?')[0]);
        await visitor.See(Title);
        await visitor.SeeNot("8700");

        await On(2026, 4, 24);
        await Renew(_leader);
        await _leader.Open("/desk");
        await _leader.Open(publicity);
        await _leader.Fill("立项文号", "云科发〔2026〕22号");
        await _leader.Confirm("立项", "立项");
        await _leader.See("已立项 1 项");
        return await City.Db(db => db.Projects().Where(one => one.ApplicationId == id).Select(one => one.Id).SingleAsync());
    }

    // 8 任务书
    async Task Sign(Guid project)
    {
        await Renew(_unitAdmin, _officer);
        await _unitAdmin.Open("/desk");
        await _unitAdmin.Open($"/programmes/agreements/details/{project}");
        await _unitAdmin.Press("生成任务书");
        await _unitAdmin.Look("agreement-draft");
        await _unitAdmin.Press("提交审核");
        await _officer.Open($"/programmes/agreements/details/{project}");
        await _officer.Press("审核通过");
        await _unitAdmin.Open($"/programmes/agreements/details/{project}");
        await _unitAdmin.Page.Locator("input[name=signed-agreement]").SetInputFilesAsync(Pdf("任务书.pdf"));
        await _unitAdmin.Press("上传签章件");
        await _officer.Open($"/programmes/agreements/details/{project}");
        await _officer.Page.Locator("input[name=agreement]").SetInputFilesAsync(Pdf("双方任务书.pdf"));
        await _officer.Press("上传并生效");
        await _officer.See("已生效");
        Assert.Equal(ProjectLifecycle.Running, await ProjectState(project));
    }

    // 9 拨款
    async Task Pay(Guid project, int number)
    {
        await Renew(_officer, _chief, _leader, _finance);
        var url = $"/programmes/payments/project/{project}";
        await _officer.Open(url);
        await _officer.Press("申请拨款");
        await _chief.Open(url);
        await _chief.Press("审核通过");
        var payment = await Payment();
        if (payment.NeedsLeader)
        {
            await _leader.Open(url);
            await _leader.Press("审批同意");
        }
        await _chief.Open("/programmes/payments");
        await _chief.Open(url);
        await _chief.Press("下达");
        await _chief.Press("下达并送财务");
        await _finance.Open("/desk");
        await _finance.Open(url);
        await _finance.Confirm("登记拨付", "登记拨付", () => Set(_finance, "Voucher", $"2026-09{number:00}"));
        payment = await Payment();
        Assert.Equal(PaymentLifecycle.Paid, payment.State);
        await _finance.Open("/programmes/payments/balance");

        Task<Payment> Payment() => City.Db(db => db.Payments().AsNoTracking().SingleAsync(one => one.ProjectId == project && one.Number == number));
    }

    // 10 中期、变更
    async Task Supervise(Guid project)
    {
        await On(2026, 7, 6);
        await Renew(_unitAdmin, _projectLeader, _officer, _leader);
        await _unitAdmin.Open("/programmes/projects");
        await _unitAdmin.Open($"/programmes/projects/details/{project}");
        await _unitAdmin.Open($"/programmes/changes/new/{project}");
        await _unitAdmin.Open($"/programmes/changes/new/{project}?kind=extension");
        await Set(_unitAdmin, "Input.EndOn", "2026-11-30");
        await Set(_unitAdmin, "Input.Why", "中试设备到货推迟一个月");
        await _unitAdmin.Press("提交申请");
        var change = _unitAdmin.Url;
        await _officer.Open("/programmes/changes");
        await _officer.Open(change);
        await _officer.Fill("意见", "情况属实");
        await _officer.Page.Locator("button[formaction*='Check']").First.ClickAsync();
        await _officer.Settle();
        await _leader.Open(change);
        await _leader.Fill("意见", "同意");
        await _leader.Page.Locator("button[formaction*='Approve']").First.ClickAsync();
        await _leader.Settle();
        Assert.Equal(new DateOnly(2026, 11, 30), await City.Db(db => db.Projects().Where(one => one.Id == project).Select(one => one.EndOn).SingleAsync()));

        await On(2026, 8, 3);
        await Renew(_projectLeader, _officer);
        await _projectLeader.Open($"/programmes/supervision/spending/{project}");
        if (await _projectLeader.Page.Locator("[name='Rows[0].Month']").CountAsync() == 0) await _projectLeader.Press("增加一行");
        await _projectLeader.Page.Locator("[name$='.Month']").First.FillAsync("2026-06");
        await Set(_projectLeader.Page.Locator("[name$='.Item']").First, "equipment");
        await _projectLeader.Page.Locator("[name$='.GrantFen']").First.FillAsync("12");
        await _projectLeader.Page.Locator("[name$='.OwnFen']").First.FillAsync("20");
        await _projectLeader.Press("保存");
        await _projectLeader.Open($"/programmes/supervision/midterm/{project}");
        await Set(_projectLeader, "f.progress", Words);
        await Set(_projectLeader, "f.next", Words);
        await Targets(_projectLeader, "6.2");
        await _projectLeader.Press("提交");
        await _officer.Open("/programmes/supervision");
        await _officer.Open($"/programmes/supervision/midterm/{project}");
        await _officer.Fill("审核意见", "进展符合任务书");
        await _officer.Page.Locator("button[formaction*='Pass']").First.ClickAsync();
        await _officer.Settle();
        await _officer.Open($"/programmes/supervision/visit/{project}");
        await Set(_officer, "Participants", "张允恭、李承砚");
        await Set(_officer, "Findings", "设备已到位，试验正在进行。");
        await _officer.Press("保存记录");
        await _officer.Open($"/programmes/supervision/project/{project}");
    }

    // 11 验收
    async Task Accept(Guid project)
    {
        await On(2026, 12, 1, 10);
        await Renew(_unitAdmin, _officer, _chief);
        // The daily round notices that the time is up.
        for (var i = 0; i < 60 && await ProjectState(project) != ProjectLifecycle.Due; i++) await Task.Delay(500, Cancel);
        Assert.Equal(ProjectLifecycle.Due, await ProjectState(project));
        await _unitAdmin.Open("/desk");
        await _unitAdmin.Open($"/programmes/acceptance/request/{project}");
        await Set(_unitAdmin, "f.summary", Words + Words);
        await Set(_unitAdmin, "f.results", Words);
        await Upload(_unitAdmin, "f.report", "科技报告.pdf");
        await Upload(_unitAdmin, "f.audit", "审计报告.pdf");
        await Upload(_unitAdmin, "f.self_finance", "决算.pdf");
        await Targets(_unitAdmin, "13.1");
        await _unitAdmin.Press("提交验收申请");
        Assert.Equal(ProjectLifecycle.AcceptanceRequested, await ProjectState(project));

        // A fifth and a sixth expert, for a panel of five.
        foreach (var name in (string[])["韩清越", "裴知书"])
        {
            var expert = new Expert { Name = name, OrganisationName = $"省检测院（{name[..1]}）", Title = "正高级工程师", Speciality = "检测", CreatedAt = City.Clock.Now };
            await City.Do(async (KeguanDb db) =>
            {
                var journal = new Journal(db, City.Clock, new CurrentActor { Value = Actor.System });
                journal.Act(ExpertLifecycle.Table, expert, "enter");
                journal.Act(ExpertLifecycle.Table, expert, "admit");
                db.Add(expert);
                await db.SaveChangesAsync();
            });
        }
        var experts = await City.Db(db => db.Set<Expert>().Where(one => one.State == ExpertLifecycle.Active).OrderBy(one => one.Id).Select(one => one.Id).Take(5).ToListAsync());
        await _officer.Open("/programmes/acceptance");
        await _officer.Open($"/programmes/acceptance/project/{project}");
        await Set(_officer, "PlannedOn", "2026-12-07");
        await Set(_officer, "Manner", "meeting");
        await Set(_officer, "Place", "局三楼会议室");
        for (var i = 0; i < experts.Count; i++) await Set(_officer, $"Experts[{i}]", experts[i].ToString());
        await _officer.Press("受理并组织验收");
        Assert.Equal(ProjectLifecycle.InAcceptance, await ProjectState(project));

        await On(2026, 12, 7, 15);
        await Renew(_officer, _chief);
        await _officer.Open($"/programmes/acceptance/project/{project}");
        for (var i = 0; i < 3; i++) await Set(_officer, $"Points[{i}].Points", "92");
        await Set(_officer, "Opinion", "专家组认为完成了任务书规定的内容，同意通过验收。");
        await _officer.Press("登记意见");
        await _officer.See("92.00");
        await _chief.Open($"/programmes/acceptance/project/{project}");
        await Set(_chief, "Conclusion", "pass");
        await _chief.Confirm("作出结论", "确认结论");
        Assert.Equal(ProjectLifecycle.Passed, await ProjectState(project));
    }

    // 12 绩效评价、归档
    async Task EvaluateAndArchive(Guid project)
    {
        await _officer.Open("/programmes/evaluation");
        await _officer.Open($"/programmes/evaluation/details/{project}");
        for (var i = 0; i < 4; i++) await Set(_officer, $"Points[{i}].Points", "91");
        await _officer.Press("提交评价");
        await _officer.See("优");
        await _officer.Confirm("归档", "归档");
        Assert.Equal(ProjectLifecycle.Archived, await ProjectState(project));
    }

    /// <summary>Those who look on: everything is there, nothing can be changed.</summary>
    async Task LookBack(Guid call, Guid application, Guid project)
    {
        await Renew(_inspector, _auditor, _unitAdmin, _leader);
        await _inspector.Open("/desk");
        foreach (var page in (string[])["/programmes/calls", $"/programmes/calls/details/{call}", "/programmes/applications", $"/programmes/applications/details/{application}", $"/programmes/applications/record/{application}", $"/programmes/applications/reviews/{application}", "/programmes/projects", $"/programmes/projects/details/{project}", $"/programmes/projects/record/{project}", $"/programmes/payments/project/{project}", $"/programmes/acceptance/project/{project}"])
        {
            await _inspector.Open(page);
            Assert.Equal(0, await _inspector.Page.Locator("main form[method=post] button.kg-primary:visible:not([disabled])").CountAsync());
        }
        await _auditor.Open("/desk");
        await _auditor.Open($"/programmes/payments/project/{project}");
        await _auditor.Open($"/programmes/projects/files/{project}");
        await _auditor.Open($"/programmes/evaluation/details/{project}");
        // The file was begun when the project was archived; Word and PDF take a moment.
        await _auditor.Open($"/programmes/archive/download/{project}");
        var zip = _auditor.Page.Locator("main a[href^='/files/']").First;
        for (var i = 0; i < 120 && await zip.CountAsync() == 0; i++)
        {
            await Task.Delay(500, Cancel);
            await _auditor.Open($"/programmes/archive/download/{project}");
        }
        var file = await _auditor.Page.RunAndWaitForDownloadAsync(() => zip.ClickAsync());
        Assert.EndsWith(".zip", file.SuggestedFilename, StringComparison.Ordinal);
        await _unitAdmin.Open($"/programmes/projects/details/{project}");
        await _unitAdmin.See("已归档");
        await _leader.Open("/programmes/projects");
        var visitor = await Anybody();
        await visitor.Open("/portal/results");

        // What the Journal says is what the project says, and its seal holds.
        var (grant, released, paid) = await City.Db(async db =>
        {
            var one = await db.Projects().AsNoTracking().SingleAsync(one => one.Id == project);
            return (one.GrantFen, one.ReleasedFen, one.PaidFen);
        });
        Assert.Equal((grant, grant), (released, paid));
        foreach (var (measure, quantity) in new[] { ("programme.applied", 1L), ("programme.recommended", 1), ("programme.accepted", 1), ("programme.reviewed", 1), ("programme.approved", 1), ("programme.grant", grant), ("programme.released", grant), ("programme.paid", grant), ("programme.passed", 1), ("programme.extended", 1) })
            Assert.Equal((measure, quantity), (measure, await City.Db(db => db.Set<Posting>().Where(posting => posting.Measure == measure).SumAsync(posting => posting.Quantity))));
        await City.Do((Sealer sealer) => sealer.SealAllAsync(Cancel));
        // People whom the harness signs in without an invitation have no entries; everything else must.
        Assert.Empty((await City.Ask((JournalVerifier verifier) => verifier.VerifyAsync(cancel: Cancel))).Findings.Where(finding => finding.Kind != FindingKind.Subject));
    }

    // ── by hand ───────────────────────────────────────────────────────────────────────────────────────

    async Task Targets(Person person, string value)
    {
        for (var i = 0; i < 3; i++)
        {
            await Set(person, $"Targets[{i}].Current", value);
            await Set(person, $"Targets[{i}].Text", "第三方检测报告 2026-118 号");
        }
    }

    static async Task Set(Person person, string name, string value)
    {
        var all = person.Page.Locator($"[name='{name}']:not([type=hidden])");
        if (await all.First.GetAttributeAsync("type") == "radio") await person.Page.Locator($"[name='{name}'][value='{value}']").First.CheckAsync(new LocatorCheckOptions { Force = true });
        else await Set(all.First, value);
    }

    static async Task Set(ILocator field, string value)
    {
        switch (await field.EvaluateAsync<string>("e => e.tagName === 'SELECT' ? 'select' : e.type"))
        {
            case "select" when await field.IsHiddenAsync():
                // Many choices: searched by code in the box that stands for it.
                var box = field.Page.Locator($"[id='{(await field.GetAttributeAsync("id"))!.Replace("-select", "", StringComparison.Ordinal)}']");
                await box.FillAsync(value);
                await box.PressAsync("Enter");
                Assert.Equal(value, await field.InputValueAsync());
                break;
            case "select": await field.SelectOptionAsync(new SelectOptionValue { Value = value }); break;
            case "checkbox": await field.SetCheckedAsync(value == "true"); break;
            default: await field.FillAsync(value); break;
        }
    }

    static Task Upload(Person person, string name, string fileName) => person.Page.Locator($"input[type=file][name='{name}']").First.SetInputFilesAsync(Pdf(fileName));

    static FilePayload Pdf(string name) => new() { Name = name, MimeType = "application/pdf", Buffer = Town.Pdf };

    /// <summary>Sets the clock of the city to a time of day in China.</summary>
    Task On(int year, int month, int day, int hour = 9)
    {
        City.Clock.China(year, month, day, hour);
        return Renew(_officer, _chief, _leader, _finance, _unitAdmin, _projectLeader, _filler);
    }

    async Task<Person> Renew(Person person)
    {
        await Renew([person]);
        return person;
    }

    Task<string> StateOf(Guid application) => City.Db(db => db.Applications().Where(one => one.Id == application).Select(one => one.State).SingleAsync());

    Task<string> ProjectState(Guid project) => City.Db(db => db.Projects().Where(one => one.Id == project).Select(one => one.State).SingleAsync());

    Task<(Account, RoleGrant)> AccountOf(string mail) => City.Db(async db =>
    {
        var account = await db.Users.AsNoTracking().SingleAsync(one => one.Email == mail);
        return (account, await db.Set<RoleGrant>().AsNoTracking().SingleAsync(one => one.AccountId == account.Id));
    });

    async Task<Organisation> CountyBureau()
    {
        var organisation = new Organisation { Uscc = Uscc.Make('1', '1', "990102", 20_111), Name = "云岭区科学技术局", NameKey = "云岭区科学技术局", Kind = "government", Area = "990102", FoundedOn = new DateOnly(2005, 1, 1), RegisteredAt = City.Clock.Now, ContactName = "沈砚秋" };
        await City.Do(async (KeguanDb db) =>
        {
            var journal = new Journal(db, City.Clock, new CurrentActor { Value = Actor.System });
            journal.Act(OrganisationLifecycle.Table, organisation, "register");
            journal.Act(OrganisationLifecycle.Table, organisation, "verify");
            db.Add(organisation);
            await db.SaveChangesAsync();
        });
        return organisation;
    }

    [GeneratedRegex(@"https?://\S+/accounts/\S+|/accounts/welcome\S+")]
    private static partial Regex Link();
}

public sealed class ProjectJourneyOnSqlite() : ProjectJourney(Database.Sqlite);

public sealed class ProjectJourneyOnPostgres() : ProjectJourney(Database.Postgres);
