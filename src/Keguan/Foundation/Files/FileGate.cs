using Keguan.Foundation.Access;
using Keguan.Foundation.Data;

namespace Keguan.Foundation.Files;

/// <summary>The question whether somebody may have a file.</summary>
public sealed record FileAsk(Actor Actor, StoredFile File, KeguanDb Db);

/// <summary>
/// Who may see the files of one type of subject. The module that owns the subject registers it, and answers by the very query that decides who sees
/// the subject: <c>services.AddFileGate("application", (ask, cancel) => ask.Db.Applications().VisibleTo(ask.Actor).AnyAsync(a => a.Id == ask.File.SubjectId, cancel))</c>
/// </summary>
public sealed record FileGate(string SubjectType, Func<FileAsk, CancellationToken, Task<bool>> Allows);

/// <summary>All gates. A type without one is closed.</summary>
public sealed class FileGates(IEnumerable<FileGate> gates)
{
    readonly Dictionary<string, FileGate> _byType = gates.ToDictionary(gate => gate.SubjectType);

    public Task<bool> Allows(FileAsk ask, CancellationToken cancel = default) =>
        _byType.TryGetValue(ask.File.SubjectType, out var gate) ? gate.Allows(ask, cancel) : Task.FromResult(false);
}
