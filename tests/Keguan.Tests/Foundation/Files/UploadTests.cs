using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Files;

/// <summary>Files on their way from a browser through a page into the store, and out again.</summary>
public abstract class UploadTests(City city) : CityTests(city)
{
    [Fact]
    public async Task A_good_file_is_stored_and_comes_back_as_it_was()
    {
        var city = await AnotherCity(Probe);
        using var officer = await city.As(Roles.Officer);
        var page = await officer.Open("/probe/upload");
        (await page.Form().Set("Title", "标题").Attach("Upload", "瑞安𠮷㐂 合同.pdf", Samples.Pdf(), "application/x-msdownload").Submit()).Ok().Says("瑞安𠮷㐂 合同.pdf Pdf");

        var file = await officer.Screen!.Click("瑞安𠮷㐂 合同.pdf");
        Assert.Equal(Samples.Pdf(), file.Ok().Bytes);
        Assert.Equal("application/pdf", file.ContentType);
        Assert.Equal("瑞安𠮷㐂 合同.pdf", file.FileName);
        var headers = file.Response.Headers;
        Assert.StartsWith("attachment", file.Response.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("no-store, private", string.Join(", ", headers.CacheControl!.ToString().Split(", ").Order()));
        Assert.Empty(Incoming(city));
    }

    [Fact]
    public async Task A_refused_file_leaves_nothing_and_keeps_what_was_typed()
    {
        var city = await AnotherCity(Probe);
        using var officer = await city.As(Roles.Officer);
        var page = await officer.Open("/probe/upload");
        foreach (var (name, content, reason) in new[]
        {
            ("报表.pdf", Samples.Exe(), "该文件实际是可执行程序"), ("申报书.docx", Samples.Docx(), "只接受 PDF、PNG 图片"), ("密.pdf", Samples.Pdf("/Encrypt 4 0 R"), "取消加密"),
            ("大.pdf", new byte[3 << 20], "3 MB，超过“证明材料”的上限 2 MB"), ("空.pdf", [], "空文件"),
        })
        {
            var answer = (await page.Form().Set("Title", "打了很久的字").Attach("Upload", name, content).Submit()).Refused().Says(reason);
            Assert.Equal("打了很久的字", answer.Form()["Title"]);
        }
        Assert.Empty(Below(city, "documents"));
        Assert.Empty(Incoming(city));
        (await page.Form().Set("Title", "没有文件").Submit()).Invalid().Says("请选择文件");
    }

    [Fact]
    public async Task A_file_beyond_all_limits_is_answered_by_the_page_in_the_language_of_the_user()
    {
        var city = await AnotherCity(services => Probe(services, new UploadLimits { File = 1 << 20 }));
        using var officer = await city.As(Roles.Officer);
        var page = await officer.Open("/probe/upload");
        var answer = (await page.Form().Set("Title", "打了很久的字").Attach("Upload", "大.pdf", new byte[5 << 20]).Submit()).Refused().Says("有 5 MB，超过");
        Assert.Equal("打了很久的字", answer.Form()["Title"]);
        officer.InEnglish();
        (await page.Form().Attach("Upload", "大.pdf", new byte[5 << 20]).Submit()).Refused().Says("is 5 MB");
    }

    [Fact]
    public async Task More_than_is_ever_read_is_answered_with_413_in_the_language_of_the_user()
    {
        var city = await AnotherCity(services => Probe(services, new UploadLimits { File = 1 << 20, FieldCount = 50 }), onPort: true, realTime: true);
        using var officer = await city.As(Roles.Officer);
        var page = await officer.Open("/probe/upload");
        var many = page.Form();
        for (var i = 0; i < 100; i++) many.Forge($"Field{i}", "x");
        var answer = await many.Submit();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        answer.Says("413");

        officer.InEnglish();
        var request = page.Form().Attach("Upload", "巨.pdf", new byte[11 << 20]).Request();
        request.Headers.ExpectContinue = true;
        answer = await officer.Send(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        answer.Says("The file is too large");
        Assert.Empty(Incoming(city));
    }

    [Fact]
    public async Task An_upload_that_is_cut_off_leaves_nothing_behind()
    {
        var city = await AnotherCity(Probe);
        using var officer = await city.As(Roles.Officer);
        await officer.Open("/probe/upload");
        var whole = "--b\r\nContent-Disposition: form-data; name=\"Upload\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4 half of it";
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(whole));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        var answer = await officer.Send(new HttpRequestMessage(HttpMethod.Post, "/probe/upload") { Content = content });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        answer.Says("提交的内容不完整");
        Assert.Empty(Incoming(city));
    }

    [Fact]
    public async Task Who_may_not_see_a_file_does_not_learn_that_it_is_there()
    {
        var city = await AnotherCity(Probe);
        using var officer = await city.As(Roles.Officer);
        (await (await officer.Open("/probe/upload")).Form().Attach("Upload", "a.pdf", Samples.Pdf()).Submit()).Ok();
        var url = officer.Screen!.Document.QuerySelector("li a")!.GetAttribute("href")!;
        using var expert = await city.As(Roles.Expert);
        using var anybody = city.Public();
        (await expert.Get(url)).Missing();
        (await anybody.Get(url)).Missing();
        (await officer.Get("/files/" + Guid.NewGuid())).Missing();
        (await officer.Get("/files/..%2fkeguan.db")).Missing();

        // Whatever no module answers for is closed.
        var stray = new StoredFile { SubjectType = "nobody", SubjectId = Guid.NewGuid(), Slot = "x", Name = "a.pdf", Kind = FileKind.Pdf, Size = 1, Sha256 = new string('a', 64), UploadedAt = city.Clock.Now };
        await city.Save(stray);
        (await officer.Get(stray.Url)).Missing();

        // Removed is gone, also for those who saw it.
        await using var scope = city.ScopeOf();
        Assert.True(await scope.ServiceProvider.GetRequiredService<FileStore>().Remove(UploadProbeModel.Owner, Guid.Parse(url.Split('/')[^1]), Cancel));
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(Cancel);
        (await officer.Get(url)).Missing();
    }

    [Fact]
    public async Task A_part_of_a_file_can_be_asked_for_and_its_head_alone()
    {
        var city = await AnotherCity(Probe);
        using var officer = await city.As(Roles.Officer);
        (await (await officer.Open("/probe/upload")).Form().Attach("Upload", "a.pdf", Samples.Pdf()).Submit()).Ok();
        var url = officer.Screen!.Document.QuerySelector("li a")!.GetAttribute("href")!;

        var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(1, 4) } };
        var part = await officer.Send(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.Status);
        Assert.Equal("PDF-", Encoding.ASCII.GetString(part.Bytes));

        var head = await officer.Send(new HttpRequestMessage(HttpMethod.Head, url));
        Assert.Equal(Samples.Pdf().Length, head.Ok().Response.Content.Headers.ContentLength);

        var view = (await officer.Get(url + "?view")).Ok();
        Assert.StartsWith("inline", view.Response.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Contains("default-src 'none'", view.Response.Headers.GetValues("Content-Security-Policy").Single());
    }

    internal static void Probe(IServiceCollection services) => Probe(services, new UploadLimits());

    internal static void Probe(IServiceCollection services, UploadLimits limits)
    {
        services.AddRazorPages().AddApplicationPart(typeof(UploadTests).Assembly);
        services.AddSingleton(limits);
        services.AddFileGate(UploadProbeModel.Owner.Type, (ask, _) => Task.FromResult(ask.Actor.Can(Permissions.ApplicationsCheck)));
    }

    internal static string[] Incoming(City city) => Below(city, "tmp", "uploads");

    static string[] Below(City city, params string[] folder)
    {
        var path = Path.Combine([city.Folder, .. folder]);
        return Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories) : [];
    }
}

public sealed class UploadTestsOnSqlite(Sqlite city) : UploadTests(city), IClassFixture<Sqlite>;

public sealed class UploadTestsOnPostgres(Postgres city) : UploadTests(city), IClassFixture<Postgres>;
