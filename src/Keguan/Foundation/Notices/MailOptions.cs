using System.Globalization;
using System.Net.Mail;

namespace Keguan.Foundation.Notices;

/// <summary>
/// Where mails are handed over: KEGUAN_SMTP (`host` or `host:port`), KEGUAN_SMTP_FROM (`科管 &lt;noreply@…>`), KEGUAN_SMTP_USER and KEGUAN_SMTP_PASSWORD where the server
/// asks for them, KEGUAN_SMTP_TLS=1 for STARTTLS. Without KEGUAN_SMTP mails wait in the database.
/// </summary>
public sealed record MailOptions
{
    public string Host { get; init; } = "";
    public int Port { get; init; } = 25;
    public string User { get; init; } = "";
    public string Password { get; init; } = "";
    public string From { get; init; } = "";
    public bool Tls { get; init; }

    public bool IsSet => Host.Length > 0;

    /// <summary>A wrong setting stops the start with one sentence.</summary>
    public static MailOptions Read(IConfiguration configuration)
    {
        var server = configuration["KEGUAN_SMTP"]?.Trim() ?? "";
        if (server.Length == 0) return new MailOptions();
        var colon = server.LastIndexOf(':');
        var port = 25;
        if (colon >= 0 && (!int.TryParse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            throw new InvalidOperationException($"KEGUAN_SMTP: “{server}” is not host:port.");
        var from = configuration["KEGUAN_SMTP_FROM"]?.Trim() ?? "";
        if (!MailAddress.TryCreate(from, out _)) throw new InvalidOperationException($"KEGUAN_SMTP_FROM: “{from}” is not a mail address; it is needed with KEGUAN_SMTP.");
        return new MailOptions
        {
            Host = colon >= 0 ? server[..colon] : server,
            Port = port,
            User = configuration["KEGUAN_SMTP_USER"] ?? "",
            Password = configuration["KEGUAN_SMTP_PASSWORD"] ?? "",
            From = from,
            Tls = configuration["KEGUAN_SMTP_TLS"] == "1",
        };
    }
}
