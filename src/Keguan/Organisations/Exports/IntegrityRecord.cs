using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Exports;

/// <summary>诚信记录: an organisation or a person may not apply from one day to another (国科发监〔2022〕221号 and local rules name the grounds).</summary>
public sealed class IntegrityRecord : ISubject
{
    public const int GroundMax = 300;
    public const int SourceMax = 120;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The organisation that the record is about, or where the person worked when it was made.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary><see cref="Person.IdKey"/> of the person, empty when the record is about an organisation.</summary>
    public string PersonKey { get; init; } = "";

    /// <summary>Whom it is about, as he was called when it was made.</summary>
    public string Name { get; init; } = "";

    /// <summary>Code of the organisation, or the masked resident id of the person.</summary>
    public string Code { get; init; } = "";
    public required string Ground { get; init; }

    /// <summary>The decision that it rests on, with its number.</summary>
    public required string Source { get; init; }
    public required DateOnly From { get; init; }

    /// <summary>Last day of the ban.</summary>
    public required DateOnly To { get; init; }
    public DateTime RecordedAt { get; init; }
    public DateTime? LiftedAt { get; set; }

    public string State { get; set; } = Lifecycle<IntegrityRecord>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public bool AboutPerson => PersonKey.Length > 0;
    public SubjectFacts Facts => new(OrganisationId: OrganisationId);

    /// <summary>In force on a day: begun, not over, not lifted.</summary>
    public bool InForce(DateOnly day) => LiftedAt is null && From <= day && To >= day;

    sealed class Mapping : IEntityTypeConfiguration<IntegrityRecord>
    {
        public void Configure(EntityTypeBuilder<IntegrityRecord> builder)
        {
            builder.ToTable("integrity_records");
            builder.HasIndex(record => new { record.OrganisationId, record.To });
            builder.HasIndex(record => new { record.PersonKey, record.To });
            builder.HasIndex(record => record.RecordedAt);
            builder.Ignore(record => record.Facts);
            builder.Ignore(record => record.AboutPerson);
        }
    }
}

public static class IntegrityLifecycle
{
    public const string Subject = "integrity";
    public const string Recorded = "recorded";
    public const string Lifted = "lifted";

    public static readonly Lifecycle<IntegrityRecord> Table = new(Subject, T("诚信记录", "Integrity record"),
    [
        new(Recorded, T("已登记", "Recorded"), Tone.Red),
        new(Lifted, T("已解除", "Lifted")) { End = true },
    ],
    [
        new("record", T("登记诚信记录", "Record"), [Lifecycle<IntegrityRecord>.New], Recorded, Permissions.IntegrityManage) { Done = T("登记诚信记录", "recorded a breach of integrity") },
        new("lift", T("解除", "Lift"), [Recorded], Lifted, Permissions.IntegrityManage) { Done = T("解除诚信记录", "lifted the integrity record"), AsksReason = true },
    ]);

    /// <summary>What a reader sees: recorded ones are in force, yet to begin, or over, by the day.</summary>
    public static (Text Words, Tone Tone) Standing(DateOnly from, DateOnly to, bool lifted, DateOnly today) =>
        lifted ? (T("已解除", "Lifted"), Tone.Grey)
        : today < from ? (T("未到生效日", "Not yet in force"), Tone.Amber)
        : today > to ? (T("已到期", "Over"), Tone.Grey)
        : (T("生效中", "In force"), Tone.Red);
}

public static class IntegrityQueries
{
    public static DbSet<IntegrityRecord> IntegrityRecords(this KeguanDb db) => db.Set<IntegrityRecord>();

    /// <summary>Records in force on a day.</summary>
    public static IQueryable<IntegrityRecord> InForce(this IQueryable<IntegrityRecord> query, DateOnly day) =>
        query.Where(record => record.LiftedAt == null && record.From <= day && record.To >= day);

    /// <summary>The bureau reads all; a member those about his organisation (not those about its people, which are told to them alone).</summary>
    public static IQueryable<IntegrityRecord> VisibleTo(this IQueryable<IntegrityRecord> query, Actor actor)
    {
        if (actor.SeesAll) return query;
        return actor.Audience == Audience.Applicant && actor.OrganisationId is { } own
            ? query.Where(record => record.OrganisationId == own && record.PersonKey == "")
            : query.Where(record => false);
    }
}
