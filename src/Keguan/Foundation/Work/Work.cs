using Keguan.Foundation.Access;
using Keguan.Foundation.Data;

namespace Keguan.Foundation.Work;

/// <summary>待办 of one stage, for one actor: a row of the desk. Counts come from one grouped query, never from loading the items.</summary>
/// <param name="Order">Position on the desk: stages in the order of a project's life (recommendation 10, formal check 20, review 30, …).</param>
/// <param name="OldestOn">Since when the oldest has waited.</param>
/// <param name="PromisedDays">Working days promised, where something is promised.</param>
public sealed record WorkQueue(int Order, Text Stage, string Url, int Count, int DueToday, int Overdue, DateOnly? OldestOn, int? PromisedDays)
{
    /// <summary>The list of exactly those that are due today; the queue's own page unless given.</summary>
    public string DueUrl { get => field ?? Url; init; }

    /// <summary>The list of exactly those that are late; the queue's own page unless given.</summary>
    public string LateUrl { get => field ?? Url; init; }

    /// <summary>The part of it that the actor handles himself or that nobody handles yet (本人); null where the stage is everybody's.</summary>
    public WorkQueue? Own { get; init; }
}

/// <summary>One matter that is late or soon will be.</summary>
public sealed record WorkItem(Text Stage, string Title, string Url, DateOnly DueOn);

/// <summary>What a module puts on the desks. Registered with `services.AddScoped&lt;IWorkSource, …&gt;()`.</summary>
public interface IWorkSource
{
    Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel);

    /// <summary>At most <paramref name="most"/> items due until <paramref name="until"/>, the latest first.</summary>
    Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel);
}

/// <summary>A hit of the global search.</summary>
public sealed record SearchHit(Text Kind, string Title, string Detail, string Url);

/// <summary>What a module lets the global search find, always through VisibleTo.</summary>
public interface ISearchSource
{
    Task<IReadOnlyList<SearchHit>> SearchAsync(KeguanDb db, Actor actor, string words, int most, CancellationToken cancel);
}
