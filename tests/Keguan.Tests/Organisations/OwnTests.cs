using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Files;
using Keguan.Organisations;
using Keguan.Organisations.Exports;
using Keguan.Tests.Foundation.Files;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Organisations;

/// <summary>单位信息: what a member sees of his own organisation, and what its administrator changes.</summary>
public abstract class OwnTests(City city) : CityTests(city)
{
    [Fact]
    public async Task A_member_sees_his_own_organisation_and_only_an_administrator_changes_it()
    {
        var organisation = await City.Organisation("云江自家食品有限公司");
        using var filler = await City.Member(organisation, Roles.Filler);
        var page = await filler.Open("/organisations/own");
        page.Says("云江自家食品有限公司").Says(organisation.Uscc).Says("C34 通用设备制造业").Says("登记").SaysNot("修改单位信息");
        Assert.False(page.Has("a[href='/organisations/own/edit']"));
        (await filler.Get("/organisations/own/edit")).Is(HttpStatusCode.Forbidden);
        using var officer = await City.As(Roles.Officer);
        (await officer.Get("/organisations/own")).Is(HttpStatusCode.Forbidden);
        using var nobody = await City.As(Roles.UnitAdmin, Guid.NewGuid());
        (await nobody.Get("/organisations/own")).Missing();
        (await nobody.Get("/organisations/own/edit")).Missing();
    }

    [Fact]
    public async Task A_change_holds_at_once_and_the_entry_keeps_before_and_after()
    {
        var organisation = await City.Organisation("云江改址模具有限公司");
        using var administrator = await City.Member(organisation);
        var page = await (await administrator.Open("/organisations/own")).Click("修改");
        page.At("/organisations/own/edit");
        page = await page.Form("保存").Set("Facts.Address", "科创路 9 号").Set("Facts.Staff", 150).Submit();
        page.Ok().At("/organisations/own").Says("已保存").Says("科创路 9 号").Says("修改住所、职工人数");
        var now = await City.Again(organisation);
        Assert.Equal(("科创路 9 号", 150, OrganisationLifecycle.Verified), (now.Address, now.Staff, now.State));
        var entry = (await City.Entries(organisation.Id))[^1];
        Assert.Equal("revise", entry.Action);
        Assert.Contains("\"field\":\"住所\",\"before\":\"工业路 1 号\",\"after\":\"科创路 9 号\"", entry.Text!.Payload, StringComparison.Ordinal);
        Assert.DoesNotContain("联系人", entry.Text.Payload, StringComparison.Ordinal);

        (await (await administrator.Open("/organisations/own/edit")).Form("保存").Submit()).Ok().Says("没有改动");
        (await (await administrator.Open("/organisations/own/edit")).Form("保存").Set("Facts.Address", "").Set("Input.Name", "").Submit()).Invalid().Says("请填写住所").Says("请填写单位名称");
    }

    [Fact]
    public async Task A_new_name_is_verified_anew_and_the_old_one_is_kept()
    {
        var organisation = await City.Organisation("云江原名纸业有限公司");
        using var administrator = await City.Member(organisation);
        using var officer = await City.As(Roles.Officer);
        var page = await administrator.Open("/organisations/own/edit");
        (await page.Form("保存").Set("Input.Name", "云江新名纸业有限公司").Submit()).Invalid().Says("变更名称或代码须写明依据");
        City.Clock.Forward(3);
        await City.SignIn(administrator);
        await City.SignIn(officer);
        page = await administrator.Open("/organisations/own/edit");
        page = await page.Form("保存").Set("Input.Name", "云江新名纸业有限公司").Set("Input.Document", "准予变更〔2026〕7 号").Attach("change-proof", "通知书.pdf", Samples.Pdf()).Submit();
        page.Ok().Says("等待科技局核实").Says("云江原名纸业有限公司").Says("曾用名").Says("准予变更〔2026〕7 号");
        var now = await City.Again(organisation);
        Assert.Equal((OrganisationLifecycle.Registered, City.Clock.Now), (now.State, now.StateSince));
        Assert.NotNull(now.VerifiedAt);
        Assert.Equal("云江新名纸业有限公司", Assert.Single(await City.GrantsOf(organisation)).OrganisationName);
        Assert.Equal(("amend", "verified", "registered"), (await City.Entries(organisation.Id))[^1] is var entry ? (entry.Action, entry.From, entry.To) : default);
        Assert.Contains("单位变更名称或代码，待核实：云江新名纸业有限公司", await City.NoticesOf(officer.AccountId));
        var former = await City.Db(db => db.OrganisationNames().AsNoTracking().SingleAsync(name => name.OrganisationId == organisation.Id));
        Assert.Equal(("云江原名纸业有限公司", OrganisationName.Former, City.Clock.Today), (former.Name, former.Kind, former.To));
        Assert.Equal(1, await City.Db(db => db.Set<StoredFile>().CountAsync(file => file.SubjectId == organisation.Id && file.Slot == LicenceFile.Changes.Key)));
        (await (await officer.Open($"/organisations/details/{organisation.Id}")).Press("核实通过")).Ok().Says("在册");
    }

    [Fact]
    public async Task A_slip_corrected_before_verification_leaves_no_former_name()
    {
        var organisation = await City.Organisation("云江笔误塑料有限公司", OrganisationLifecycle.Registered);
        using var administrator = await City.Member(organisation);
        (await (await administrator.Open("/organisations/own/edit")).Form("保存").Set("Input.Name", "云江笔正塑料有限公司").Submit()).Ok();
        Assert.Equal("revise", (await City.Entries(organisation.Id))[^1].Action);
        Assert.False(await City.Db(db => db.OrganisationNames().AnyAsync(name => name.OrganisationId == organisation.Id)));
    }

    [Fact]
    public async Task Refused_it_is_corrected_and_comes_again()
    {
        var organisation = await City.Organisation("云江再交橡胶有限公司", OrganisationLifecycle.Refused);
        using var administrator = await City.Member(organisation);
        using var officer = await City.As(Roles.Officer);
        var page = await (await administrator.Open("/organisations/own")).Click("更正并再次提交");
        (await page.Form("保存并再次提交").Set("Facts.LegalRepresentative", "沈砚秋").Attach("licence", "新执照.pdf", Samples.Pdf()).Submit()).Ok().Says("等待科技局核实");
        var entry = (await City.Entries(organisation.Id))[^1];
        Assert.Equal(("resubmit", "refused", "registered"), (entry.Action, entry.From, entry.To));
        Assert.Contains("更正法定代表人、附件，再次提交", entry.Text!.Summary, StringComparison.Ordinal);
        Assert.Contains("单位更正后再次提交，待核实：云江再交橡胶有限公司", await City.NoticesOf(officer.AccountId));
    }

    [Fact]
    public async Task Another_organisation_s_code_is_refused_and_a_wrong_one_told()
    {
        var other = await City.Organisation("云江他家电缆有限公司");
        var organisation = await City.Organisation("云江我家电缆有限公司", OrganisationLifecycle.Registered);
        using var administrator = await City.Member(organisation);
        var page = await administrator.Open("/organisations/own/edit");
        var answer = (await page.Form("保存").Set("Input.Uscc", other.Uscc).Set("Facts.Address", "打了字").Submit()).Refused().Says("已由“云江他家电缆有限公司”登记");
        Assert.Equal("打了字", answer.Form("保存")["Facts.Address"]);
        (await page.Form("保存").Set("Input.Uscc", other.Uscc[..17]).Submit()).Invalid().Says("应为 18 位");
        Assert.Equal(organisation.Uscc, (await City.Again(organisation)).Uscc);
    }

    [Fact]
    public async Task The_licence_is_replaced_but_never_just_removed()
    {
        var organisation = await City.Organisation("云江换照灯具有限公司");
        using var administrator = await City.Member(organisation);
        await (await administrator.Open("/organisations/own/edit")).Form("保存").Attach("licence", "一.pdf", Samples.Pdf()).Submit();
        var page = await administrator.Open("/organisations/own/edit");
        var id = page.Document.QuerySelector("button[name=file-remove]")!.GetAttribute("value")!;
        (await page.Form("保存").Forge("file-remove", id).Submit()).Invalid().Says("不能只删除");
        page = await administrator.Open("/organisations/own/edit");
        (await page.Form("保存").Attach("licence.Replace." + id, "二.pdf", Samples.Pdf(filling: "% 2\n")).Submit()).Ok().Says("二.pdf");
        using var officer = await City.As(Roles.Officer);
        (await officer.Open($"/organisations/details/{organisation.Id}/files")).Says("一.pdf").Says("已更换").Says("二.pdf");
        (await administrator.Get("/files/" + id)).Missing();
        (await page.Form("保存").Attach("licence.Replace." + id, "三.pdf", Samples.Exe()).Submit()).Ok();
    }

    [Fact]
    public async Task Who_saves_over_somebody_else_s_change_is_told_and_keeps_what_he_typed()
    {
        var organisation = await City.Organisation("云江两改家具有限公司");
        using var one = await City.Member(organisation);
        using var other = await City.Member(organisation);
        var (first, second) = (await one.Open("/organisations/own/edit"), await other.Open("/organisations/own/edit"));
        (await first.Form("保存").Set("Facts.Address", "甲路 1 号").Submit()).Ok();
        var answer = (await second.Form("保存").Set("Facts.Staff", 7).Submit()).Refused().Says("刚才已有他人办理了此事项");
        Assert.Equal("7", answer.Form("保存")["Facts.Staff"]);
        Assert.Equal("甲路 1 号", (await City.Again(organisation)).Address);
        (await answer.Form("保存").Set("Facts.Address", "甲路 1 号").Submit()).Ok().Says("甲路 1 号");
    }

    [Fact]
    public async Task A_suspended_organisation_is_not_changed()
    {
        var organisation = await City.Organisation("云江歇业水泥有限公司", OrganisationLifecycle.Suspended);
        using var administrator = await City.Member(organisation);
        (await administrator.Open("/organisations/own")).Says("单位已停用，不能修改，请联系科技局").Says("歇业");
        (await (await administrator.Open("/organisations/own/edit")).Form("保存").Set("Facts.Address", "x 路").Submit()).Refused().Says("单位已停用，不能修改");
    }
}

public sealed class OwnTestsOnSqlite(Sqlite city) : OwnTests(city), IClassFixture<Sqlite>;

public sealed class OwnTestsOnPostgres(Postgres city) : OwnTests(city), IClassFixture<Postgres>;
