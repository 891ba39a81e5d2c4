using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Ui;

namespace Keguan.Programmes.Matter;

/// <summary>A matter's entries as lines of a timeline. Outsiders don't read the names of the bureau's people.</summary>
public static class MatterTimeline
{
    public static async Task<(IReadOnlyList<Happening> Rows, int Total)> LoadAsync(KeguanDb db, Lifecycles lifecycles, MatterHead head, int skip, int take, CancellationToken cancel)
    {
        var rows = await Timeline.LoadAsync(db, lifecycles, head.Subjects, skip, take, cancel);
        var total = rows.Count < take && skip == 0 ? rows.Count : await Timeline.CountAsync(db, head.Subjects, cancel);
        return ([.. rows.Select(row => new Happening(row.At, Text.Same(row.Line), Text.Same(Named(row, head.Actor)), row.Position, row.Hash) { Reason = Text.Same(row.Reason) })], total);
    }

    /// <summary>The same for some subjects of a matter: a project's payments, say.</summary>
    public static async Task<IReadOnlyList<Happening>> RowsAsync(KeguanDb db, Lifecycles lifecycles, IReadOnlyCollection<(string Type, Guid Id)> subjects, Actor reader, int take, CancellationToken cancel) =>
        [.. (await Timeline.LoadAsync(db, lifecycles, subjects, 0, take, cancel)).Select(row => new Happening(row.At, Text.Same(row.Line), Text.Same(Named(row, reader)), row.Position, row.Hash) { Reason = Text.Same(row.Reason) })];

    static string Named(TimelineRow row, Actor reader) =>
        reader.SeesAll || row.ActorRole.Length == 0 || Roles.Members.Any(role => role.Code == row.ActorRole) ? row.ActorName
        : Roles.Find(row.ActorRole)?.Label.ToString() ?? row.ActorName;
}
