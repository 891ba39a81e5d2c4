using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Checks;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>A reminder that was sent, so that it is sent once.</summary>
public sealed class ProjectReminder
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }

    /// <summary>midterm or end.</summary>
    public required string Kind { get; init; }
    public required DateOnly DueOn { get; init; }
    public required int DaysBefore { get; init; }
    public required DateTime SentAt { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<ProjectReminder>
    {
        public void Configure(EntityTypeBuilder<ProjectReminder> builder)
        {
            builder.ToTable("project_reminders");
            builder.HasIndex(one => new { one.ProjectId, one.Kind, one.DueOn, one.DaysBefore }).IsUnique();
        }
    }
}

/// <summary>
/// What the calendar brings about every day: projects fall due, corrections that were not made lapse, publicities end, and who soon owes something is reminded. Each matter is
/// saved by itself and looked at afresh, so that a second round on the same day, or after a break, does nothing twice.
/// </summary>
public sealed class DailyRound(KeguanDb db, Journal journal, Notices notices, DefinitionStore definitions, FormalChecking checking, Proposing proposing) : JobHandler<object>
{
    static readonly int[] DaysBefore = [7, 30];

    DateOnly Today => ChinaTime.DayOf(journal.Now);

    public override async Task RunAsync(object payload, JobRun run, CancellationToken cancel)
    {
        var today = Today;
        var ended = await db.Projects().Where(project => (project.State == ProjectLifecycle.Running || project.State == ProjectLifecycle.Rectifying) && project.EndOn < today).Select(project => project.Id).ToListAsync(cancel);
        var late = await db.Applications().Where(one => one.State == ApplicationLifecycle.Supplementing && one.DueOn < today).Select(one => one.Id).ToListAsync(cancel);
        var running = await db.Projects().Where(project => project.State == ProjectLifecycle.Running || project.State == ProjectLifecycle.Rectifying).Select(project => project.Id).ToListAsync(cancel);
        var over = await db.Publicities().Where(one => one.State == PublicityLifecycle.Running && one.EndsOn < today).OrderBy(one => one.EndsOn).Select(one => one.Id).ToListAsync(cancel);
        var total = ended.Count + late.Count + over.Count + running.Count;
        var (done, fell, lapsed, closed, reminded) = (0, 0, 0, 0, 0);
        foreach (var id in ended) { if (await AloneAsync(() => FallDueAsync(id, cancel), cancel)) fell++; run.Report(++done, total); }
        foreach (var id in late) { if (await AloneAsync(() => LapseAsync(id, cancel), cancel)) lapsed++; run.Report(++done, total); }
        foreach (var id in over) { if (await AloneAsync(() => CloseAsync(id, cancel), cancel)) closed++; run.Report(++done, total); }
        foreach (var id in running) { if (await AloneAsync(() => RemindAsync(id, cancel), cancel)) reminded++; run.Report(++done, total); }
        run.Report(total, total, T($"到期 {fell} 项，逾期未补正 {lapsed} 项，公示期满 {closed} 件，提醒 {reminded} 项", $"{fell} fell due, {lapsed} lapsed, {closed} publicities ended, {reminded} reminded"));
    }

    /// <summary>One matter; when somebody acts on it at the same moment, the next round looks again.</summary>
    async Task<bool> AloneAsync(Func<Task<bool>> work, CancellationToken cancel)
    {
        try
        {
            if (!await work()) return false;
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (Exception exception) when (RefusalFilter.ReasonOf(exception) is not null)
        {
            return false;
        }
        finally
        {
            // The job's own row stays: its end is part of the last save.
            foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.Entity is not Job).ToList()) entry.State = EntityState.Detached;
        }
    }

    async Task<bool> FallDueAsync(Guid id, CancellationToken cancel)
    {
        var project = await db.Projects().FirstAsync(one => one.Id == id, cancel);
        if (project.State is not (ProjectLifecycle.Running or ProjectLifecycle.Rectifying) || project.EndOn >= Today) return false;
        var programme = definitions.Get<ProgrammeDefinition>(project.Definition, project.DefinitionVersion).Value;
        var due = ProjectDates.Request(project, programme);
        journal.Act(ProjectLifecycle.Table, project, "fall-due", new Act { Summary = $"执行期满，{due:yyyy-MM-dd} 前申请验收", Payload = new { project.EndOn, due } });
        project.StateSince = journal.Now;
        project.DueOn = due;
        await notices.TellOrganisationAsync(project.OrganisationId, T($"“{project.Title}”执行期满，请于 {due:yyyy-MM-dd} 前申请验收，逾期将不能申报新项目", $"“{project.Title}” has come to its end; ask for acceptance by {due:yyyy-MM-dd}, or no new applications are possible"), $"/programmes/acceptance/project/{id}", cancel);
        return true;
    }

    async Task<bool> LapseAsync(Guid id, CancellationToken cancel)
    {
        var application = await db.Applications().Include(one => one.Call).FirstAsync(one => one.Id == id, cancel);
        if (application.State != ApplicationLifecycle.Supplementing || application.DueOn >= Today) return false;
        await checking.LapseAsync(application, cancel);
        return true;
    }

    async Task<bool> CloseAsync(Guid id, CancellationToken cancel)
    {
        var publicity = await db.Publicities().Include(one => one.Items).FirstAsync(one => one.Id == id, cancel);
        if (publicity.State != PublicityLifecycle.Running || publicity.EndsOn >= Today) return false;
        await proposing.CloseAsync(publicity, cancel);
        return true;
    }

    async Task<bool> RemindAsync(Guid id, CancellationToken cancel)
    {
        var project = await db.Projects().AsNoTracking().FirstAsync(one => one.Id == id, cancel);
        var programme = definitions.Get<ProgrammeDefinition>(project.Definition, project.DefinitionVersion).Value;
        var report = await db.Midterms().AsNoTracking().FirstOrDefaultAsync(one => one.ProjectId == id, cancel);
        var told = false;
        if (report is not { State: MidtermLifecycle.Submitted or MidtermLifecycle.Passed })
        {
            var due = report?.DueOn ?? ProjectDates.Midterm(project, programme);
            told |= await RemindAsync(project, "midterm", due, T($"“{project.Title}”中期报告 {due:yyyy-MM-dd} 到期", $"The mid-term report of “{project.Title}” is due on {due:yyyy-MM-dd}"), $"/programmes/supervision/midterm/{id}", cancel);
        }
        told |= await RemindAsync(project, "end", project.EndOn, T($"“{project.Title}”执行期 {project.EndOn:yyyy-MM-dd} 届满，请准备验收", $"“{project.Title}” ends on {project.EndOn:yyyy-MM-dd}; prepare for acceptance"), $"/programmes/acceptance/project/{id}", cancel);
        return told;
    }

    /// <summary>The nearest reminder whose day has come and that was not sent; further ones that it overtakes count as sent.</summary>
    async Task<bool> RemindAsync(Project project, string kind, DateOnly due, Text text, string url, CancellationToken cancel)
    {
        var left = due.DayNumber - Today.DayNumber;
        if (left < 0 || DaysBefore.Where(days => left <= days).Order().Select(days => (int?)days).FirstOrDefault() is not { } before) return false;
        if (await db.Set<ProjectReminder>().AnyAsync(one => one.ProjectId == project.Id && one.Kind == kind && one.DueOn == due && one.DaysBefore <= before, cancel)) return false;
        db.Add(new ProjectReminder { ProjectId = project.Id, Kind = kind, DueOn = due, DaysBefore = before, SentAt = journal.Now });
        await notices.TellOrganisationAsync(project.OrganisationId, text, url, cancel);
        return true;
    }
}
