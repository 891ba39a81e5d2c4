using Keguan.Foundation.Data;
using Keguan.Foundation.Forms;
using Keguan.Programmes.Applications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Programmes.Similarity;

/// <summary>A band of an application's MinHash signature: rows with equal keys are candidates.</summary>
public sealed class SimilarityBand
{
    public required Guid ApplicationId { get; init; }
    public required int Band { get; init; }
    public required long Key { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<SimilarityBand>
    {
        public void Configure(EntityTypeBuilder<SimilarityBand> builder)
        {
            builder.ToTable("similarity_bands");
            builder.HasKey(band => new { band.ApplicationId, band.Band });
            builder.HasIndex(band => band.Key);
        }
    }
}

/// <summary>The earlier application most like this one; score 0…1.</summary>
public sealed record Likeness(double Score, Guid? ApplicationId, string Number, string Title)
{
    public static readonly Likeness None = new(0, null, "", "");
}

/// <summary>查重 among all applications of the bureau, whatever the call.</summary>
public sealed class SimilarityIndex(KeguanDb db)
{
    /// <summary>Only so many candidates are compared word by word.</summary>
    const int MostCandidates = 30;

    public static string TextOf(FormValues form) => string.Join('\n', form["title"], form["summary"], form["research"]);

    /// <summary>Replaces the bands of an application; stored with the caller's SaveChanges.</summary>
    public async Task IndexAsync(Guid applicationId, string text, CancellationToken cancel = default)
    {
        db.RemoveRange(await db.Set<SimilarityBand>().Where(band => band.ApplicationId == applicationId).ToListAsync(cancel));
        var bands = Shingles.BandsOf(Shingles.Of(text));
        db.AddRange(bands.Select((key, band) => new SimilarityBand { ApplicationId = applicationId, Band = band, Key = key }));
    }

    public async Task<Likeness> MostLikeAsync(Guid applicationId, string text, CancellationToken cancel = default)
    {
        var shingles = Shingles.Of(text);
        var keys = Shingles.BandsOf(shingles).ToArray();
        if (keys.Length == 0) return Likeness.None;
        var candidates = await db.Set<SimilarityBand>().Where(band => keys.Contains(band.Key) && band.ApplicationId != applicationId)
            .GroupBy(band => band.ApplicationId).Select(group => new { Id = group.Key, Shared = group.Count() })
            .OrderByDescending(candidate => candidate.Shared).ThenBy(candidate => candidate.Id).Take(MostCandidates).Select(candidate => candidate.Id).ToArrayAsync(cancel);
        if (candidates.Length == 0) return Likeness.None;
        var texts = await (
            from application in db.Applications()
            where candidates.Contains(application.Id) && application.State != ApplicationLifecycle.Draft && application.State != ApplicationLifecycle.Withdrawn
            select new { application.Id, application.Number, application.Title, Data = application.Sections.Where(section => section.Section == "basics" || section.Section == "content").Select(section => section.Data).ToList() })
            .AsNoTracking().AsSplitQuery().ToListAsync(cancel);
        return texts
            .Select(other => new Likeness(
                Shingles.Jaccard(shingles, Shingles.Of(TextOf(other.Data.Aggregate(new FormValues(), (all, json) => all.With(FormValues.FromJson(json)))))), other.Id, other.Number, other.Title))
            .OrderByDescending(likeness => likeness.Score).FirstOrDefault() ?? Likeness.None;
    }
}
