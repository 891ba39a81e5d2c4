using System.Collections.Concurrent;
using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Portal.Figures;

/// <summary>A figure that the public may see: the sum of the postings of one measure.</summary>
public sealed record FigureKind(string Key, string Measure, Text Label, Text Unit, bool IsMoney, Text Explained);

/// <summary>Its value in a year, with how many entries made it.</summary>
public sealed record Figure(FigureKind Kind, long Quantity, int Entries)
{
    public string Shown => Kind.IsMoney ? Money.Wan(Quantity, 1) : Foundation.Ui.Words.Number(Quantity);

    public Text Note => Kind.IsMoney ? T($"来自 {Entries} 条记录", $"from {Entries} entries") : default;
}

/// <summary>One row of a breakdown.</summary>
public sealed record FigurePart(string Code, long Quantity);

/// <summary>A year's figures; only those that are not 0.</summary>
public sealed record FigureYear(int Year, DateOnly Until, IReadOnlyList<Figure> Figures);

/// <summary>A figure taken apart; the parts of each list add up to it.</summary>
public sealed record FigureDetail(Figure Figure, IReadOnlyList<FigurePart> ByArea, IReadOnlyList<FigurePart> ByCategory);

/// <summary>What was counted lately, so that a crowd on the portal is one question to the database a minute.</summary>
public sealed class FigureCache
{
    readonly ConcurrentDictionary<int, (DateTime At, FigureYear Year)> _years = new();

    public FigureYear? Recent(int year, DateTime now) => _years.TryGetValue(year, out var kept) && now - kept.At < TimeSpan.FromMinutes(1) && now >= kept.At ? kept.Year : null;

    public FigureYear Keep(FigureYear year, DateTime now)
    {
        _years[year.Year] = (now, year);
        return year;
    }
}

/// <summary>公开数据: sums over the Journal's postings, nothing else.</summary>
public sealed class OpenFigures(KeguanDb db, FigureCache cache)
{
    public static readonly IReadOnlyList<FigureKind> Kinds =
    [
        new("applied", "programme.applied", T("受理项目申报", "Applications received"), T("项", "applications"), false, T("申报单位提交时计入，撤回时扣除。", "Counted when an organisation submits, taken off when it withdraws.")),
        new("approved", "programme.approved", T("立项项目", "Projects approved"), T("项", "projects"), false, T("按立项文件的日期计入，包括自筹项目。", "Counted on the day of the document of approval, self-funded projects included.")),
        new("grant", "programme.grant", T("核定资助", "Grants"), T("万元", "10,000 yuan"), true, T("按立项文件核定的资助额，自筹项目为 0。", "The grants that the documents of approval state; 0 for self-funded projects.")),
        new("paid", "programme.paid", T("已拨付资金", "Paid"), T("万元", "10,000 yuan"), true, T("财务拨付到承担单位时计入。", "Counted when the money is paid out to the organisations.")),
    ];

    /// <summary>This year's figures; last year's as long as this year has none.</summary>
    public async Task<FigureYear> LatestAsync(DateTime now, CancellationToken cancel = default)
    {
        var year = ChinaTime.DayOf(now).Year;
        var current = await YearAsync(year, now, cancel);
        return current.Figures.Count > 0 ? current : await YearAsync(year - 1, now, cancel);
    }

    public async Task<FigureYear> YearAsync(int year, DateTime now, CancellationToken cancel = default)
    {
        if (cache.Recent(year, now) is { } recent) return recent;
        var (from, until) = Of(year, now);
        var sums = await Postings(from, until).GroupBy(posting => posting.Measure)
            .Select(group => new { group.Key, Sum = group.Sum(posting => posting.Quantity), Entries = group.Select(posting => posting.EntryId).Distinct().Count() }).ToListAsync(cancel);
        return cache.Keep(new FigureYear(year, until,
            [.. Kinds.Select(kind => sums.FirstOrDefault(sum => sum.Key == kind.Measure) is { Sum: not 0 } sum ? new Figure(kind, sum.Sum, sum.Entries) : null).OfType<Figure>()]), now);
    }

    public async Task<IReadOnlyList<FigureDetail>> DetailsAsync(int year, DateTime now, CancellationToken cancel = default)
    {
        var (from, until) = Of(year, now);
        var figures = (await YearAsync(year, now, cancel)).Figures;
        var rows = await Postings(from, until).GroupBy(posting => new { posting.Measure, posting.Area, posting.Category })
            .Select(group => new { group.Key.Measure, group.Key.Area, group.Key.Category, Sum = group.Sum(posting => posting.Quantity) }).ToListAsync(cancel);
        IReadOnlyList<FigurePart> By(string measure, Func<(string Area, string Category), string> part) =>
            [.. rows.Where(row => row.Measure == measure).GroupBy(row => part((row.Area, row.Category))).Select(group => new FigurePart(group.Key, group.Sum(row => row.Sum))).Where(one => one.Quantity != 0).OrderBy(one => one.Code, StringComparer.Ordinal)];
        return [.. figures.Select(figure => new FigureDetail(figure, By(figure.Kind.Measure, row => row.Area), By(figure.Kind.Measure, row => row.Category)))];
    }

    /// <summary>Years that have anything to show, the latest first.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(DateTime now, CancellationToken cancel = default)
    {
        var today = ChinaTime.DayOf(now);
        return [.. (await db.Set<Posting>().Where(posting => Measures.Contains(posting.Measure) && posting.OccurredOn <= today).Select(posting => posting.OccurredOn.Year).Distinct().ToListAsync(cancel)).OrderDescending()];
    }

    static readonly string[] Measures = [.. Kinds.Select(kind => kind.Measure)];

    IQueryable<Posting> Postings(DateOnly from, DateOnly until) => db.Set<Posting>().Where(posting => Measures.Contains(posting.Measure) && posting.OccurredOn >= from && posting.OccurredOn <= until);

    static (DateOnly From, DateOnly Until) Of(int year, DateTime now)
    {
        var today = ChinaTime.DayOf(now);
        var last = new DateOnly(year, 12, 31);
        return (new DateOnly(year, 1, 1), last < today ? last : today);
    }
}
