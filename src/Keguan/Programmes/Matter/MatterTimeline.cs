using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Projects;

namespace Keguan.Programmes.Matter;

/// <summary>A matter's entries as lines of a timeline. Outsiders don't read the names of the bureau's people.</summary>
public sealed class MatterTimeline(KeguanDb db, Lifecycles lifecycles, SubjectPages pages)
{
    /// <summary>What has no page beside the matter's own.</summary>
    static readonly string[] Own = [ApplicationLifecycle.Table.Subject, ProjectLifecycle.Table.Subject];

    public async Task<(IReadOnlyList<Happening> Rows, int Total)> LoadAsync(MatterHead head, int skip, int take, CancellationToken cancel)
    {
        var rows = await Timeline.LoadAsync(db, lifecycles, head.Subjects, skip, take, cancel);
        var total = rows.Count < take && skip == 0 ? rows.Count : await Timeline.CountAsync(db, head.Subjects, cancel);
        var urls = await pages.OfAsync(rows.Where(row => !Own.Contains(row.SubjectType)).Select(row => (row.SubjectType, row.SubjectId)), cancel);
        return ([.. rows.Select(row => Line(row, head.Actor) with { Url = urls.GetValueOrDefault((row.SubjectType, row.SubjectId)) })], total);
    }

    /// <summary>The same for some subjects of a matter, on their own page: a project's payments, say.</summary>
    public async Task<IReadOnlyList<Happening>> RowsAsync(IReadOnlyCollection<(string Type, Guid Id)> subjects, Actor reader, int take, CancellationToken cancel) =>
        [.. (await Timeline.LoadAsync(db, lifecycles, subjects, 0, take, cancel)).Select(row => Line(row, reader))];

    static Happening Line(TimelineRow row, Actor reader) => new(row.At, Text.Same(row.Line), Text.Same(Named(row, reader)), row.Position, row.Hash) { Reason = Text.Same(row.Reason) };

    static string Named(TimelineRow row, Actor reader) =>
        reader.SeesAll || row.ActorRole.Length == 0 || Roles.Members.Any(role => role.Code == row.ActorRole) ? row.ActorName
        : Roles.Find(row.ActorRole)?.Label.ToString() ?? row.ActorName;
}
