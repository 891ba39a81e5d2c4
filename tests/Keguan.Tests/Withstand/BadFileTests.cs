using System.Net;
using Keguan.Foundation.Files;
using Keguan.Programmes.Projects;
using Keguan.Tests.Foundation.Files;
using Keguan.Tests.Programmes.Supervision;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Withstand;

/// <summary>Bad files, brought to the pages where applicants bring their papers: refused in clear words, what was typed is kept, nothing of the file stays.</summary>
public abstract class BadFileTests(City city) : CityTests(city)
{
    /// <summary>A document of ten kilobytes that would fill a gigabyte.</summary>
    static byte[] Bomb() => Samples.RawZip(new Samples.Raw("[Content_Types].xml", Samples.Deflated(1), 1 << 20), new Samples.Raw("word/document.xml", Samples.Deflated(1000), 1000L << 20));

    static readonly (string Name, Func<byte[]> Content, string Reason)[] Bad =
    [
        ("科技报告.pdf", Samples.Exe, "实际是可执行程序"),
        ("科技报告.docx", Bomb, "压缩炸弹"),
        ("科技报告.docx", () => Samples.With(Samples.Docx(), "word/vbaProject.bin", [1, 2, 3]), "带有宏"),
        ("科技报告.pdf", () => Samples.Docx(), "扩展名“.pdf”与内容不符"),
        ("科技报告.xlsx", () => Samples.Xlsx(), "只接受"),
        ("科技报告.docx", () => Samples.Docx()[..700], "不完整"),
        ("科技报告.pdf", () => [], "空文件"),
    ];

    [Fact]
    public async Task A_bad_file_beside_a_long_text_is_refused_and_the_text_is_kept()
    {
        var city = await AnotherCity();
        var one = await RunningProject.FoundAsync(city, new DateOnly(2024, 2, 11), new DateOnly(2026, 2, 10));
        await one.MakeAsync("fall-due", project => project.DueOn = new DateOnly(2026, 3, 12));
        var url = $"/programmes/acceptance/request/{one.Id}";
        var text = RunningProject.Long + RunningProject.Long;
        foreach (var (name, content, reason) in Bad)
        {
            var answer = await (await one.Unit.Open(url)).Form("提交验收申请").Set("f.summary", text + name).Set("f.results", text).Set("Targets[0].Current", "93").Set("Targets[0].Text", "检测报告").Attach("f.report", name, content()).Submit("提交验收申请");
            Assert.True(answer.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict, $"{name} ({reason}) → {(int)answer.Status}");
            answer.Says(reason);
            var form = answer.Form("提交验收申请");
            Assert.Equal((text + name, text, "93"), (form["f.summary"], form["f.results"], form["Targets[0].Current"]));
        }
        await NothingIsStoredAsync(city);
        Assert.Equal(ProjectLifecycle.Due, (await one.Now()).State);
    }

    [Fact]
    public async Task A_bad_attachment_of_an_application_is_refused_and_the_rows_are_kept()
    {
        var city = await AnotherCity();
        var town = await Town.FoundAsync(city);
        var tasks = await (await town.Admin.Open($"/programmes/applications/start/{town.Call.Id}")).Press("开始填报");
        var url = $"/programmes/applications/edit/{tasks.Path.Split('/')[^1]}/";
        // Rows first: the proof is asked for where there are own funds.
        await (await town.Admin.Open(url + "budget")).Form("保存，返回任务列表").Set("f.budget[0].subject", "equipment").Set("f.budget[0].note", "边缘网关 12 台").Set("f.budget[0].grant", "50").Set("f.budget[0].own", "70").Submit("保存，返回任务列表");
        foreach (var (name, content, reason) in new (string, byte[], string)[] { ("资金证明.pdf", Samples.Exe(), "实际是可执行程序"), ("资金证明.pdf", Bomb(), "压缩炸弹"), ("资金证明.docx", Samples.Docx(), "只接受"), ("资金证明.pdf", [.. Samples.Pdf(), .. new byte[21 << 20]], "上限 20 MB") })
        {
            var answer = await (await town.Admin.Open(url + "budget")).Form("保存，返回任务列表").Set("f.budget[0].note", "边缘网关 " + name).Set("f.own_source", "企业自有资金").Attach("f.own_proof", name, content).Submit("保存，返回任务列表");
            Assert.True(answer.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict, $"{name} ({reason}) → {(int)answer.Status}");
            answer.Says(reason);
            Assert.Equal(("边缘网关 " + name, "企业自有资金"), (answer.Form("保存，返回任务列表")["f.budget[0].note"], answer.Form("保存，返回任务列表")["f.own_source"]));
        }
        await NothingIsStoredAsync(city);
    }

    /// <summary>No row, no document, nothing left of the upload.</summary>
    static async Task NothingIsStoredAsync(City city)
    {
        Assert.Equal(0, await city.Db(db => db.Set<StoredFile>().CountAsync()));
        foreach (var folder in (string[])["documents", Path.Combine("tmp", "uploads")])
            if (Path.Combine(city.Folder, folder) is var path && Directory.Exists(path)) Assert.Empty(Directory.GetFiles(path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Two_hundred_megabytes_fill_neither_the_memory_nor_the_disk_of_the_server()
    {
        var city = await AnotherCity(realTime: true);
        city.Clock.Set(DateTime.UtcNow);
        var town = await Town.FoundAsync(city);
        var id = (await (await town.Admin.Open($"/programmes/applications/start/{town.Call.Id}")).Press("开始填报")).Path.Split('/')[^1];
        await using var server = await ServerProcess.StartAsync(city);
        using var admin = town.Admin.Before(server.Address);
        var page = await admin.Open($"/programmes/applications/edit/{id}/integrity");
        var before = server.PeakMemory;

        using var watch = new CancellationTokenSource();
        long onDisk = 0;
        var incoming = Path.Combine(city.Folder, "tmp", "uploads");
        var watching = Task.Run(async () =>
        {
            while (!watch.IsCancellationRequested)
            {
                if (Directory.Exists(incoming)) onDisk = Math.Max(onDisk, new DirectoryInfo(incoming).EnumerateFiles().Sum(file => file.Exists ? file.Length : 0));
                await Task.Delay(5, CancellationToken.None);
            }
        }, CancellationToken.None);
        var form = new MultipartFormDataContent
        {
            { new StringContent(page.Token!), "__RequestVerificationToken" }, { new StringContent("true"), "f.pledge" }, { new StringContent("0"), "BasedOn" }, { new StringContent("back"), "Go" },
            { new StreamContent(new MemoryStream(new byte[200 << 20])), "f.pledge_file", "承诺书.pdf" },
        };
        var answer = await admin.Send(new HttpRequestMessage(HttpMethod.Post, page.Url) { Content = form });
        await watch.CancelAsync();
        await watching;

        Assert.True(answer.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict, $"{(int)answer.Status}");
        answer.Says("“承诺书.pdf”有 200 MB，超过").Says("20 MB");
        Assert.True(answer.Document.QuerySelector("input[type=checkbox][name='f.pledge']")!.HasAttribute("checked"));
        Assert.True(server.PeakMemory - before < 60L << 20, $"the server grew by {(server.PeakMemory - before) >> 20} MB");
        Assert.True(onDisk <= 100L << 20, $"{onDisk >> 20} MB lay on the disk");
        await NothingIsStoredAsync(city);

        // Beyond what is ever read it ends at once, for strangers earlier than for members.
        using var stranger = city.Public().Before(server.Address);
        var signin = await stranger.Open("/organisations/register");
        form = new MultipartFormDataContent { { new StringContent(signin.Token!), "__RequestVerificationToken" }, { new StreamContent(new MemoryStream(new byte[101 << 20])), "Licence", "执照.pdf" } };
        var request = new HttpRequestMessage(HttpMethod.Post, "/organisations/register") { Content = form };
        request.Headers.ExpectContinue = true;
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await stranger.Send(request)).Status);
        }
        catch (HttpRequestException)
        {
            // A browser that does not wait for the answer is cut off while it sends.
        }
        await NothingIsStoredAsync(city);
    }
}

public sealed class BadFileTestsOnSqlite(Sqlite city) : BadFileTests(city), IClassFixture<Sqlite>;

public sealed class BadFileTestsOnPostgres(Postgres city) : BadFileTests(city), IClassFixture<Postgres>;
