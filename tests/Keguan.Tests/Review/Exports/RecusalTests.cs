using Keguan.Foundation;
using Keguan.Review.Exports;

namespace Keguan.Tests.Review.Exports;

/// <summary>Who must stay out of a review, rule by rule.</summary>
public sealed class RecusalTests
{
    static readonly DateOnly Day = new(2026, 11, 20);
    static readonly Guid Enterprise = Guid.CreateVersion7();
    static readonly Text Role = Text.Same("申报单位");

    static readonly RecusalCase Subject = new()
    {
        Organisations = [new(Enterprise, "云江市瀚拓智能装备有限公司", Role), new(null, "云江大学", Text.Same("合作单位"))],
        People = [new("key-leader", "李承砚", Text.Same("项目负责人")), new("", "周予安", Text.Same("项目成员"))],
        Named = ["胡让先", "云江竞对科技有限公司"],
        Applicants = new HashSet<string> { "key-applicant" },
    };

    static Expert Expert(string name = "陈若谷", string organisation = "外省机械研究院", Guid? organisationId = null, string key = "key-expert") =>
        new() { Name = name, OrganisationName = organisation, OrganisationId = organisationId, IdKey = key, Title = "研究员", Speciality = "装备制造" };

    static string? Why(Expert expert, params ExpertRelation[] relations) => Recusal.Reason(expert, relations, Subject, Day)?.Zh;

    static ExpertRelation Relation(string organisation = "", string person = "", string key = "", DateOnly? until = null, Guid? id = null) =>
        new() { ExpertId = Guid.CreateVersion7(), Kind = "part-time", OrganisationName = organisation, OrganisationId = id, PersonName = person, PersonKey = key, Until = until };

    [Fact]
    public void Whoever_has_nothing_to_do_with_it_may_review() => Assert.Null(Why(Expert()));

    [Fact]
    public void Not_whose_employer_is_the_applicant_in_the_register() => Assert.Contains("同一单位", Why(Expert(organisation: "旧名精机厂", organisationId: Enterprise)), StringComparison.Ordinal);

    [Theory]
    [InlineData("云江市瀚拓智能装备有限公司")]
    [InlineData("云江瀚拓智能装备有限责任公司")]
    [InlineData("云江市瀚拓（智能装备）股份有限公司")]
    [InlineData("云江大学")]
    [InlineData("云江大学机械工程学院")]
    [InlineData("云江大学附属医院")]
    public void Not_whose_employer_has_the_name_in_any_of_its_forms(string organisation) => Assert.Contains("同一单位", Why(Expert(organisation: organisation)), StringComparison.Ordinal);

    [Theory]
    [InlineData("云江市中心医院")]
    [InlineData("云江")]
    [InlineData("东江大学")]
    public void Another_organisation_of_the_same_town_may(string organisation) => Assert.Null(Why(Expert(organisation: organisation)));

    [Fact]
    public void Not_the_leader_or_a_member_himself() => Assert.Contains("本人是项目负责人", Why(Expert(name: "李 承砚", key: "key-leader")), StringComparison.Ordinal);

    [Fact]
    public void Of_the_same_name_only_who_is_known_to_be_somebody_else_may()
    {
        Assert.Contains("同名", Why(Expert(name: "周予安")), StringComparison.Ordinal);
        Assert.Contains("同名", Why(Expert(name: "李承砚", key: "")), StringComparison.Ordinal);
        Assert.Null(Why(Expert(name: "李承砚", key: "key-another")));
    }

    [Fact]
    public void Not_with_a_declared_relation_to_an_organisation_by_name_or_id()
    {
        Assert.Contains("申报过", Why(Expert(), Relation("瀚拓"), Relation("云江瀚拓智能装备有限公司")), StringComparison.Ordinal);
        Assert.Contains("申报过", Why(Expert(), Relation("改过的名字", id: Enterprise)), StringComparison.Ordinal);
    }

    [Fact]
    public void Not_with_a_declared_relation_to_a_person_by_key_or_name()
    {
        Assert.Contains("李承砚", Why(Expert(), Relation(person: "李承砚")), StringComparison.Ordinal);
        Assert.Contains("李承砚", Why(Expert(), Relation(person: "别名", key: "key-leader")), StringComparison.Ordinal);
        Assert.Null(Why(Expert(), Relation(person: "李承砚", key: "key-another")));
    }

    [Fact]
    public void A_relation_counts_to_the_end_of_its_last_day()
    {
        Assert.NotNull(Why(Expert(), Relation("云江大学", until: Day)));
        Assert.Null(Why(Expert(), Relation("云江大学", until: Day.AddDays(-1))));
    }

    [Fact]
    public void Not_whom_the_applicant_named_nor_anybody_of_an_organisation_he_named()
    {
        Assert.Contains("申请回避", Why(Expert(name: "胡让先")), StringComparison.Ordinal);
        Assert.Contains("申请回避", Why(Expert(organisation: "云江市竞对科技股份有限公司")), StringComparison.Ordinal);
    }

    [Fact]
    public void Not_who_applies_in_the_same_call() => Assert.Contains("同批申报", Why(Expert(key: "key-applicant")), StringComparison.Ordinal);
}
