using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Payments;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Projects;

/// <summary>概要 of a project: facts, money, targets against time, next dates, the latest entries.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class DetailsModel(MatterTimeline timeline) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public Project Project => Head.Project!;
    public IReadOnlyList<ProjectTarget> Targets { get; private set; } = [];
    public IReadOnlyList<Payment> Payments { get; private set; } = [];
    public IReadOnlyList<Happening> Latest { get; private set; } = [];
    public int Entries { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Targets = await Db.Set<ProjectTarget>().AsNoTracking().Where(target => target.ProjectId == Id).OrderBy(target => target.Order).ToListAsync(Cancel);
        Payments = await Db.Payments().AsNoTracking().Where(payment => payment.ProjectId == Id).OrderBy(payment => payment.Number).ToListAsync(Cancel);
        (Latest, Entries) = await timeline.LoadAsync(head, 0, 12, Cancel);
        return true;
    }

    public DateOnly Today => ChinaTime.DayOf(Now);

    /// <summary>Share of the project's time that has passed, in per cent.</summary>
    public decimal TimePercent => Project.EndOn <= Project.StartOn ? 100 : Math.Clamp((Today.DayNumber - Project.StartOn.DayNumber) * 100m / (Project.EndOn.DayNumber - Project.StartOn.DayNumber), 0, 100);

    public bool Behind(ProjectTarget target) => (decimal)target.Progress * 100 < TimePercent - 20;

    public static decimal Quantity(long scaled) => scaled / (decimal)ProjectTarget.Scale;
}
