using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Ui;

namespace Keguan.Organisations.Details;

/// <summary>Entries as lines of a timeline. Who is not of the bureau reads the role of its people, not their names.</summary>
public static class Happenings
{
    public static IReadOnlyList<Happening> Of(IEnumerable<TimelineRow> rows, Actor reader) =>
        [.. rows.Select(row => new Happening(row.At, row.Line, NameOf(row, reader), row.Position, row.Hash) { Reason = row.Reason })];

    static Words NameOf(TimelineRow row, Actor reader) =>
        reader.SeesAll || row.ActorRole.Length == 0 || Roles.Members.Any(role => role.Code == row.ActorRole) ? row.ActorName : Roles.Find(row.ActorRole)?.Label ?? Foundation.Text.Same(row.ActorName);
}
