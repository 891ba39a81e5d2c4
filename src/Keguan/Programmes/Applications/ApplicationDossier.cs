using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Checks;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Similarity;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Applications;

/// <summary>An application with everything that its form needs: call, definition, what was typed, files, people, and the form read.</summary>
public sealed class ApplicationDossier
{
    public const string FileOwnerType = "application";

    public required Application Application { get; init; }
    public required Definition<ProgrammeDefinition> Definition { get; init; }
    public required FormValues Typed { get; init; }
    public required IReadOnlyList<StoredFile> Files { get; init; }
    public required FormContext Context { get; init; }
    public required FormReading Reading { get; set; }

    public Call Call => Application.Call;
    public ProgrammeDefinition Programme => Definition.Value;
    public FormDefinition Form => Programme.Application;
    public FileOwner Owner => new(FileOwnerType, Application.Id);
    public Foundation.Ui.FileShown? File(Guid id) => Files.FirstOrDefault(file => file.Id == id)?.Show();
    public ApplicationSection? Saved(string section) => Application.Sections.FirstOrDefault(one => one.Section == section);

    /// <summary>A section is shown in the task list unless the form hides it.</summary>
    public IEnumerable<FormSection> Sections => Form.Sections.Where(section => !Reading.Hidden.Contains(section.Key));

    /// <summary>Required attachments that are not there.</summary>
    public int MissingAttachments => Form.Sections.SelectMany(section => section.Fields)
        .Count(one => one.Type == FieldType.Attachment && Context.IsRequired(one) && !Reading.Hidden.Contains(one.Key) && Context.FilesOf(one.Key).Count == 0);

    public FormView View(FormSection section, bool personal, FormValues? typed = null, FormReading? reading = null) =>
        new() { Section = section, Typed = typed ?? Typed, Reading = reading ?? Reading, Context = Context, ShowsPersonal = personal };

    /// <summary>Until when the step is promised that an application enters now.</summary>
    public DateOnly? DueFor(string state, DateTime now) => state switch
    {
        ApplicationLifecycle.Recommending => WorkingCalendar.Default.AddWorkingDays(ChinaTime.DayOf(now), Programme.Recommendation.PromisedDays.Whole),
        ApplicationLifecycle.FormalCheck => WorkingCalendar.Default.AddWorkingDays(ChinaTime.DayOf(now), Programme.FormalCheck.PromisedDays.Whole),
        ApplicationLifecycle.Supplementing => WorkingCalendar.Default.AddWorkingDays(ChinaTime.DayOf(now), Programme.FormalCheck.CorrectionDays.Whole),
        _ => null,
    };

    public FormReading Read(FormValues typed, bool asksAll = true) => FormReader.Read(Form, typed, Context, asksAll);
}

/// <summary>Loads dossiers and runs their checks; the one place that knows how form, files, people and rules come together.</summary>
public sealed class ApplicationDossiers(KeguanDb db, DefinitionStore definitions, FileStore files, SimilarityIndex similarity, CodeTables codes, TimeProvider time)
{
    /// <summary>Null when it isn't there or isn't this actor's to see.</summary>
    public async Task<ApplicationDossier?> FindAsync(Guid id, Actor actor, CancellationToken cancel = default)
    {
        var application = await db.Applications().VisibleTo(actor)
            .Include(one => one.Call).ThenInclude(call => call.Categories)
            .Include(one => one.Sections).AsSplitQuery().FirstOrDefaultAsync(one => one.Id == id, cancel);
        return application is null ? null : await OpenAsync(application, cancel);
    }

    /// <summary>The dossier of an application that is loaded with call, categories and sections.</summary>
    public async Task<ApplicationDossier> OpenAsync(Application application, CancellationToken cancel = default)
    {
        var definition = definitions.Get<ProgrammeDefinition>(application.Definition, application.DefinitionVersion);
        var typed = application.Sections.Aggregate(new FormValues(), (all, section) => all.With(FormValues.FromJson(section.Data)));
        var stored = await files.List(new FileOwner(ApplicationDossier.FileOwnerType, application.Id), cancel: cancel);
        var people = await db.People().AsNoTracking().Where(person => person.OrganisationId == application.OrganisationId).OrderBy(person => person.Name)
            .Select(person => new { person.Id, person.Name, person.Title }).ToListAsync(cancel);
        var programme = definition.Value;
        var open = application.Call.Categories.ToDictionary(category => category.Category);
        var context = new FormContext
        {
            Today = ChinaTime.Today(time),
            Codes = codes,
            People = [.. people.Select(person => new Choice(person.Id.ToString(), Text.Same(person.Title.Length > 0 ? $"{person.Name}，{person.Title}" : person.Name)))],
            Options = new Dictionary<string, IReadOnlyList<Choice>>
            {
                ["categories"] = [.. programme.Categories.Where(category => open.ContainsKey(category.Key)).Select(category => new Choice(category.Key, category.Label))],
                ["funding-modes"] = [.. programme.FundingModes.Where(mode => open.Values.Any(category => category.FundingModes.Split(',').Contains(mode.Key))).Select(mode => new Choice(mode.Key, mode.Label))],
            },
            Files = stored.GroupBy(file => file.Slot).ToDictionary(slot => slot.Key, slot => (IReadOnlyList<FileShown>)[.. slot.Select(file => file.Show())]),
            AlsoRequired = application.Call.Plan.Attachments.ToHashSet(),
        };
        return new ApplicationDossier
        {
            Application = application,
            Definition = definition,
            Typed = typed,
            Files = stored,
            Context = context,
            Reading = FormReader.Read(programme.Application, typed, context),
        };
    }

    /// <summary>Runs the definition's checks. <paramref name="received"/> is the instant that counts for the window.</summary>
    public async Task<(IReadOnlyList<CheckLine> Results, Likeness MostLike)> CheckAsync(ApplicationDossier dossier, DateTime received, CancellationToken cancel = default)
    {
        var facts = await ApplicationFacts.LoadAsync(
            db, similarity, dossier.Application, dossier.Call, dossier.Typed, dossier.Files.Select(file => file.Slot).ToHashSet(), dossier.MissingAttachments, received, cancel);
        var reading = FormReader.Read(dossier.Form, dossier.Typed, new FormContext
        {
            Today = dossier.Context.Today, Codes = dossier.Context.Codes, People = dossier.Context.People, Options = dossier.Context.Options,
            Files = dossier.Context.Files, AlsoRequired = dossier.Context.AlsoRequired, Facts = facts,
        });
        return (ApplicationChecks.Of(dossier.Programme).Run(reading), facts.MostLike);
    }

    /// <summary>Keeps the facts that lists, limits and search use equal to the form.</summary>
    public async Task BindAsync(ApplicationDossier dossier, FormReading reading, CancellationToken cancel = default)
    {
        var application = dossier.Application;
        var values = reading.Values;
        application.Title = Cut(dossier.Typed["title"], Application.TitleMax);
        application.Category = OneOf(dossier.Typed["category"], dossier.Programme.Categories.Select(category => category.Key));
        application.FundingMode = OneOf(dossier.Typed["funding_mode"], dossier.Programme.FundingModes.Select(mode => mode.Key));
        application.Industry = Cut(dossier.Typed["industry"], 8);
        application.Discipline = Cut(dossier.Typed["discipline"], 10);
        application.StartOn = values.Get("start") is { Kind: Foundation.Expressions.ValueKind.Date } start ? start.AsDate : null;
        application.EndOn = values.Get("end") is { Kind: Foundation.Expressions.ValueKind.Date } end ? end.AsDate : null;
        application.GrantFen = values.Get("grant_total") is { Kind: Foundation.Expressions.ValueKind.Money } grant ? grant.AsFen : 0;
        application.OwnFen = values.Get("own_total") is { Kind: Foundation.Expressions.ValueKind.Money } own ? own.AsFen : 0;
        if (Guid.TryParse(dossier.Typed["leader"], out var leaderId)
            && await db.People().AsNoTracking().FirstOrDefaultAsync(person => person.Id == leaderId && person.OrganisationId == application.OrganisationId, cancel) is { } leader)
        {
            application.LeaderId = leader.Id;
            application.LeaderName = leader.Name;
            application.LeaderKey = leader.IdKey;
        }
        else
        {
            application.LeaderId = null;
            application.LeaderName = "";
            application.LeaderKey = "";
        }
    }

    static string Cut(string text, int most) => text.Length > most ? text[..most] : text;

    static string OneOf(string text, IEnumerable<string> known) => known.Contains(text) ? text : "";
}
