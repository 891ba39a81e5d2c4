using System.ComponentModel.DataAnnotations;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Projects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>现场检查 recorded, with pictures.</summary>
[Needs(Permissions.SupervisionManage)]
public sealed class VisitModel(FileStore files, Notices notices) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public Project Project { get; private set; } = null!;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty, Display(Name = "检查日期|Day of the visit"), Required] public DateOnly? VisitedOn { get; set; }
    [BindProperty, Display(Name = "参加人员|Who was there"), Required, StringLength(SiteVisit.ParticipantsMax)] public string? Participants { get; set; }
    [BindProperty, Display(Name = "检查情况|Findings"), Required, StringLength(SiteVisit.FindingsMax)] public string? Findings { get; set; }

    public Text? Refused => !ProjectLifecycle.Active.Contains(Project.State) ? T("项目已结束，不能再记录现场检查", "The project has ended; no visit can be recorded") : null;

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Project = await Db.Projects().VisibleTo(Actor).FirstAsync(one => one.Id == Id, Cancel);
        if (!Request.HasFormContentType) VisitedOn ??= ChinaTime.DayOf(Now);
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(Refused);
        if (VisitedOn > ChinaTime.DayOf(Now)) Wrong(nameof(VisitedOn), T("检查日期不能晚于今天", "The day can't be in the future"));
        if (!ModelState.IsValid) return await Invalid();
        var visit = new SiteVisit { ProjectId = Id, VisitedOn = VisitedOn!.Value, Participants = Participants!.Trim(), Findings = Findings!.Trim(), RecordedByName = Actor.Name, RecordedAt = Now };
        var changes = await files.Apply(new FileOwner(SiteVisit.Owner, visit.Id), [SiteVisit.Papers], Request.Form, cancel: Cancel);
        foreach (var (name, reason) in changes.Problems) Wrong(name, reason);
        if (!ModelState.IsValid)
        {
            Db.ChangeTracker.Clear();
            return await Invalid();
        }
        Db.Add(visit);
        Journal.Note("project", Project, "site-visit", new Act
        {
            Summary = $"{visit.VisitedOn:yyyy-MM-dd} 现场检查", Reason = visit.Findings, OccurredOn = visit.VisitedOn,
            Payload = new { visit.VisitedOn, visit.Participants, files = changes.Added.Select(file => new { file.Name, file.Sha256 }) },
        });
        await notices.TellOrganisationAsync(Project.OrganisationId, T($"“{Project.Title}”的现场检查记录已登记", $"A visit to “{Project.Title}” was recorded"), $"/programmes/supervision/project/{Id}", Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("现场检查已记录", "The visit was recorded"), $"/programmes/supervision/project/{Id}");
    }
}
