namespace Keguan.Demo.Loading;

/// <summary>Stands at the instant of the step that is being told.</summary>
sealed class DemoClock : TimeProvider
{
    public DateTime Now { get; set; }

    public override DateTimeOffset GetUtcNow() => new(DateTime.SpecifyKind(Now, DateTimeKind.Utc));
}
