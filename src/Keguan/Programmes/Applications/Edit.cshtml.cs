using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Checks;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Applications;

/// <summary>One section of the form: typed, saved with a version, told what is wrong with it — and never lost.</summary>
[Needs(Permissions.ApplicationsWrite)]
public sealed class EditModel(ApplicationDossiers dossiers, SectionSaver saver, FileStore files) : KeguanPage
{
    public ApplicationDossier Dossier { get; private set; } = null!;
    public FormSection Section { get; private set; } = null!;
    public FormView View { get; private set; } = null!;
    public IReadOnlyList<CheckLine> Checks { get; private set; } = [];

    /// <summary>Set when somebody else saved in between: both texts are shown.</summary>
    public ApplicationSection? Newer { get; private set; }
    public FormView? NewerView { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty(SupportsGet = true, Name = "section")] public string SectionKey { get; set; } = "";

    /// <summary>Version of the section that this page was made from.</summary>
    [BindProperty] public int BasedOn { get; set; }

    /// <summary>Which button: next, back or stay.</summary>
    [BindProperty] public string? Go { get; set; }

    public FormSection? Next => Dossier.Sections.SkipWhile(section => section.Key != SectionKey).Skip(1).FirstOrDefault();
    public Text? Locked => Dossier.Application.IsEditable ? null : T("已提交，当前不能修改", "Submitted; it can't be changed now");

    async Task<bool> OpenAsync()
    {
        if (Dossier is not null) return true;
        if (Actor.Audience != Audience.Applicant || await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier || dossier.Form.Section(SectionKey) is not { } section) return false;
        (Dossier, Section) = (dossier, section);
        return true;
    }

    protected internal override async Task<bool> LoadAsync()
    {
        if (!await OpenAsync()) return false;
        // After a refusal what was typed stays on the page, whatever is stored.
        var typed = Request.HasFormContentType ? FormValues.FromPost(Section, Request.Form) : null;
        Show(typed);
        if (typed is null) BasedOn = Dossier.Saved(SectionKey)?.Revision ?? 0;
        if (typed is null && Dossier.Saved(SectionKey) is { Revision: > 0 }) Judge(asksAll: false);
        (Checks, _) = await dossiers.CheckAsync(Dossier, Now, Cancel);
        return true;
    }

    void Show(FormValues? typed)
    {
        var whole = new FormValues().With(Dossier.Typed);
        if (typed is not null) whole.With(typed);
        FormRows.Prepare(Section, whole);
        View = Dossier.View(Section, personal: true, whole, Dossier.Read(whole));
    }

    /// <summary>Marks the fields that are wrong; missing ones only when they are asked for.</summary>
    void Judge(bool asksAll)
    {
        foreach (var error in Dossier.Read(View.Typed, asksAll).ErrorsOf(SectionKey)) Wrong(error.Name, error.Message);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await OpenAsync()) return NotFound();
        var typed = FormValues.FromPost(Section, Request.Form);
        if (FormRows.Edit(Section, typed, Request.Form))
        {
            ModelState.Clear();
            Show(typed);
            (Checks, _) = await dossiers.CheckAsync(Dossier, Now, Cancel);
            return Page();
        }
        Refusal.If(Locked);
        var hidden = Dossier.Reading.Hidden;
        var slots = Section.Fields.Where(one => one.Type == FieldType.Attachment).Select(FileSlot.Of).ToList();
        var changes = slots.Count == 0 ? new FileChanges() : await files.Apply(Dossier.Owner, slots, Request.Form, slot => FormValues.NameOf(slot.Key), Cancel);
        if (changes.Any)
        {
            foreach (var added in changes.Added)
                Journal.Note("application", Dossier.Application, "attach", new Act { Summary = $"上传附件：{added.Name}", Payload = new { added.Slot, added.Name, added.Sha256, added.Size } });
            foreach (var removed in changes.Removed)
                Journal.Note("application", Dossier.Application, "detach", new Act { Summary = $"移除附件：{removed.Name}", Payload = new { removed.Slot, removed.Name, removed.Sha256 } });
            await Db.SaveChangesAsync(Cancel);
        }
        var outcome = await saver.SaveAsync(Dossier, Section, typed, BasedOn, automatic: false, Cancel);
        if (outcome.Conflict)
        {
            Newer = outcome.Newer;
            NewerView = Dossier.View(Section, personal: true);
            Show(typed);
            Response.StatusCode = StatusCodes.Status409Conflict;
            BasedOn = Newer!.Revision;
            ModelState.Remove(nameof(BasedOn));
            return Page();
        }
        foreach (var (name, reason) in changes.Problems) Wrong(name, reason);
        var fresh = await dossiers.OpenAsync(Dossier.Application, Cancel);
        Dossier = fresh;
        ModelState.Remove(nameof(BasedOn));
        BasedOn = fresh.Saved(SectionKey)?.Revision ?? 0;
        Show(null);
        // What was typed may call for more: the page stays and says what it shows now.
        var appeared = Section.Fields.Where(one => hidden.Contains(one.Key) && !fresh.Reading.Hidden.Contains(one.Key)).ToList();
        if (Go == "stay" || appeared.Count > 0 || !ModelState.IsValid)
        {
            if (Go != "upload") Judge(asksAll: Go != "stay" || appeared.Count > 0);
            if (!ModelState.IsValid) return await Invalid();
            return Done(appeared.Count == 0
                ? T($"已保存，第 {outcome.Revision} 版", $"Saved, version {outcome.Revision}")
                : T($"已保存，第 {outcome.Revision} 版。按所填内容，本节另有：{string.Join("、", appeared.Select(one => one.Label.Zh))}", $"Saved, version {outcome.Revision}. What you filled in calls for more here: {string.Join(", ", appeared.Select(one => one.Label.En))}"),
                $"/programmes/applications/edit/{Id}/{SectionKey}");
        }
        if (Go == "back") return Done(T($"“{Section.Label.Zh}”已保存，第 {outcome.Revision} 版", $"“{Section.Label.En}” saved, version {outcome.Revision}"), $"/programmes/applications/tasks/{Id}");
        Judge(asksAll: true);
        if (!ModelState.IsValid) return await Invalid();
        return Done(T($"“{Section.Label.Zh}”已保存，第 {outcome.Revision} 版", $"“{Section.Label.En}” saved, version {outcome.Revision}"),
            Next is { } next ? $"/programmes/applications/edit/{Id}/{next.Key}" : $"/programmes/applications/tasks/{Id}");
    }

    /// <summary>The browser saves while one types. Answers the line beside the heading.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync()
    {
        if (!await OpenAsync()) return NotFound();
        if (Locked is not null) return StatusCode(StatusCodes.Status409Conflict, new { said = Locked.ToString() });
        var outcome = await saver.SaveAsync(Dossier, Section, FormValues.FromPost(Section, Request.Form), BasedOn, automatic: true, Cancel);
        return outcome.Conflict
            ? StatusCode(StatusCodes.Status409Conflict, new { said = T($"{outcome.Newer!.UpdatedByName} 已于 {ChinaTime.Clock(outcome.Newer.UpdatedAt)} 保存了本节，请保存以对照两个版本", $"{outcome.Newer.UpdatedByName} saved this section at {ChinaTime.Clock(outcome.Newer.UpdatedAt)}; press save to compare both").ToString() })
            : new JsonResult(new { said = T($"已自动保存 {ChinaTime.Second(Now)[11..]}，第 {Dossier.Application.Revision} 版", $"Saved by itself at {ChinaTime.Second(Now)[11..]}, version {Dossier.Application.Revision}").ToString(), basedOn = Dossier.Saved(SectionKey)?.Revision ?? 0 });
    }
}
