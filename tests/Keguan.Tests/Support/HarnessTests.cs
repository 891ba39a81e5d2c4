using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Support;

/// <summary>What all other tests stand on: a city that starts, people who are signed in, forms that are filled in as a browser does.</summary>
public abstract class HarnessTests(City city) : CityTests(city)
{
    [Fact]
    public async Task A_city_has_its_tables_and_is_empty() =>
        Assert.Equal(0, await City.Db(db => db.Set<SignInSession>().CountAsync(session => session.Method == "no such method", Cancel)));

    [Fact]
    public async Task Whoever_is_signed_in_by_the_harness_is_who_he_is_for_the_application()
    {
        var city = await AnotherCity(map: Probe);
        using var officer = await city.As(Roles.Officer, section: "高新科");
        (await officer.Get("/probe/who")).Ok().Says("officer 高新科");

        using var member = await city.As(Roles.UnitAdmin, organisationName: "云江精密");
        (await member.Get("/probe/who")).Ok().Says("unit-admin 云江精密");
        (await officer.Get("/probe/who")).Ok().Says("officer");
    }

    [Fact]
    public async Task A_form_is_sent_as_a_browser_sends_it()
    {
        var city = await AnotherCity(map: Probe);
        using var officer = await city.As(Roles.Officer);
        var page = (await officer.Get("/probe/form")).Ok();

        var form = page.Form("保存").Set("项目名称", "柔性传感器").Set("Kind", "重点").Set("Mode", "self").Check("Agree").Tick("Rows", "r2").Attach("File", "说明.txt", [1, 2, 3]);
        Assert.Equal("h1", form["Hidden"]);
        var answer = (await form.Submit()).Ok().At("/probe/done");

        answer.Says("Input.Title=柔性传感器").Says("Kind=key").Says("Mode=self").Says("Agree=true,false").Says("Rows=r2").Says("action=save").Says("Outside=beside").Says("File=说明.txt:3").SaysNot("Off=");
    }

    [Fact]
    public async Task A_post_without_the_pages_token_is_refused()
    {
        var city = await AnotherCity(map: Probe);
        using var officer = await city.As(Roles.Officer);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Post("/probe/form", ("Title", "x"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await officer.Post("/probe/form", [("Title", "x")], from: "/probe/form")).Status);
    }

    [Fact]
    public async Task Queries_are_counted_across_the_requests_of_a_test_and_not_of_others()
    {
        var city = await AnotherCity(map: Probe);
        using var officer = await city.As(Roles.Officer);
        using var queries = city.CountQueries();
        await officer.Get("/probe/who");
        Assert.Equal(1, queries.Count);
        Assert.Contains("sign_in_sessions", queries.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_when_the_clock_goes_past_it_and_signing_in_again_helps()
    {
        var city = await AnotherCity(map: Probe);
        using var officer = await city.As(Roles.Officer);
        city.Clock.Forward(days: 3);
        var turnedAway = await officer.SendOnce(new HttpRequestMessage(HttpMethod.Get, "/probe/who"), Cancel);
        Assert.Equal(HttpStatusCode.Redirect, turnedAway.StatusCode);
        await city.SignIn(officer);
        (await officer.Get("/probe/who")).Says("officer");
    }

    [Fact]
    public async Task Two_cities_know_nothing_of_each_other_and_survive_a_restart()
    {
        var one = await AnotherCity(map: Probe);
        var other = await AnotherCity();
        using var officer = await one.As(Roles.Officer);
        Assert.Equal(0, await other.Db(db => db.Users.CountAsync(Cancel)));
        await one.RestartAsync();
        Assert.Equal(1, await one.Db(db => db.Users.CountAsync(Cancel)));
        using var again = one.Public();
        foreach (var cookie in officer.Cookies) again.Cookies[cookie.Key] = cookie.Value;
        (await again.Get("/probe/who")).Ok().Says("officer");
    }

    static void Probe(WebApplication app) => app.Map("/probe/{page}", Answer).RequireAuthorization();

    static async Task Answer(HttpContext http)
    {
        var antiforgery = http.RequestServices.GetRequiredService<IAntiforgery>();
        var actor = http.RequestServices.GetRequiredService<CurrentActor>().Value;
        http.Response.ContentType = "text/html; charset=utf-8";
        switch (http.Request.Method, http.Request.Path.Value)
        {
            case ("GET", "/probe/who"):
                await http.Response.WriteAsync($"<main>{actor.Role} {actor.Section}{actor.OrganisationName}</main>");
                break;
            case ("GET", "/probe/form"):
                var token = antiforgery.GetAndStoreTokens(http).RequestToken;
                await http.Response.WriteAsync($"""
                    <main><form method="post" action="/probe/form" enctype="multipart/form-data" id="f">
                    <input type="hidden" name="__RequestVerificationToken" value="{token}"><input type="hidden" name="Hidden" value="h1">
                    <label for="t">项目名称 <b>*</b></label><input id="t" name="Input.Title">
                    <select name="Kind"><option value="plain">一般<option value="key">重点</select>
                    <label><input type="radio" name="Mode" value="grant" checked>前补助</label><label><input type="radio" name="Mode" value="self">自筹</label>
                    <input type="checkbox" name="Agree" value="true"><input type="checkbox" name="Rows" value="r1"><input type="checkbox" name="Rows" value="r2">
                    <input name="Off" value="x" disabled><input type="file" name="File"><input type="hidden" name="Agree" value="false">
                    <button name="action" value="save">保存</button><button name="action" value="drop">删除</button></form>
                    <input name="Outside" form="f" value="beside"></main>
                    """);
                break;
            case ("POST", "/probe/form") when !await antiforgery.IsRequestValidAsync(http):
                http.Response.StatusCode = 400;
                break;
            case ("POST", "/probe/form"):
                var form = await http.Request.ReadFormAsync();
                var said = string.Join(";", form.Where(field => field.Key[0] != '_').Select(field => $"{field.Key}={field.Value}").Concat(form.Files.Select(file => $"{file.Name}={file.FileName}:{file.Length}")));
                http.Response.Redirect("/probe/done?said=" + Uri.EscapeDataString(said));
                break;
            case ("GET", "/probe/done"):
                await http.Response.WriteAsync("<main>" + WebUtility.HtmlEncode(http.Request.Query["said"]) + "</main>");
                break;
            default:
                http.Response.StatusCode = 404;
                break;
        }
    }
}

public sealed class HarnessTestsOnSqlite(Sqlite city) : HarnessTests(city), IClassFixture<Sqlite>;

public sealed class HarnessTestsOnPostgres(Postgres city) : HarnessTests(city), IClassFixture<Postgres>;
