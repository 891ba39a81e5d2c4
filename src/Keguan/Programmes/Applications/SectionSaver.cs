using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;

namespace Keguan.Programmes.Applications;

/// <summary>What became of a save: stored with its new version number, or not because somebody else saved in between.</summary>
public sealed record SaveOutcome(int Revision, ApplicationSection? Newer)
{
    public bool Conflict => Newer is not null;
}

/// <summary>
/// Saves a section as typed, wrong or right. Every save is a version of its own; whoever started from an older version than the stored one is told, and
/// neither text is lost: the stored one stays, the other is kept as a version beside it.
/// </summary>
public sealed class SectionSaver(KeguanDb db, CurrentActor actor, Journal journal, ApplicationDossiers dossiers)
{
    public async Task<SaveOutcome> SaveAsync(ApplicationDossier dossier, FormSection section, FormValues typed, int basedOn, bool automatic, CancellationToken cancel = default)
    {
        var application = dossier.Application;
        Refusal.If(!application.IsEditable, $"当前状态为“{ApplicationLifecycle.Table.StateOf(application.State).Outside.Zh}”，不能修改", $"It is “{ApplicationLifecycle.Table.StateOf(application.State).Outside.En}” now and can't be changed");
        if (application.State != ApplicationLifecycle.Supplementing && journal.Now > application.Call.ClosesAt)
            throw new Refusal("受理已截止，不能再修改", "The window has closed; nothing can be changed any more");

        var now = journal.Now;
        var who = actor.Value;
        var data = typed.ToJson();
        var saved = dossier.Saved(section.Key);
        if (saved is not null && saved.Data == data) return new SaveOutcome(application.Revision, null);
        if (saved is not null && saved.Revision > basedOn)
        {
            application.Revision++;
            db.Add(Version(application, section, data, now, who, automatic));
            await db.SaveChangesAsync(cancel);
            return new SaveOutcome(application.Revision, saved);
        }

        application.Revision++;
        var whole = new FormValues().With(dossier.Typed).With(typed);
        var reading = dossier.Read(whole);
        if (saved is null)
        {
            saved = new ApplicationSection { ApplicationId = application.Id, Section = section.Key };
            application.Sections.Add(saved);
            db.Add(saved);
        }
        saved.Data = data;
        saved.Revision = application.Revision;
        saved.Complete = reading.IsComplete(section.Key);
        saved.UpdatedAt = now;
        saved.UpdatedBy = who.AccountId ?? Guid.Empty;
        saved.UpdatedByName = who.Name;
        db.Add(Version(application, section, data, now, who, automatic));
        dossier.Typed.With(typed);
        dossier.Reading = reading;
        await dossiers.BindAsync(dossier, reading, cancel);
        await db.SaveChangesAsync(cancel);
        return new SaveOutcome(application.Revision, null);
    }

    static ApplicationRevision Version(Application application, FormSection section, string data, DateTime now, Actor who, bool automatic) => new()
    {
        ApplicationId = application.Id,
        Revision = application.Revision,
        Section = section.Key,
        Data = data,
        By = who.AccountId ?? Guid.Empty,
        ByName = who.Name,
        At = now,
        Automatic = automatic,
    };
}
