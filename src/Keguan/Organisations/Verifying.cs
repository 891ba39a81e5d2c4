using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Organisations.Exports;
using Microsoft.Extensions.Options;

namespace Keguan.Organisations;

/// <summary>The promise to verify a registration within so many working days: what is due, and what is late.</summary>
public sealed class Verifying(WorkingCalendar calendar, IOptions<OrganisationOptions> options)
{
    public int Days => options.Value.VerifyDays;

    public DateOnly DueOn(DateTime since) => calendar.AddWorkingDays(ChinaTime.DayOf(since), Days);

    /// <summary>The first instant of the earliest day on which something may have come in without being late today; and of the day after the last that is due today.</summary>
    public (DateTime LateBefore, DateTime DueBefore) Bounds(DateOnly today)
    {
        // The promise is monotonous in the day of receipt: walk back from today.
        var day = today;
        while (calendar.AddWorkingDays(day, Days) > today) day = day.AddDays(-1);
        var dueBefore = day.AddDays(1);
        while (calendar.AddWorkingDays(day, Days) >= today) day = day.AddDays(-1);
        return (ChinaTime.StartOf(day.AddDays(1)), ChinaTime.StartOf(dueBefore));
    }

    public static IQueryable<Organisation> Waiting(KeguanDb db) => db.Organisations().Where(organisation => organisation.State == OrganisationLifecycle.Registered);
}
