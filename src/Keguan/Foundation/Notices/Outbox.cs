using System.Net;
using System.Net.Mail;
using System.Text;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Notices;

/// <summary>Hands the mails that wait in the database over to the mail server. <see cref="OutboxWorker"/> does so all the time; tests call it when they want.</summary>
/// <remarks>
/// A mail is claimed before it is sent, so that several processes never send the same one beside each other. A process that dies between handing over and
/// writing that down sends it once more after the claim has passed: twice is better than never.
/// </remarks>
public sealed partial class Outbox(IServiceScopeFactory scopes, MailOptions options, TimeProvider time, ILogger<Outbox> log)
{
    const int Batch = 50;
    static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    /// <summary>How long a mail waits after each refusal; after the last one it is given up.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
    ];

    /// <summary>Sends what is due. Gives how many the server took.</summary>
    public async Task<int> SendDueAsync(CancellationToken cancel = default)
    {
        if (!options.IsSet) return 0;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        var mails = db.Set<OutboxMail>();
        var now = time.GetUtcNow().UtcDateTime;
        var due = await mails.AsNoTracking().Where(mail => mail.SentAt == null && mail.GivenUpAt == null && mail.NextAttemptAt <= now).OrderBy(mail => mail.NextAttemptAt).Take(Batch).ToListAsync(cancel);
        if (due.Count == 0) return 0;

        using var client = new SmtpClient(options.Host, options.Port) { EnableSsl = options.Tls, Timeout = 30_000 };
        if (options.User.Length > 0) client.Credentials = new NetworkCredential(options.User, options.Password);
        var sent = 0;
        foreach (var mail in due)
        {
            var until = time.GetUtcNow().UtcDateTime + Claim;
            if (await mails.Where(one => one.Id == mail.Id && one.SentAt == null && one.NextAttemptAt == mail.NextAttemptAt).ExecuteUpdateAsync(set => set.SetProperty(one => one.NextAttemptAt, until), cancel) == 0) continue;
            var failure = await HandOverAsync(client, mail, cancel);
            var at = time.GetUtcNow().UtcDateTime;
            if (failure is null)
            {
                sent++;
                await mails.Where(one => one.Id == mail.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.SentAt, at).SetProperty(one => one.Attempts, one => one.Attempts + 1).SetProperty(one => one.Error, ""), CancellationToken.None);
                continue;
            }
            var (reason, forGood) = failure.Value;
            Failed(mail.Id, reason);
            var end = forGood || mail.Attempts >= Pauses.Count;
            var next = at + (end ? TimeSpan.Zero : Pauses[mail.Attempts]);
            DateTime? givenUp = end ? at : null;
            await mails.Where(one => one.Id == mail.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Attempts, one => one.Attempts + 1).SetProperty(one => one.Error, reason)
                .SetProperty(one => one.NextAttemptAt, next).SetProperty(one => one.GivenUpAt, givenUp), CancellationToken.None);
        }
        return sent;
    }

    /// <summary>Null when the server has taken it; else why not, and whether trying again is of no use.</summary>
    async Task<(string Reason, bool ForGood)?> HandOverAsync(SmtpClient client, OutboxMail mail, CancellationToken cancel)
    {
        try
        {
            if (!MailAddress.TryCreate(mail.To, out var to)) return ("not a mail address", true);
            using var message = new MailMessage(new MailAddress(options.From), to)
            {
                Subject = mail.Subject.ReplaceLineEndings(" "),
                Body = mail.Body,
                SubjectEncoding = Encoding.UTF8,
                BodyEncoding = Encoding.UTF8,
                HeadersEncoding = Encoding.UTF8,
            };
            // The same at every attempt, so that a mail handed over twice is recognised.
            message.Headers.Add("Message-ID", $"<{mail.Id:N}@keguan>");
            message.Headers.Add("Auto-Submitted", "auto-generated");
            await client.SendMailAsync(message, cancel);
            return null;
        }
        catch (SmtpFailedRecipientException refused) { return (Short(refused), (int)refused.StatusCode >= 500); }
        catch (SmtpException refused) { return (Short(refused), refused.StatusCode is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed); }
    }

    static string Short(Exception failure)
    {
        var text = failure.InnerException is { } inner ? $"{failure.Message} {inner.Message}" : failure.Message;
        return text.Length > 300 ? text[..299] + "…" : text;
    }

    [LoggerMessage(LogLevel.Warning, "Mail {Mail} was not taken: {Reason}")]
    partial void Failed(Guid mail, string reason);
}

/// <summary>Sends mails every few seconds, in every process that serves.</summary>
public sealed partial class OutboxWorker(Outbox outbox, MailOptions options, ILogger<OutboxWorker> log) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsSet) return;
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await outbox.SendDueAsync(stoppingToken) == 0) await Task.Delay(Pause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception failure)
            {
                Away(failure.Message);
                try { await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken); }
                catch (OperationCanceledException) { return; }
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Mails wait: {Reason}")]
    partial void Away(string reason);
}
