using Keguan.Foundation.Access;
using Keguan.Foundation.Files;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Lifecycle;
using Keguan.Programmes.Evaluation;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Archive;

public static class ArchiveServices
{
    public static IServiceCollection AddEvaluationAndArchive(this IServiceCollection services)
    {
        services.AddScoped<Evaluating>();
        services.AddScoped<ProjectArchive>();
        services.AddJob<ArchiveJob>(ArchiveJob.Kind);
        services.AddFileGate(ArchiveJob.Whole, (ask, cancel) => ask.Actor.Can(Permissions.ArchiveRead) ? ask.Db.Projects().VisibleTo(ask.Actor).AnyAsync(one => one.Id == ask.File.SubjectId, cancel) : Task.FromResult(false));
        services.AddFileGate(ArchiveJob.Own, (ask, cancel) => ask.Actor.Can(Permissions.ProjectsOwn) || ask.Actor.Can(Permissions.ArchiveRead) ? ask.Db.Projects().VisibleTo(ask.Actor).AnyAsync(one => one.Id == ask.File.SubjectId, cancel) : Task.FromResult(false));
        ActionWords.Add("archive-file", T("生成项目全卷", "made the project's file"));
        return services;
    }
}
