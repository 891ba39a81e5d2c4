using Keguan.Foundation.Lifecycle;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>A kind of subject and the entity that holds its present state.</summary>
/// <param name="Type">As in <see cref="Entry.SubjectType"/>.</param>
/// <param name="Entity">A mapped entity with <see cref="ISubject"/>'s id, state and sequence.</param>
public sealed record SubjectTable(string Type, Type Entity);

/// <summary>
/// Which tables hold the subjects whose history the Journal is. The Foundation knows no module: the registered lifecycles tell, and who has a
/// subject without one registers it (<see cref="SealingServices.AddSubject{T}"/>). For all of them the verifier checks that the state of every
/// subject is the `to` of its last entry.
/// </summary>
public sealed class SubjectRegistry(IEnumerable<SubjectTable> tables, IEnumerable<ILifecycle> lifecycles)
{
    public IReadOnlyList<SubjectTable> Tables { get; } =
        [.. lifecycles.Select(lifecycle => new SubjectTable(lifecycle.Subject, lifecycle.GetType().GetGenericArguments()[0])).Concat(tables).DistinctBy(table => table.Type)];
}
