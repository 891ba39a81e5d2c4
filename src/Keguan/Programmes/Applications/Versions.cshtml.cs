using Keguan.Foundation.Access;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Applications;

/// <summary>历次版本: every save of every section; any of them can be looked at and taken back.</summary>
[Needs(Permissions.ApplicationsWrite)]
public sealed class VersionsModel(ApplicationDossiers dossiers, SectionSaver saver) : KeguanPage
{
    const int PageSize = 50;

    public ApplicationDossier Dossier { get; private set; } = null!;
    public IReadOnlyList<ApplicationRevision> Revisions { get; private set; } = [];
    public ApplicationRevision? Chosen { get; private set; }
    public FormView? View { get; private set; }
    public int Total { get; private set; }
    public Foundation.Text? Locked => Dossier.Application.IsEditable ? null : T("已提交，当前不能修改", "Submitted; it can't be changed now");

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty(SupportsGet = true, Name = "section")] public string? SectionKey { get; set; }
    [BindProperty(SupportsGet = true)] public int? Revision { get; set; }
    /// <summary>Read by hand: routing owns the name “page”.</summary>
    public int PageNumber => int.TryParse(Request.Query["page"], out var number) && number is > 0 and < 100_000 ? number : 1;

    protected internal override async Task<bool> LoadAsync()
    {
        if (Actor.Audience != Audience.Applicant || await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier) return false;
        Dossier = dossier;
        var all = Db.Set<ApplicationRevision>().AsNoTracking().Where(revision => revision.ApplicationId == Id && (SectionKey == null || revision.Section == SectionKey));
        Total = await all.CountAsync(Cancel);
        Revisions = await all.OrderByDescending(revision => revision.Revision).Skip((Math.Max(1, PageNumber) - 1) * PageSize).Take(PageSize)
            .Select(revision => new ApplicationRevision { ApplicationId = revision.ApplicationId, Revision = revision.Revision, Section = revision.Section, Data = "", By = revision.By, ByName = revision.ByName, At = revision.At, Automatic = revision.Automatic })
            .ToListAsync(Cancel);
        if (Revision is { } number)
        {
            Chosen = await Db.Set<ApplicationRevision>().AsNoTracking().FirstOrDefaultAsync(revision => revision.ApplicationId == Id && revision.Revision == number, Cancel);
            if (Chosen is null || dossier.Form.Section(Chosen.Section) is not { } section) return false;
            var typed = new FormValues().With(dossier.Typed).With(FormValues.FromJson(Chosen.Data));
            View = dossier.View(section, personal: true, typed, dossier.Read(typed));
        }
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync() || Chosen is null || Dossier.Form.Section(Chosen.Section) is not { } section) return NotFound();
        var outcome = await saver.SaveAsync(Dossier, section, FormValues.FromJson(Chosen.Data), int.MaxValue, automatic: false, Cancel);
        return Done(T($"已取回第 {Chosen.Revision} 版，存为第 {outcome.Revision} 版", $"Version {Chosen.Revision} taken back, saved as version {outcome.Revision}"), $"/programmes/applications/edit/{Id}/{section.Key}");
    }
}
