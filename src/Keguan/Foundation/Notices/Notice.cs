using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Links;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Notices;

/// <summary>通知: one line to one person, with the page where he can act.</summary>
public sealed class Notice
{
    public const int TitleMax = 300;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid AccountId { get; init; }
    public required DateTime At { get; init; }
    public required string TitleZh { get; init; }
    public required string TitleEn { get; init; }
    public required string Url { get; init; }
    public DateTime? ReadAt { get; set; }

    public Text Title => new(TitleZh, TitleEn);

    sealed class Mapping : IEntityTypeConfiguration<Notice>
    {
        public void Configure(EntityTypeBuilder<Notice> builder)
        {
            builder.ToTable("notices");
            builder.HasIndex(notice => new { notice.AccountId, notice.ReadAt, notice.At });
            builder.Ignore(notice => notice.Title);
        }
    }
}

/// <summary>A mail that waits in the database until a server has taken it (outbox): sent if and only if what it tells of was saved.</summary>
public sealed class OutboxMail
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string To { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }
    public required DateTime CreatedAt { get; init; }
    public DateTime NextAttemptAt { get; set; }
    public int Attempts { get; set; }
    public DateTime? SentAt { get; set; }

    /// <summary>No more attempts: refused for good, or refused too often.</summary>
    public DateTime? GivenUpAt { get; set; }
    public string Error { get; set; } = "";

    sealed class Mapping : IEntityTypeConfiguration<OutboxMail>
    {
        public void Configure(EntityTypeBuilder<OutboxMail> builder)
        {
            builder.ToTable("outbox_mails");
            builder.HasIndex(mail => new { mail.SentAt, mail.GivenUpAt, mail.NextAttemptAt });
        }
    }
}

/// <summary>Tells people. Rows are added to the context; the caller's SaveChanges stores them with what they tell of.</summary>
public sealed class Notices(KeguanDb db, TimeProvider time, SiteAddress site)
{
    public async Task TellAccountAsync(Guid accountId, Text title, string url, CancellationToken cancel = default)
    {
        var reachable = await db.Users.Where(user => user.Id == accountId).Select(user => new { user.Id, user.Email, user.Language }).ToListAsync(cancel);
        foreach (var account in reachable) Add(account.Id, account.Email, account.Language, title, url);
    }

    /// <summary>Everybody who holds one of the roles now; for an organisation when given, for a section when given.</summary>
    public async Task TellRolesAsync(IReadOnlyCollection<Access.Role> roles, Text title, string url, Guid? organisationId = null, string? section = null, CancellationToken cancel = default)
    {
        var codes = roles.Select(role => role.Code).ToArray();
        var reachable = await (
            from grant in db.Set<RoleGrant>()
            join account in db.Users on grant.AccountId equals account.Id
            where grant.EndedAt == null && account.DisabledAt == null && codes.Contains(grant.Role)
                && (organisationId == null || grant.OrganisationId == organisationId)
                && (section == null || grant.Section == section)
            select new { account.Id, account.Email, account.Language }).Distinct().ToListAsync(cancel);
        foreach (var account in reachable) Add(account.Id, account.Email, account.Language, title, url);
    }

    /// <summary>All members of an organisation.</summary>
    public Task TellOrganisationAsync(Guid organisationId, Text title, string url, CancellationToken cancel = default) =>
        TellRolesAsync(Access.Roles.Members, title, url, organisationId, cancel: cancel);

    /// <summary>A mail to somebody without an account (invitations, objectors).</summary>
    public void Mail(string to, Text subject, Text body)
    {
        var now = time.GetUtcNow().UtcDateTime;
        db.Add(new OutboxMail { To = to, Subject = subject.ToString(), Body = body.ToString(), CreatedAt = now, NextAttemptAt = now });
    }

    void Add(Guid accountId, string? email, string language, Text title, string url)
    {
        var now = time.GetUtcNow().UtcDateTime;
        db.Add(new Notice { AccountId = accountId, At = now, TitleZh = title.Zh, TitleEn = title.En, Url = url });
        if (string.IsNullOrEmpty(email)) return;
        var line = language == "en" ? title.En : title.Zh;
        db.Add(new OutboxMail { To = email, Subject = line, Body = $"{line}\n\n{site.Of(url)}\n", CreatedAt = now, NextAttemptAt = now });
    }
}
