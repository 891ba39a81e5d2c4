using System.Text;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Imports;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Work;
using Keguan.Programmes.Payments;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes.Payments;

public abstract class PaymentTests(City city) : CityTests(city)
{
    [Fact]
    public async Task An_instalment_goes_from_the_plan_to_the_voucher_and_the_sums_agree_with_the_postings()
    {
        var granted = await Granted.FoundAsync(City, 20);
        var payments = await granted.Payments();
        Assert.Equal([14_000_000, 4_000_000, 2_000_000], payments.Select(one => one.AmountFen));
        Assert.All(payments, one => Assert.False(one.NeedsLeader));
        (await granted.Released(payments[0])).Says("待拨付 1 笔").Says("14.0");
        var now = await granted.Now();
        Assert.Equal((14_000_000, 0), (now.ReleasedFen, now.PaidFen));

        var unit = await City.As(Roles.UnitAdmin, granted.Enterprise.Id);
        (await unit.Open(granted.Url)).Says("已下达").Says("第 1 期");

        City.Clock.Forward(3);
        var finance = await City.As(Roles.Finance);
        (await Granted.Do(finance, granted.Id, payments[0], "Pay", ("On", "2026-03-05"), ("Voucher", "2026-0907"))).Ok().Says("已登记拨付").Says("2026-0907");
        now = await granted.Now();
        Assert.Equal((14_000_000, 14_000_000), (now.ReleasedFen, now.PaidFen));
        Assert.Equal(14_000_000, await granted.Posted("programme.released"));
        Assert.Equal(14_000_000, await granted.Posted("programme.paid"));

        // Twice is once.
        (await Granted.Do(finance, granted.Id, payments[0], "Pay", ("On", "2026-03-05"), ("Voucher", "2026-0908"))).Refused().Says("已拨付");
        Assert.Equal(14_000_000, await granted.Posted("programme.paid"));

        (await Granted.Do(finance, granted.Id, payments[0], "Recover", ("RecoverFen", "15"), ("Reason", "超额"))).Refused().Says("不能超过");
        (await Granted.Do(finance, granted.Id, payments[0], "Recover", ("RecoverFen", "5"), ("Reason", ""))).Refused().Says("须写明理由");
        (await Granted.Do(finance, granted.Id, payments[0], "Recover", ("RecoverFen", "5"), ("Reason", "审计核减"))).Ok();
        Assert.Equal(5_000_000, (await granted.Now()).RecoveredFen);
        Assert.Equal(5_000_000, await granted.Posted("programme.recovered"));
        (await finance.Open($"/programmes/projects/record/{granted.Id}")).Says("拨付 14.0 万元，凭证 2026-0907");
    }

    [Fact]
    public async Task From_the_threshold_on_the_leader_signs_too()
    {
        // 70 % of 42.9 万元 rounds to 30.0; of 42 to 29.4.
        var (below, at) = (await Granted.FoundAsync(City, 42), await Granted.FoundAsync(City, 50));
        var (officer, chief, leader) = (await City.As(Roles.Officer), await City.As(Roles.Chief), await City.As(Roles.Leader));
        var (small, large) = ((await below.Payments())[0], (await at.Payments())[0]);
        Assert.False(small.NeedsLeader);
        Assert.True(large.NeedsLeader);
        (await Granted.Do(chief, below.Id, small, "Request")).Is(System.Net.HttpStatusCode.Forbidden);
        (await Granted.Do(officer, below.Id, small, "Request")).Ok();
        (await Granted.Do(officer, at.Id, large, "Request")).Ok();
        (await Granted.Do(officer, at.Id, large, "Approve")).Is(System.Net.HttpStatusCode.Forbidden);
        (await Granted.Do(chief, below.Id, small, "Approve")).Ok();
        (await Granted.Do(chief, at.Id, large, "Approve")).Ok();
        Assert.Equal((PaymentLifecycle.Determined, PaymentLifecycle.Checked), ((await below.Payments())[0].State, (await at.Payments())[0].State));
        Assert.True(await City.Db(db => db.Set<Notice>().AnyAsync(notice => notice.AccountId == leader.AccountId && notice.TitleZh.Contains("待审批"))));
        (await chief.Post("/programmes/payments/release?handler=Release", [("Ids", large.Id.ToString())], at.Url)).Refused().Says("不能“下达”");
        (await Granted.Do(leader, at.Id, large, "Return", ("Reason", "先核对合同"))).Ok();
        Assert.Equal(PaymentLifecycle.Pending, (await at.Payments())[0].State);
        (await Granted.Do(officer, at.Id, large, "Request")).Ok();
        (await Granted.Do(chief, at.Id, large, "Approve")).Ok();
        (await Granted.Do(leader, at.Id, large, "ApproveHigh")).Ok();
        Assert.Equal(PaymentLifecycle.Determined, (await at.Payments())[0].State);
    }

    [Fact]
    public async Task An_instalment_waits_for_its_condition_and_the_page_says_which()
    {
        var granted = await Granted.FoundAsync(City, 20, signed: false);
        var officer = await City.As(Roles.Officer);
        var payments = await granted.Payments();
        (await officer.Open(granted.Url)).Says("任务书尚未生效");
        (await Granted.Do(officer, granted.Id, payments[0], "Request")).Refused().Says("任务书尚未生效");
        await granted.Tell("sign", step: true);
        (await officer.Open(granted.Url)).Says("条件已具备").Says("中期报告尚未通过").Says("验收尚未通过");
        (await Granted.Do(officer, granted.Id, payments[1], "Request")).Refused().Says("中期报告尚未通过");
        await granted.Tell("midterm-passed");
        (await Granted.Do(officer, granted.Id, payments[1], "Request")).Ok();
        (await Granted.Do(officer, granted.Id, payments[2], "Request")).Refused().Says("验收尚未通过");
        await granted.Tell("terminate", step: true);
        (await Granted.Do(officer, granted.Id, payments[0], "Request")).Refused().Says("不再拨款");
    }

    [Fact]
    public async Task What_is_subsidised_afterwards_is_paid_after_acceptance_and_evaluation()
    {
        var granted = await Granted.FoundAsync(City, 20, "post-subsidy");
        var officer = await City.As(Roles.Officer);
        var only = Assert.Single(await granted.Payments());
        Assert.Equal(20_000_000, only.AmountFen);
        foreach (var step in (string[])["request-acceptance", "begin-acceptance", "pass"]) await granted.Tell(step, step: true);
        (await Granted.Do(officer, granted.Id, only, "Request")).Refused().Says("绩效评价尚未完成");
        await granted.Tell("evaluate", step: true);
        (await Granted.Do(officer, granted.Id, only, "Request")).Ok();
    }

    [Fact]
    public async Task A_self_funded_project_has_no_payments()
    {
        var granted = await Granted.FoundAsync(City, 0, "self-funded");
        (await (await City.As(Roles.Officer)).Open(granted.Url)).Says("没有拨款计划");
    }

    [Fact]
    public async Task Several_go_through_the_list_at_once_and_those_that_can_not_are_named()
    {
        var (one, two) = (await Granted.FoundAsync(City, 20), await Granted.FoundAsync(City, 30));
        var (officer, chief, finance) = (await City.As(Roles.Officer), await City.As(Roles.Chief), await City.As(Roles.Finance));
        var all = (await one.Payments()).Concat(await two.Payments()).ToList();
        (string, string?)[] ids = [.. all.Where(payment => payment.Number < 3).Select(payment => ("ids", (string?)payment.Id.ToString()))];
        (await officer.Post("/programmes/payments?handler=Request", ids, "/programmes/payments")).Ok().Says("已申请 2 笔").Says("中期报告尚未通过");
        (string, string?)[] first = [.. all.Where(payment => payment.Number == 1).Select(payment => ("ids", (string?)payment.Id.ToString()))];
        (await chief.Post("/programmes/payments?handler=Approve", first, "/programmes/payments")).Ok().Says("已审核通过 2 笔");
        (await officer.Post("/programmes/payments?handler=Approve", first, "/programmes/payments")).Is(System.Net.HttpStatusCode.Forbidden);
        (await chief.Post("/programmes/payments/release", first, "/programmes/payments")).Ok().Says("请核对").Says("35.0");
        var list = (await chief.Screen!.Form("下达并送财务").Set("Document", "云科发[2026]第88号").Submit()).Ok().Says("云科发〔2026〕88号").Says("BK2026-");
        Assert.Equal((14_000_000, 21_000_000), ((await one.Now()).ReleasedFen, (await two.Now()).ReleasedFen));

        var excel = await finance.Get(list.Path + "?handler=Excel");
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel.Ok().ContentType);
        (await finance.Open("/programmes/payments?state=released")).Says(one.Project.Number).Says(two.Project.Number);

        // Paid together, with one voucher; the day must not lie ahead.
        var pay = (await finance.Post("/programmes/payments/pay", first, "/programmes/payments")).Ok();
        pay = (await pay.Form("登记拨付").Set("AllOn", "2026-03-03").Set("AllVoucher", "2026-77").Submit()).Invalid().Says("不能晚于今天");
        pay = (await pay.Form("登记拨付").Set("AllOn", "2026-03-02").Set("AllVoucher", "").Submit()).Invalid().Says("请填写凭证号");
        (await pay.Form("登记拨付").Set("AllVoucher", "2026-77").Submit()).Ok().Says("已登记拨付 2 笔");
        Assert.Equal(14_000_000, await one.Posted("programme.paid"));
        Assert.Equal(21_000_000, await two.Posted("programme.paid"));
        // The number has been used.
        var again = (await granted(3)).Payments();
        Assert.False((await again)[0].ReleaseDocument.Length > 0);

        async Task<Granted> granted(int wan) => await Granted.FoundAsync(City, wan);
    }

    [Fact]
    public async Task The_list_comes_back_from_finance_with_days_and_vouchers_or_not_at_all()
    {
        var granted = await Granted.FoundAsync(City, 20);
        var payment = (await granted.Payments())[0];
        await granted.Released(payment);
        var list = (await granted.Payments())[0].ListNumber;
        var finance = new Actor { AccountId = Guid.NewGuid(), Role = Roles.Finance.Code, Name = "周既明" };
        byte[] Sheet(string amount, string day) => Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes($"清单号,项目编号,期次,拨付金额（元）,拨付日期,凭证号\n{list},{granted.Project.Number},1,{amount},{day},2026-0907\n")).ToArray();

        async Task<ImportReading> Read(byte[] sheet)
        {
            await using var scope = City.ScopeOf(finance);
            var services = scope.ServiceProvider;
            var definition = services.GetRequiredService<ImportRegistry>().Find("programmes/payments")!;
            return await services.GetRequiredService<Importer>().ReadAsync(definition, new MemoryStream(sheet), null, Cancel);
        }

        Assert.Contains("应为 140,000.00 元", Assert.Single((await Read(Sheet("140001", "2026-03-02"))).Faults).Message.Zh);
        Assert.Contains("不能晚于今天", Assert.Single((await Read(Sheet("140000", "2026-03-03"))).Faults).Message.Zh);
        await using (var scope = City.ScopeOf(finance))
        {
            var services = scope.ServiceProvider;
            var definition = services.GetRequiredService<ImportRegistry>().Find("programmes/payments")!;
            await services.GetRequiredService<Importer>().ApplyAsync(definition, new MemoryStream(Sheet("140000", "2026-03-02")), "拨付.csv", cancel: Cancel);
        }
        Assert.Equal(14_000_000, (await granted.Now()).PaidFen);
        Assert.Equal("2026-0907", (await granted.Payments())[0].Voucher);
        Assert.Contains("已拨付", Assert.Single((await Read(Sheet("140000", "2026-03-02"))).Faults).Message.Zh);
    }

    [Fact]
    public async Task The_balance_of_any_day_comes_from_the_postings()
    {
        var granted = await Granted.FoundAsync(City, 20);
        var payment = (await granted.Payments())[0];
        City.Clock.Forward(2);
        await granted.Released(payment);
        City.Clock.Forward(5);
        var finance = await City.As(Roles.Finance);
        (await Granted.Do(finance, granted.Id, payment, "Pay", ("On", "2026-03-06"), ("Voucher", "V-1"))).Ok();
        (await Granted.Do(finance, granted.Id, payment, "Recover", ("RecoverFen", "4"), ("Reason", "审计核减"))).Ok();

        async Task<Balance> On(int day) => (await City.Db(db => Balances.PerProjectAsync(db, new DateOnly(2026, 3, day), "science-plan", granted.Project.Batch))) is { Count: > 0 } found ? found[0].Balance : Balance.Nothing;
        Assert.Equal(Balance.Nothing, await On(1));
        Assert.Equal((20_000_000, 0, 0, 0), Of(await On(2)));
        Assert.Equal((20_000_000, 14_000_000, 0, 0), Of(await On(5)));
        Assert.Equal((20_000_000, 14_000_000, 14_000_000, 0), Of(await On(6)));
        Assert.Equal((20_000_000, 14_000_000, 14_000_000, 4_000_000), Of(await On(9)));
        Assert.Equal(6_000_000, (await On(9)).OutstandingFen);
        var batch = (await City.Db(db => Balances.PerBatchAsync(db, new DateOnly(2026, 3, 9)))).Single(one => one.Batch == granted.Project.Batch);
        Assert.Equal(Of(await On(9)), Of(batch));

        var page = await finance.Open($"/programmes/payments/balance?on=2026-03-05&definition=science-plan&batch={granted.Project.Batch}");
        page.Says(granted.Project.Number).Says("14.0");
        Assert.Contains(page.Document.QuerySelectorAll("a[href*='/payments/postings']"), link => link.TextContent.Contains("14.0", StringComparison.Ordinal));
        var source = await page.Click("a[href*='programme.released']");
        source.Ok().Says("下达第 1 期").Says("14.0").Says("符合 1");
        (await finance.Open("/programmes/payments/balance?by=fund")).Says("2026");
        (await finance.Open("/programmes/payments/balance?by=batch")).Says(granted.Project.Batch);
        Assert.Contains(granted.Project.Number, (await finance.Get($"/programmes/payments/balance?handler=Export&as=csv&on=2026-03-09&definition=science-plan&batch={granted.Project.Batch}")).Ok().Html);
        (await (await City.As(Roles.UnitAdmin, granted.Enterprise.Id)).Get("/programmes/payments/balance")).Is(System.Net.HttpStatusCode.Forbidden);

        static (long, long, long, long) Of(Balance one) => (one.GrantedFen, one.ReleasedFen, one.PaidFen, one.RecoveredFen);
    }

    [Fact]
    public async Task A_release_that_was_not_paid_is_taken_back_as_a_whole()
    {
        var granted = await Granted.FoundAsync(City, 20);
        var payment = (await granted.Payments())[0];
        await granted.Released(payment);
        var finance = await City.As(Roles.Finance);
        (await Granted.Do(finance, granted.Id, payment, "Recover", ("RecoverFen", "3"), ("Reason", "项目终止"))).Refused().Says("全额撤回");
        (await Granted.Do(finance, granted.Id, payment, "Recover", ("Reason", "项目终止"))).Ok();
        Assert.Equal(0, (await granted.Now()).ReleasedFen);
        Assert.Equal(0, await granted.Posted("programme.released"));
        Assert.Equal(0, await granted.Posted("programme.recovered"));
    }

    [Fact]
    public async Task Of_two_who_pay_at_once_one_is_refused()
    {
        var granted = await Granted.FoundAsync(City, 20);
        var payment = (await granted.Payments())[0];
        await granted.Released(payment);
        var (one, two) = (await City.As(Roles.Finance), await City.As(Roles.Finance));
        await one.Open(granted.Url);
        await two.Open(granted.Url);
        var answers = await Task.WhenAll(new[] { one, two }.Select(visitor => Task.Run(() => visitor.Post(granted.Url + "?handler=Pay", ("Payment", payment.Id.ToString()), ("On", "2026-03-02"), ("Voucher", "V-2")))));
        Assert.Equal([200, 409], answers.Select(answer => (int)answer.Status).Order());
        Assert.Equal(14_000_000, (await granted.Now()).PaidFen);
        Assert.Equal(14_000_000, await granted.Posted("programme.paid"));
    }

    [Fact]
    public async Task Others_payments_are_not_there()
    {
        var (mine, other) = (await Granted.FoundAsync(City, 20), await Granted.FoundAsync(City, 20));
        var unit = await City.As(Roles.UnitAdmin, mine.Enterprise.Id);
        (await unit.Get(other.Url)).Missing();
        (await unit.Open("/programmes/payments")).Says(mine.Project.Number).SaysNot(other.Project.Number);
        var chief = await City.As(Roles.Chief);
        var payment = (await mine.Payments())[0];
        // The payment of one project can't be acted on under another's address.
        (await Granted.Do(await City.As(Roles.Officer), other.Id, payment, "Request")).Missing();
        (await chief.Get($"/programmes/payments/project/{Guid.NewGuid()}")).Missing();
        (await (await City.As(Roles.Expert)).Get(mine.Url)).Is(System.Net.HttpStatusCode.Forbidden);
        (await unit.Get("/programmes/payments/release")).Is(System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_desks_say_what_waits()
    {
        var granted = await Granted.FoundAsync(City, 20);
        var payment = (await granted.Payments())[0];
        async Task<int> Waiting(Role role, string url) => await City.Ask(async (KeguanDb db) =>
            (await new PaymentWork().QueuesAsync(db, new Actor { Role = role.Code }, City.Clock.Now, Cancel)).Where(queue => queue.Url.Contains(url, StringComparison.Ordinal)).Sum(queue => queue.Count));
        var (before, toApprove) = (await Waiting(Roles.Officer, "pending"), await Waiting(Roles.Chief, "requested"));
        (await Granted.Do(await City.As(Roles.Officer), granted.Id, payment, "Request")).Ok();
        Assert.Equal(before - 1, await Waiting(Roles.Officer, "pending"));
        Assert.Equal(toApprove + 1, await Waiting(Roles.Chief, "requested"));
    }
}

public sealed class PaymentTestsOnSqlite(Sqlite city) : PaymentTests(city), IClassFixture<Sqlite>;

public sealed class PaymentTestsOnPostgres(Postgres city) : PaymentTests(city), IClassFixture<Postgres>;
