using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Statistics.Exports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Observations;

/// <summary>观测值: a figure from outside — statistics bureau, a ranking of the province, a document — with the paper that it stands in. It is never changed, only revised by a further one.</summary>
public sealed class Observation : ISubject
{
    public const string Subject = "observation";
    public const int DocumentMax = 160;
    public const int PageMax = 20;
    public const int AsReadMax = 60;
    public const int NoteMax = 500;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Id of an indicator of kind observed.</summary>
    public required string Indicator { get; init; }

    /// <summary><see cref="Exports.Period.Code"/>.</summary>
    public required string Period { get; init; }
    public required DateOnly Until { get; init; }

    /// <summary>GB/T 2260; empty: the bureau's own area.</summary>
    public string Area { get; init; } = "";

    /// <summary>Value in the indicator's unit, times 1,000,000.</summary>
    public required long Micro { get; init; }
    public Hedge Hedge { get; init; }

    /// <summary>What the paper says, letter by letter, where it differs from the number.</summary>
    public string AsRead { get; init; } = "";

    /// <summary>原文不清: the paper can't be read with certainty here.</summary>
    public bool Garbled { get; init; }

    /// <summary>Title and number of the paper.</summary>
    public required string Document { get; init; }
    public string Page { get; init; } = "";
    public required DateOnly DocumentOn { get; init; }
    public string Note { get; init; } = "";

    /// <summary>Why it differs from the confirmed one, of an observation that is set aside.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>The observation that this one revises.</summary>
    public Guid? Revises { get; init; }
    public required DateTime RecordedAt { get; init; }

    public string State { get; set; } = Lifecycle<Observation>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public decimal Value => Micro / Observed.Scale;

    public SubjectFacts Facts => new(Definition: Indicator, Area: Area, Batch: Period, Mode: Hedge.ToString());

    sealed class Mapping : IEntityTypeConfiguration<Observation>
    {
        public void Configure(EntityTypeBuilder<Observation> builder)
        {
            builder.ToTable("observations");
            builder.HasIndex(one => new { one.Indicator, one.Until });
            builder.HasIndex(one => one.RecordedAt);
            builder.HasIndex(one => one.Until);
            // Two people who record the same figure at once: the second is refused by the database itself.
            builder.HasIndex(one => new { one.Indicator, one.Period, one.Area, one.State }, "ux_observations_standing").IsUnique().HasFilter("state IN ('confirmed', 'provisional')");
            builder.Ignore(one => one.Facts);
            builder.Ignore(one => one.Value);
        }
    }
}

public static class ObservationLifecycle
{
    public const string Provisional = Observed.Provisional;
    public const string Confirmed = Observed.Confirmed;
    public const string Aside = "aside";
    public const string Revised = "revised";
    public const string Withdrawn = "withdrawn";

    public static readonly Lifecycle<Observation> Table = new(Observation.Subject, T("观测值", "Observation"),
    [
        new(Provisional, T("预计", "Provisional"), Tone.Amber),
        new(Confirmed, T("核定", "Confirmed"), Tone.Green),
        new(Aside, T("另有说明", "Set aside with a reason")),
        new(Revised, T("已修订", "Revised")) { End = true },
        new(Withdrawn, T("已撤销", "Withdrawn")) { End = true },
    ],
    [
        new("record", T("登记为核定", "Record as confirmed"), [Lifecycle<Observation>.New], Confirmed, Permissions.ObservationsManage) { Done = T("登记观测值", "recorded an observation") },
        new("record-provisional", T("登记为预计", "Record as provisional"), [Lifecycle<Observation>.New], Provisional, Permissions.ObservationsManage) { Done = T("登记预计值", "recorded a provisional observation") },
        new("record-aside", T("登记并说明差异", "Record with an explanation"), [Lifecycle<Observation>.New], Aside, Permissions.ObservationsManage) { Done = T("登记并说明与核定值的差异", "recorded beside the confirmed one, with the reason") },
        new("confirm", T("核定", "Confirm"), [Provisional], Confirmed, Permissions.ObservationsManage) { Done = T("核定", "confirmed") },
        new("revise", T("修订", "Revise"), [Provisional, Confirmed], Revised, Permissions.ObservationsManage) { Done = T("由新的观测值修订", "revised by a further observation"), AsksReason = true },
        new("withdraw", T("撤销", "Withdraw"), [Provisional, Confirmed, Aside], Withdrawn, Permissions.ObservationsManage) { Done = T("撤销", "withdrawn"), AsksReason = true },
    ]);
}

public static class ObservationQueries
{
    public static DbSet<Observation> Observations(this KeguanDb db) => db.Set<Observation>();

    /// <summary>The bureau reads all, nobody else any.</summary>
    public static IQueryable<Observation> VisibleTo(this IQueryable<Observation> query, Actor actor) => actor.SeesAll ? query : query.Where(_ => false);
}
