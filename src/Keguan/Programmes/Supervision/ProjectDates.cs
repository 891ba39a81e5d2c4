using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;

namespace Keguan.Programmes.Supervision;

/// <summary>The dates that a project has to keep, by its definition.</summary>
public static class ProjectDates
{
    /// <summary>The mid-term report is due when the definition's share of the time has passed; an extension doesn't move it.</summary>
    public static DateOnly Midterm(Project project, ProgrammeDefinition programme)
    {
        var end = project.OriginalEndOn ?? project.EndOn;
        return project.StartOn.AddDays((int)((end.DayNumber - project.StartOn.DayNumber) * programme.Supervision.MidtermAtPercent.Value / 100));
    }

    /// <summary>Last day to ask for acceptance.</summary>
    public static DateOnly Request(Project project, ProgrammeDefinition programme) => project.EndOn.AddDays(programme.Acceptance.RequestDays.Whole);

    /// <summary>The next date of a running project.</summary>
    public static DateOnly Next(Project project, ProgrammeDefinition programme, bool midtermPassed) => midtermPassed ? project.EndOn : Midterm(project, programme);
}
