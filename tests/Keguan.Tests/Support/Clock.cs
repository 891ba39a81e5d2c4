namespace Keguan.Tests.Support;

/// <summary>The time of a city under test: it stands still until it is moved.</summary>
public sealed class Clock : TimeProvider
{
    /// <summary>A Monday morning, 09:00 in China, well within the years of the calendar.</summary>
    public static readonly DateTime Start = new(2026, 3, 2, 1, 0, 0, DateTimeKind.Utc);

    long _ticks = Start.Ticks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>UTC.</summary>
    public DateTime Now => new(Interlocked.Read(ref _ticks), DateTimeKind.Utc);

    /// <summary>The day it is in China.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.AddHours(8));

    public void Forward(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public void Forward(int days) => Forward(TimeSpan.FromDays(days));

    /// <summary>Sets a time as clocks in China show it: `city.Clock.China(2026, 5, 1, 17)`.</summary>
    public void China(int year, int month, int day, int hour = 9, int minute = 0, int second = 0) =>
        Set(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddHours(-8));

    public void Set(DateTime utc) => Interlocked.Exchange(ref _ticks, utc.Ticks);
}
