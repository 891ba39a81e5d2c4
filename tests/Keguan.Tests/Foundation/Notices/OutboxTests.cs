using System.Text;
using Keguan.Foundation.Notices;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Keguan.Tests.Foundation.Notices;

public abstract class OutboxTests(City city) : CityTests(city)
{
    OutboxMail Mail(string to = "fang@example.cn") => new() { To = to, Subject = "“低温固化涂层”请补正", Body = "请在 5 个工作日内补正。\n\nhttp://localhost/notices\n", CreatedAt = City.Clock.Now, NextAttemptAt = City.Clock.Now };

    Task<City> With(int port) => AnotherCity(services => services.Replace(ServiceDescriptor.Singleton(new MailOptions { Host = "127.0.0.1", Port = port, From = "noreply@keguan.example" })));

    static Task<OutboxMail> Now(City city, OutboxMail mail) => city.Db(db => db.Set<OutboxMail>().AsNoTracking().SingleAsync(one => one.Id == mail.Id));

    static Task<int> Send(City city) => city.Services.GetRequiredService<Outbox>().SendDueAsync(Cancel);

    [Fact]
    public async Task A_mail_goes_out_once_with_its_chinese_words()
    {
        using var server = new MailServer();
        var city = await With(server.Port);
        var mail = Mail();
        await city.Save(mail);
        var sent = await Task.WhenAll(Send(city), Send(city), Send(city));
        Assert.Equal(1, sent.Sum());
        Assert.Equal(0, await Send(city));
        var text = Assert.Single(server.Mails);
        Assert.Contains("To: fang@example.cn", text, StringComparison.Ordinal);
        Assert.Contains($"{mail.Id:N}@keguan", text, StringComparison.Ordinal);
        var body = Encoding.UTF8.GetString(Convert.FromBase64String(text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Replace("\n", "", StringComparison.Ordinal)));
        Assert.Contains("请在 5 个工作日内补正", body, StringComparison.Ordinal);
        Assert.NotNull((await Now(city, mail)).SentAt);
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_now_waits_longer_each_time_and_arrives_in_the_end()
    {
        using var server = new MailServer { Recipient = "451 try later" };
        var city = await With(server.Port);
        var mail = Mail();
        await city.Save(mail);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(0, await Send(city));
            var now = await Now(city, mail);
            Assert.Equal(attempt + 1, now.Attempts);
            Assert.Equal(city.Clock.Now + Outbox.Pauses[attempt], now.NextAttemptAt);
            Assert.NotEqual("", now.Error);
            city.Clock.Forward(Outbox.Pauses[attempt] - TimeSpan.FromSeconds(1));
            Assert.Equal(0, await Send(city));
            Assert.Equal(attempt + 1, (await Now(city, mail)).Attempts);
            city.Clock.Forward(TimeSpan.FromSeconds(1));
        }
        server.Recipient = "250 ok";
        Assert.Equal(1, await Send(city));
        Assert.Equal("", (await Now(city, mail)).Error);
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_good_or_too_often_is_given_up()
    {
        using var server = new MailServer { Recipient = "550 nobody here" };
        var city = await With(server.Port);
        var (refused, wrong, tired) = (Mail(), Mail("no address"), Mail());
        tired.Attempts = Outbox.Pauses.Count;
        await city.Save(refused, wrong);
        await Send(city);
        Assert.NotNull((await Now(city, refused)).GivenUpAt);
        Assert.NotNull((await Now(city, wrong)).GivenUpAt);
        server.Recipient = "451 try later";
        await city.Save(tired);
        await Send(city);
        Assert.NotNull((await Now(city, tired)).GivenUpAt);
    }

    [Fact]
    public async Task Without_a_server_or_without_an_answer_mails_wait()
    {
        var mail = Mail();
        await City.Save(mail);
        Assert.Equal(0, await Send(City));
        Assert.Equal(0, (await Now(City, mail)).Attempts);

        int free;
        using (var server = new MailServer()) free = server.Port;
        var city = await With(free);
        await city.Save(mail);
        Assert.Equal(0, await Send(city));
        var now = await Now(city, mail);
        Assert.Null(now.GivenUpAt);
        Assert.Equal(1, now.Attempts);
    }
}

public sealed class OutboxTestsOnSqlite(Sqlite city) : OutboxTests(city), IClassFixture<Sqlite>;

public sealed class OutboxTestsOnPostgres(Postgres city) : OutboxTests(city), IClassFixture<Postgres>;

public sealed class MailOptionsTests
{
    static MailOptions Read(params (string Key, string Value)[] settings) =>
        MailOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))).Build());

    [Fact]
    public void The_server_is_a_host_with_or_without_a_port()
    {
        Assert.False(Read().IsSet);
        Assert.Equal(("mail.example.cn", 587), (Read(("KEGUAN_SMTP", "mail.example.cn:587"), ("KEGUAN_SMTP_FROM", "科管 <a@example.cn>")) is var one ? (one.Host, one.Port) : default));
        Assert.Equal(25, Read(("KEGUAN_SMTP", "mail.example.cn"), ("KEGUAN_SMTP_FROM", "a@example.cn")).Port);
    }

    [Fact]
    public void A_wrong_setting_stops_the_start_with_a_sentence()
    {
        Assert.Contains("host:port", Assert.Throws<InvalidOperationException>(() => Read(("KEGUAN_SMTP", "mail:many"), ("KEGUAN_SMTP_FROM", "a@example.cn"))).Message, StringComparison.Ordinal);
        Assert.Contains("KEGUAN_SMTP_FROM", Assert.Throws<InvalidOperationException>(() => Read(("KEGUAN_SMTP", "mail:25"))).Message, StringComparison.Ordinal);
    }
}
