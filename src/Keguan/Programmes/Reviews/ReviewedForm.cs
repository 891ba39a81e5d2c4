using Keguan.Foundation.Forms;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;

namespace Keguan.Programmes.Reviews;

/// <summary>The application as a reviewing expert reads it: personal data masked; for a blind review without identifying fields, and names taken out of texts and file names.</summary>
public static class ReviewedForm
{
    public static IReadOnlyList<FormView> Of(ApplicationDossier dossier, ReviewTask task, RecusalCase parties)
    {
        if (!task.Blind) return [.. dossier.Sections.Select(section => dossier.View(section, personal: false))];
        var redaction = new Redaction(parties);
        var labels = dossier.Form.Sections.SelectMany(section => section.Fields).DistinctBy(one => one.Key).ToDictionary(one => one.Key, one => one.Label);
        var context = new FormContext
        {
            Today = dossier.Context.Today, Codes = dossier.Context.Codes, Options = dossier.Context.Options, AlsoRequired = dossier.Context.AlsoRequired,
            Files = dossier.Context.Files.ToDictionary(slot => slot.Key, slot => (IReadOnlyList<FileShown>)
            [
                .. slot.Value.Where(file => !redaction.Finds(file.Name)).Select((file, i) => file with { Name = $"{labels.GetValueOrDefault(slot.Key)} {i + 1}{Path.GetExtension(file.Name)}" }),
            ]),
        };
        var typed = redaction.Apply(dossier.Typed);
        return
        [
            .. dossier.Sections.Select(section => new FormView { Section = section, Typed = typed, Reading = dossier.Reading, Context = context, Blind = true })
                .Where(view => view.Fields.Any()),
        ];
    }
}
