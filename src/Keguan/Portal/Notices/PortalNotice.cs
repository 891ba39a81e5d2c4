using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Portal.Notices;

/// <summary>通知文件: something the bureau tells the public, with or without a document number.</summary>
public sealed class PortalNotice : ISubject
{
    public const int TitleMax = 120;
    public const int BodyMax = 50_000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>One of <see cref="PortalNoticeKinds"/>.</summary>
    public required string Kind { get; set; }
    public required string Title { get; set; }

    /// <summary>云科发〔2026〕41号; empty where it has none.</summary>
    public string DocumentNumber { get; set; } = "";
    public string Section { get; set; } = "";

    /// <summary>Markdown without raw HTML.</summary>
    public string Body { get; set; } = "";
    public required DateTime CreatedAt { get; init; }
    public DateTime? PublishedAt { get; set; }

    public string State { get; set; } = Lifecycle<PortalNotice>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public SubjectFacts Facts => new();

    sealed class Mapping : IEntityTypeConfiguration<PortalNotice>
    {
        public void Configure(EntityTypeBuilder<PortalNotice> builder)
        {
            builder.ToTable("portal_notices");
            builder.Property(notice => notice.Title).HasMaxLength(TitleMax);
            builder.HasIndex(notice => new { notice.State, notice.PublishedAt });
            builder.HasIndex(notice => notice.DocumentNumber);
            builder.Ignore(notice => notice.Facts);
        }
    }
}

public static class PortalNoticeKinds
{
    public static readonly IReadOnlyDictionary<string, Text> All = new Dictionary<string, Text>
    {
        ["notice"] = T("通知", "Notice"),
        ["document"] = T("政策文件", "Policy document"),
        ["guide"] = T("办事指南", "Guide to a service"),
    };

    public static Text Of(string kind) => All.TryGetValue(kind, out var text) ? text : Text.Same(kind);
}

/// <summary>The life of a portal notice. What was public is withdrawn with a reason and stays on record.</summary>
public static class PortalNoticeLifecycle
{
    public const string Draft = "draft";
    public const string Published = "published";
    public const string Withdrawn = "withdrawn";
    public const string Discarded = "discarded";

    public static readonly Lifecycle<PortalNotice> Table = new("portal-notice", T("门户通知", "Portal notice"),
    [
        new(Draft, T("草稿", "Draft")),
        new(Published, T("已发布", "Published"), Tone.Green),
        new(Withdrawn, T("已撤下", "Withdrawn")) { End = true },
        new(Discarded, T("已作废", "Discarded")) { End = true },
    ],
    [
        new("draft", T("起草", "Draft"), [Lifecycle<PortalNotice>.New], Draft, Permissions.NoticesManage) { Done = T("起草", "drafted") },
        new("publish", T("发布", "Publish"), [Draft], Published, Permissions.NoticesManage)
        {
            Done = T("发布", "published"),
            Guard = (notice, _, _) => notice.Title.Length == 0 ? T("尚未填写标题", "The title is missing") : notice.Body.Length == 0 ? T("尚未填写正文", "The text is missing") : null,
        },
        new("withdraw", T("撤下", "Withdraw"), [Published], Withdrawn, Permissions.NoticesManage) { Done = T("撤下", "withdrawn"), AsksReason = true },
        new("discard", T("作废", "Discard"), [Draft], Discarded, Permissions.NoticesManage) { Done = T("作废", "discarded") },
    ]);
}

public static class PortalNoticeQueries
{
    public static DbSet<PortalNotice> PortalNotices(this KeguanDb db) => db.Set<PortalNotice>();

    /// <summary>What everybody may read.</summary>
    public static IQueryable<PortalNotice> Published(this IQueryable<PortalNotice> query) => query.Where(notice => notice.State == PortalNoticeLifecycle.Published);

    /// <summary>Drafts and what was withdrawn are for those who write them.</summary>
    public static IQueryable<PortalNotice> VisibleTo(this IQueryable<PortalNotice> query, Actor actor) => actor.Can(Permissions.NoticesManage) ? query : query.Published();
}
