using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Organisations.Exports;
using Keguan.Organisations.Names;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Organisations.Names;

public abstract class NearNamesTests(City city) : CityTests(city)
{
    Task<IReadOnlyList<NearOrganisation>> Near(Organisation organisation, City? city = null) => (city ?? City).Ask((NearNames near) => near.FindAsync(Actor.System, organisation));

    [Fact]
    public async Task Near_equal_names_are_found_with_the_reason_and_others_are_not()
    {
        var own = await City.Organisation("云江璟禾精密仪器有限公司");
        var same = await City.Organisation("云江市璟禾精密仪器股份有限公司");
        var typo = await City.Organisation("云江景禾精密仪器有限公司");
        await City.Organisation("云江珺禾精密仪器有限公司", legal: "另有其人", address: "别路 9 号", phone: "0571-80000009");
        await City.Organisation("云江沐阳精密仪器有限公司");
        var found = await Near(own);
        Assert.Equal([same.Id, typo.Id], found.Select(one => one.Organisation.Id).OrderBy(id => id == typo.Id));
        Assert.Equal("名称实质相同", found.Single(one => one.Organisation.Id == same.Id).Reason.Zh);
        Assert.Equal("仅差 1 个字", found.Single(one => one.Organisation.Id == typo.Id).Reason.Zh);
    }

    [Fact]
    public async Task Former_names_and_aliases_count_on_both_sides()
    {
        var old = await City.Organisation("云江栖梧环保设备有限公司");
        await City.Save(new OrganisationName { OrganisationId = old.Id, Name = "云江青岚水处理工程有限公司", Kind = OrganisationName.Former, AddedAt = City.Clock.Now });
        var again = await City.Organisation("云江市青岚水处理工程有限公司");
        Assert.Equal("云江青岚水处理工程有限公司", Assert.Single(await Near(again)).By);
        Assert.Equal(again.Id, Assert.Single(await Near(old)).Organisation.Id);
    }

    [Fact]
    public async Task The_same_body_under_another_registry_is_found_whatever_it_is_called()
    {
        var institute = await City.Organisation("云江市皮革工业设计所", code: "12990102MA9TT00013", kind: "institute");
        var company = await City.Organisation("云江墨染设计有限公司", code: "91990102MA9TT00013");
        Assert.Contains("主体标识", Assert.Single(await Near(company)).Reason.Zh);
        Assert.Equal(company.Id, Assert.Single(await Near(institute)).Organisation.Id);
    }

    [Fact]
    public async Task The_index_follows_a_change_of_name_and_a_name_taken_away()
    {
        var one = await City.Organisation("云江鹿鸣食品机械有限公司");
        var other = await City.Organisation("云江听澜电子元件有限公司");
        Assert.Empty(await Near(other));
        await City.Do(async (KeguanDb db) =>
        {
            (await db.Organisations().SingleAsync(organisation => organisation.Id == one.Id)).Name = "云江听澜电子元器件有限公司";
            await db.SaveChangesAsync();
        });
        Assert.Equal(one.Id, Assert.Single(await Near(other)).Organisation.Id);
        var grams = await City.Db(db => db.Set<NameGram>().Where(gram => gram.OrganisationId == one.Id).Select(gram => gram.Gram).OrderBy(gram => gram).ToListAsync());
        Assert.Equal(City.Services.GetRequiredService<NameReader>().Read("云江听澜电子元器件有限公司").Grams.Order(StringComparer.Ordinal), grams.Order(StringComparer.Ordinal));
        Assert.Equal(Organisation.KeyOf("云江听澜电子元器件有限公司"), (await City.Again(one)).NameKey);

        var alias = new OrganisationName { OrganisationId = one.Id, Name = "鹿鸣食机", Kind = OrganisationName.Alias, AddedAt = City.Clock.Now };
        await City.Save(alias);
        await City.Do(async (KeguanDb db) =>
        {
            db.Remove(await db.OrganisationNames().SingleAsync(name => name.Id == alias.Id));
            await db.SaveChangesAsync();
        });
        Assert.False(await City.Db(db => db.Set<NameGram>().AnyAsync(gram => gram.NameId == alias.Id)));
    }

    [Fact]
    public async Task Among_thousands_only_a_few_are_compared()
    {
        var city = await AnotherCity();
        string[] names = ["瀚", "拓", "启", "衡", "晟", "钧", "澜", "石", "素", "练", "茗", "岭", "星", "堰", "砺", "川", "渡", "鸿", "临", "澍"];
        string[] trades = ["智能装备", "新材料科技", "环保工程", "精密机械", "生物医药"];
        await city.Do(async (KeguanDb db) =>
        {
            var number = 1_000_000;
            foreach (var a in names)
                foreach (var b in names)
                    foreach (var trade in trades)
                        db.Add(new Organisation { Uscc = Uscc.Make('9', '1', "990103", number++), Name = $"云江{a}{b}{trade}有限公司", Kind = "enterprise", Area = "990103" });
            await db.SaveChangesAsync();
        });
        var own = await city.Organisation("云江启衡新材料科技股份有限公司");
        using var queries = city.CountQueries();
        var found = await Near(own, city);
        Assert.Contains(found, one => one.Organisation.Name == "云江启衡新材料科技有限公司" && one.Reason.Zh == "名称实质相同");
        Assert.DoesNotContain(found, one => one.Organisation.Name.Contains("晟钧", StringComparison.Ordinal));
        Assert.InRange(queries.Count, 1, 6);
    }
}

public sealed class NearNamesTestsOnSqlite(Sqlite city) : NearNamesTests(city), IClassFixture<Sqlite>;

public sealed class NearNamesTestsOnPostgres(Postgres city) : NearNamesTests(city), IClassFixture<Postgres>;
