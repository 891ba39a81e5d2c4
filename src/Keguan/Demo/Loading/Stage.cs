using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Demo.Loading;

/// <summary>
/// Plays what happened in the order in which it happened, each moment with the clock at its instant and its actor acting, so that the Journal grows as it would have grown.
/// Subjects live in memory until everything has been told, and are stored as they then stand: one insert each.
/// </summary>
sealed class Stage(KeguanDb db)
{
    const int Chunk = 400;

    readonly DemoClock _clock = new();
    readonly CurrentActor _actor = new();
    readonly List<(DateTime At, Actor Who, Action Do)> _moments = [];
    readonly List<object> _things = [];

    public Journal Journal => field ??= new Journal(db, _clock, _actor);
    public DateTime Now => Journal.Now;
    public Actor Who => _actor.Value;
    public IReadOnlyList<(DateTime At, string Listener, Text Line, string Url)> Told => _told;
    readonly List<(DateTime, string, Text, string)> _told = [];

    public void Plan(DateTime at, Actor who, Action act) => _moments.Add((at, who, act));

    /// <summary>Something to be stored at the end. What others refer to comes before them.</summary>
    public void Keep(object thing) => _things.Add(thing);

    /// <summary>One line for the accounts that listen to this (a role, “unit:” or “bureau:” with the organisation's id); the latest few become notices.</summary>
    public void Tell(string listener, Text line, string url) => _told.Add((Now, listener, line, url));

    /// <param name="then">What remains to be counted when everything has happened, before the subjects are stored.</param>
    public async Task PlayAsync(Action then, Action<int, int> progress, CancellationToken cancel)
    {
        var done = 0;
        foreach (var (at, who, act) in _moments.OrderBy(moment => moment.At))
        {
            (_clock.Now, _actor.Value) = (at, who);
            act();
            if (++done % Chunk == 0) await SaveAsync();
        }
        await SaveAsync();

        then();
        // What a thing points at is stored with it, unless it was stored before.
        var stored = new HashSet<object>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < _things.Count;)
        {
            for (var end = Math.Min(_things.Count, i + Chunk); i < end; i++)
            {
                if (stored.Contains(_things[i])) continue;
                db.ChangeTracker.TrackGraph(_things[i], node => node.Entry.State = stored.Add(node.Entry.Entity) ? EntityState.Added : EntityState.Unchanged);
            }
            await SaveAsync();
        }

        async Task SaveAsync()
        {
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            progress(done, _moments.Count);
        }
    }
}
