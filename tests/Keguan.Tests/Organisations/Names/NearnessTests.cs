using Keguan.Foundation.Codes;
using Keguan.Organisations;
using Keguan.Organisations.Names;
using Microsoft.Extensions.Options;

namespace Keguan.Tests.Organisations.Names;

public sealed class NearnessTests
{
    static readonly NameReader Reader = new(CodeTables.Default, Options.Create(new OrganisationOptions()));

    static Near? Near(string one, string other) => Nearness.Of(Reader.Read(one), Reader.Read(other));

    [Theory]
    [InlineData("云江市瀚拓智能装备有限公司", "云江", "瀚拓智能装备")]
    [InlineData("云江瀚拓智能装备股份有限公司", "云江", "瀚拓智能装备")]
    [InlineData("示范省云江市金渡市瀚拓智能装备有限责任公司", "金渡", "瀚拓智能装备")]
    [InlineData("瀚拓（金渡）智能装备有限公司", "", "瀚拓金渡智能装备")]
    [InlineData("云江市农业科学研究院", "云江", "农业科学研究院")]
    [InlineData("云江学院", "云江", "学院")]
    [InlineData("云岭区第一小学", "云岭", "第一小学")]
    [InlineData("岱岳激光装备有限公司", "", "岱岳激光装备")]
    public void Our_own_areas_in_front_and_the_legal_form_are_left_out(string name, string area, string core) => Assert.Equal(new NameParts(area, core), Reader.Read(name));

    [Theory]
    [InlineData("云江市瀚拓智能装备有限公司", "云江瀚拓智能装备股份有限公司", "名称实质相同")]
    [InlineData("云江瀚拓智能装备有限公司", "金渡瀚拓智能装备有限公司", "名称实质相同")]
    [InlineData("云江瀚拓智能装备有限公司", "云江瀚拓智能装配有限公司", "仅差 1 个字")]
    [InlineData("云江瀚拓智能装备有限公司", "云江拓瀚智能装备有限公司", "仅差 1 个字")]
    [InlineData("云江瀚拓智能装备有限公司", "云江瀚拓智能装备有限公司白塔分公司", "一方名称包含另一方")]
    [InlineData("云江瀚拓智能装备有限公司", "云江瀚拓智能科技有限公司", "字号相同，行业相近")]
    [InlineData("云江市先进制造技术工程研究院", "云江市先进智造技术工程研究所", "仅差 2 个字")]
    public void Names_that_may_mean_the_same_are_near_with_a_reason_either_way_round(string one, string other, string reason)
    {
        Assert.Equal(reason, Near(one, other)?.Reason.Zh);
        Assert.Equal(reason, Near(other, one)?.Reason.Zh);
        Assert.False(Near(one, other)!.Value.Weak);
    }

    [Theory]
    [InlineData("云江瀚拓智能装备有限公司", "云江瀚石智能装备有限公司")]
    [InlineData("云江昌澍制动系统有限公司", "云江元澍制动系统有限公司")]
    public void One_other_character_in_the_trade_name_says_little_by_itself(string one, string other)
    {
        Assert.True(Near(one, other)!.Value.Weak);
        Assert.True(Near(other, one)!.Value.Weak);
    }

    [Theory]
    [InlineData("云江启衡新材料有限公司", "云江晟钧新材料有限公司")]
    [InlineData("云江晟钧智能装备有限公司", "云江瀚拓智能装备有限公司")]
    [InlineData("云江市第一人民医院", "云江市第二人民医院")]
    [InlineData("云江市人民医院", "云江市第二人民医院")]
    [InlineData("云江市人民医院", "临江区人民医院")]
    [InlineData("云江市妇幼保健院", "金渡市妇幼保健院")]
    [InlineData("云岭区清塘油茶专业合作社", "云岭区晨露油茶专业合作社")]
    [InlineData("云江市交通规划设计研究院", "云江市城乡规划设计研究院")]
    [InlineData("云江鹤鸣激光装备有限公司", "云江岱岳激光装备有限公司")]
    [InlineData("云江瀚拓智能装备有限公司", "云江瀚拓物业管理有限公司")]
    [InlineData("云江学院", "云江医院")]
    public void Names_that_mean_different_ones_are_not(string one, string other)
    {
        Assert.Null(Near(one, other));
        Assert.Null(Near(other, one));
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("瀚拓", "", 2)]
    [InlineData("瀚拓智能", "瀚拓智能", 0)]
    [InlineData("瀚拓智能", "瀚石智能", 1)]
    [InlineData("瀚拓智能", "拓瀚智能", 1)]
    [InlineData("瀚拓智能", "瀚拓智慧能源", 2)]
    public void The_distance_counts_characters_put_in_taken_out_replaced_or_exchanged(string a, string b, int distance) => Assert.Equal(distance, Nearness.Distance(a, b));

    [Fact]
    public void A_name_shorter_than_two_characters_still_has_an_index() => Assert.Equal(["甲"], Reader.Read("甲有限公司").Grams);
}
