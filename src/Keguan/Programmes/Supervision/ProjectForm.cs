using Keguan.Foundation.Codes;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Ui;

namespace Keguan.Programmes.Supervision;

/// <summary>A form of the definition filled in for a project (mid-term report, request for acceptance): what was typed, its files, and the form read.</summary>
public sealed class ProjectForm
{
    public required FormDefinition Form { get; init; }
    public required FormValues Typed { get; init; }
    public required FormContext Context { get; init; }
    public required FormReading Reading { get; init; }

    public IEnumerable<FormSection> Sections => Form.Sections.Where(section => !Reading.Hidden.Contains(section.Key));

    public FormView View(FormSection section) => new() { Section = section, Typed = Typed, Reading = Reading, Context = Context, ShowsPersonal = true };

    /// <summary>Attachment fields as places for files.</summary>
    public static IEnumerable<FileSlot> SlotsOf(FormDefinition form) =>
        form.Sections.SelectMany(section => section.Fields).Where(one => one.Type == FieldType.Attachment).Select(FileSlot.Of);

    public static ProjectForm Of(FormDefinition form, FormValues typed, IEnumerable<StoredFile> files, CodeTables codes, DateOnly today, IReadOnlySet<string>? alsoRequired = null)
    {
        var context = new FormContext
        {
            Today = today, Codes = codes, AlsoRequired = alsoRequired ?? new HashSet<string>(),
            Files = files.GroupBy(file => file.Slot).ToDictionary(slot => slot.Key, slot => (IReadOnlyList<FileShown>)[.. slot.Select(file => file.Show())]),
        };
        foreach (var section in form.Sections) FormRows.Prepare(section, typed);
        return new ProjectForm { Form = form, Typed = typed, Context = context, Reading = FormReader.Read(form, typed, context) };
    }

    public static FormValues Posted(FormDefinition form, IFormCollection posted) =>
        form.Sections.Aggregate(new FormValues(), (all, section) => all.With(FormValues.FromPost(section, posted)));

    /// <summary>True when a row was added or removed: show the page again, judge and save nothing.</summary>
    public static bool EditRows(FormDefinition form, FormValues typed, IFormCollection posted)
    {
        foreach (var section in form.Sections)
            if (FormRows.Edit(section, typed, posted)) return true;
        return false;
    }
}
