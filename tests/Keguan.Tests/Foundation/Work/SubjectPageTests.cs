using Keguan.Foundation.Access;
using Keguan.Foundation.Work;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Payments;
using Keguan.Tests.Programmes.Payments;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Work;

/// <summary>What the Journal speaks of can be opened.</summary>
public abstract class SubjectPageTests(City city) : CityTests(city)
{
    [Fact]
    public void Every_kind_of_subject_names_its_page()
    {
        // What happens to accounts is the audit administrator's alone.
        var without = City.Services.GetRequiredService<Keguan.Foundation.Lifecycle.Lifecycles>().All.Select(one => one.Subject).Except(["account"]).Except(City.Services.GetServices<SubjectPage>().Select(page => page.Subject)).ToList();
        Assert.True(without.Count == 0, "AddSubjectPage is missing in the module of: " + string.Join(", ", without));
    }

    [Fact]
    public async Task The_records_lead_to_the_subject_s_page_where_the_reader_may_open_it()
    {
        var granted = await Granted.FoundAsync(City, 20);
        var payment = (await granted.Payments())[0];
        await granted.Released(payment);
        using var inspector = await City.As(Roles.Inspector);
        var page = await inspector.Open("/journal?kind=payment");
        Assert.Contains(granted.Url, page.Document.QuerySelectorAll("td a").Select(link => link.GetAttribute("href")));
        (await page.Click($"a[href='{granted.Url}']")).Ok().Says("第 1 期");
        page = await inspector.Open("/journal?kind=organisation");
        (await page.Click($"a[href='/organisations/details/{granted.Enterprise.Id}']")).Ok().Says(granted.Enterprise.Name);

        // In the record of the project its payments lead to their page; the project itself is here.
        var record = await inspector.Open($"/programmes/projects/record/{granted.Id}");
        Assert.All(record.Document.QuerySelectorAll(".kg-timeline a").Select(link => link.GetAttribute("href")), url => Assert.Equal(granted.Url, url));
        Assert.True(record.Has(".kg-timeline a"));
    }

    [Fact]
    public async Task In_English_an_entry_is_a_sentence_of_what_was_done_to_what_with_the_money_and_the_state_after_it()
    {
        var granted = await Granted.FoundAsync(City, 20);
        await granted.Released((await granted.Payments())[0]);
        using var inspector = await City.As(Roles.Inspector);
        var record = await inspector.Open($"/programmes/projects/record/{granted.Id}?lang=en");
        record.Says("Payment: released, ¥140,000.").Says("Project: approved, ¥200,000. It is now “Agreement pending”.");
        Assert.DoesNotMatch("\\p{IsCJKUnifiedIdeographs}", string.Concat(record.Document.QuerySelectorAll(".kg-timeline li").Select(line => line.TextContent)).Replace("系统", "", StringComparison.Ordinal).Replace("经办人", "", StringComparison.Ordinal).Replace("科长", "", StringComparison.Ordinal));
        (await inspector.Open($"/programmes/projects/record/{granted.Id}?lang=zh")).Says("下达第 1 期");
    }

    [Fact]
    public void Sentences_name_subject_act_money_and_state()
    {
        var lifecycles = new Keguan.Foundation.Lifecycle.Lifecycles([PaymentLifecycle.Table, AgreementLifecycle.Table]);
        Assert.Equal("Payment: paid, ¥280,000.", lifecycles.Told("payment", "pay", PaymentLifecycle.Released, PaymentLifecycle.Paid, 28_000_000).En);
        Assert.Equal("Agreement: submitted. It is now “Awaiting review”.", lifecycles.Told("agreement", "submit", AgreementLifecycle.Drafted, AgreementLifecycle.Submitted).En);
        Assert.Equal("Agreement: corrected.", lifecycles.Told("agreement", "correct", AgreementLifecycle.Drafted, AgreementLifecycle.Drafted).En);
        Assert.Equal("提交审核", lifecycles.Told("agreement", "submit", AgreementLifecycle.Drafted, AgreementLifecycle.Submitted).Zh);
        Assert.Equal("corrected", lifecycles.Told("nothing", "correct", "", "").En);
    }
}

public sealed class SubjectPageTestsOnSqlite(Sqlite city) : SubjectPageTests(city), IClassFixture<Sqlite>;

public sealed class SubjectPageTestsOnPostgres(Postgres city) : SubjectPageTests(city), IClassFixture<Postgres>;
