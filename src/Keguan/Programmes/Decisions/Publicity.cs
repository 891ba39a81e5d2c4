using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Decisions;

/// <summary>公示: a list of proposed projects before the public, for a number of working days.</summary>
public sealed class Publicity : ISubject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid CallId { get; init; }
    public required string Definition { get; init; }
    public required string DefinitionVersion { get; init; }
    public required string Batch { get; init; }
    public required string Title { get; init; }
    public required DateTime PublishedAt { get; init; }

    /// <summary>Last day of the publicity; objections received on it count.</summary>
    public required DateOnly EndsOn { get; init; }
    public List<PublicityItem> Items { get; init; } = [];

    public string State { get; set; } = Lifecycle<Publicity>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public SubjectFacts Facts => new(Definition, DefinitionVersion, Batch: Batch);

    /// <summary>The last day is over, by China's clock.</summary>
    public bool IsOver(DateTime now) => DateOnly.FromDateTime(now.AddHours(8)) > EndsOn;

    sealed class Mapping : IEntityTypeConfiguration<Publicity>
    {
        public void Configure(EntityTypeBuilder<Publicity> builder)
        {
            builder.ToTable("publicities");
            builder.HasIndex(publicity => new { publicity.State, publicity.EndsOn });
            builder.HasIndex(publicity => publicity.CallId);
            builder.HasMany(publicity => publicity.Items).WithOne().HasForeignKey(item => item.PublicityId);
            builder.Ignore(publicity => publicity.Facts);
        }
    }
}

/// <summary>One line of a publicity, as it was shown: only the fields that the definition allows.</summary>
public sealed class PublicityItem
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid PublicityId { get; init; }
    public required Guid ApplicationId { get; init; }
    public required int Order { get; init; }
    public required string Number { get; init; }
    public required string Title { get; init; }
    public required string OrganisationName { get; init; }
    public required string Category { get; init; }
    public required string Area { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<PublicityItem>
    {
        public void Configure(EntityTypeBuilder<PublicityItem> builder)
        {
            builder.ToTable("publicity_items");
            builder.HasIndex(item => item.ApplicationId);
        }
    }
}

public static class PublicityLifecycle
{
    public const string Running = "running";
    public const string Closed = "closed";

    public static readonly Lifecycle<Publicity> Table = new("publicity", T("公示", "Publicity"),
    [
        new(Running, T("公示中", "Running"), Tone.Red),
        new(Closed, T("已结束", "Ended")) { End = true },
    ],
    [
        new("publish", T("发布公示", "Publish"), [Lifecycle<Publicity>.New], Running, Permissions.PublicityManage) { Done = T("发布公示", "published") },
        new("close", T("结束公示", "End"), [Running], Closed, Permissions.PublicityManage)
        {
            Guard = (publicity, _, now) => publicity.IsOver(now) ? null : T($"公示期到 {publicity.EndsOn:yyyy-MM-dd} 止，尚未结束", $"The publicity runs until {publicity.EndsOn:yyyy-MM-dd}"),
        },
    ]);
}

/// <summary>异议: somebody, named and with evidence, says that a proposed project should not be approved.</summary>
public sealed class Objection : ISubject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PublicityId { get; init; }
    public required Guid ApplicationId { get; init; }
    public required string ApplicationTitle { get; init; }
    public required string ObjectorName { get; init; }
    public required string ObjectorContact { get; init; }
    public required string Content { get; init; }
    public required DateTime ReceivedAt { get; init; }
    public required DateOnly DueOn { get; init; }
    public string Reply { get; set; } = "";
    public string State { get; set; } = Lifecycle<Objection>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }
    public SubjectFacts Facts => new();

    sealed class Mapping : IEntityTypeConfiguration<Objection>
    {
        public void Configure(EntityTypeBuilder<Objection> builder)
        {
            builder.ToTable("objections");
            builder.HasIndex(objection => new { objection.State, objection.DueOn });
            builder.HasIndex(objection => objection.ApplicationId);
            builder.Ignore(objection => objection.Facts);
        }
    }
}

public static class ObjectionLifecycle
{
    public const string Received = "received";
    public const string Dismissed = "dismissed";
    public const string Upheld = "upheld";

    public static readonly Lifecycle<Objection> Table = new("objection", T("异议", "Objection"),
    [
        new(Received, T("待处理", "To be handled"), Tone.Amber),
        new(Dismissed, T("不成立", "Dismissed")) { End = true },
        new(Upheld, T("成立", "Upheld"), Tone.Red) { End = true },
    ],
    [
        new("receive", T("收到", "Receive"), [Lifecycle<Objection>.New], Received, null) { Done = T("收到", "received") },
        new("dismiss", T("异议不成立", "Dismiss"), [Received], Dismissed, Permissions.ObjectionsHandle) { Done = T("异议不成立", "dismissed"), AsksReason = true },
        new("uphold", T("异议成立", "Uphold"), [Received], Upheld, Permissions.ObjectionsHandle) { Done = T("异议成立", "upheld"), AsksReason = true },
    ]);
}

public static class PublicityQueries
{
    public static DbSet<Publicity> Publicities(this KeguanDb db) => db.Set<Publicity>();

    public static DbSet<Objection> Objections(this KeguanDb db) => db.Set<Objection>();
}
