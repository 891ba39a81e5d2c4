using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Imports;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Modules;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Programmes.Acceptance;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Archive;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Similarity;
using Keguan.Programmes.Supervision;
using Keguan.Programmes.Work;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes;

/// <summary>计划项目: from the call to the evaluation.</summary>
public sealed class ProgrammesModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddDefinitions<ProgrammeDefinition>("programmes");
        services.AddSingleton(new Foundation.Journal.CategoryWords(key => ProgrammeWords.Categories.FirstOrDefault(one => one.Key == key)?.Label));
        services.AddScoped<SimilarityIndex>();
        services.AddScoped<ApplicationDossiers>();
        services.AddScoped<SectionSaver>();
        services.AddScoped<Submission>();
        services.AddScoped<Decisions.Proposing>();
        services.AddScoped<Decisions.Approving>();
        services.AddScoped<Recommendations.Recommending>();
        services.AddScoped<Checks.FormalChecking>();
        services.AddFileGate(ApplicationDossier.FileOwnerType, async (ask, cancel) => await ask.Db.Applications().VisibleTo(ask.Actor).AnyAsync(one => one.Id == ask.File.SubjectId, cancel) || await Reviews.ReviewFiles.AllowsAsync(ask, cancel));
        services.AddScoped<Reviews.ReviewPanels>();
        services.AddScoped<Reviews.Reviewing>();
        services.AddScoped<Reviews.Scorer>();
        services.AddScoped<IWorkSource, Reviews.ReviewWork>();
        services.AddSingleton(new MenuItem(T("评审", "Reviews"), "/programmes/reviews", Permissions.ReviewOrganise, 23, Audience.Officer));
        services.AddSingleton(new MenuItem(T("我的评审", "My reviews"), "/programmes/reviews/mine", Permissions.ReviewScore, 10, Audience.Expert) { Also = ["/programmes/reviews"] });
        ActionWords.Add(Payments.PaymentConditions.MidtermPassed, T("中期报告通过", "mid-term report passed"));
        ActionWords.Add("extend", T("延期", "extended"));
        ActionWords.Add("assign-experts", T("分配评审专家", "assigned experts"));
        services.AddProgrammeWork();
        services.AddSingleton(new MenuItem(T("我的申报", "My applications"), "/programmes/applications", Permissions.ApplicationsWrite, 10, Audience.Applicant));
        services.AddSingleton(new MenuItem(T("申报", "Applications"), "/programmes/applications", Permissions.ApplicationsRead, 21, Audience.Officer) { Also = ["/programmes/checks"] });
        services.AddSingleton(new MenuItem(T("立项", "Approval"), "/programmes/decisions", Permissions.CallsRead, 24, Audience.Officer));
        services.AddSingleton(new MenuItem(T("项目", "Projects"), "/programmes/projects", Permissions.ProjectsRead, 26, Audience.Officer) { Also = ["/programmes/agreements", "/programmes/supervision", "/programmes/changes", "/programmes/acceptance", "/programmes/evaluation", "/programmes/archive"] });
        services.AddSingleton(new MenuItem(T("我的项目", "My projects"), "/programmes/projects", Permissions.ProjectsRead, 12, Audience.Applicant));
        services.AddSingleton(new MenuItem(T("项目", "Projects"), "/programmes/projects", Permissions.ProjectsRead, 26, Audience.Recommender));
        services.AddSingleton<ILifecycle>(Agreements.AgreementLifecycle.Table);
        services.AddFileGate("project", (ask, cancel) => ask.Db.Projects().VisibleTo(ask.Actor).AnyAsync(one => one.Id == ask.File.SubjectId, cancel));
        services.AddSingleton(new MenuItem(T("申报", "Applications"), "/programmes/applications", Permissions.ApplicationsRead, 21, Audience.Recommender));
        services.Configure<ShellOptions>(shell => shell.ClosingSoon = ClosingSoon.FindAsync);
        services.AddCalls();
        services.AddSingleton<ILifecycle>(ApplicationLifecycle.Table);
        services.AddSingleton<ILifecycle>(ProjectLifecycle.Table);
        services.AddSingleton<ILifecycle>(Decisions.PublicityLifecycle.Table);
        services.AddSingleton<ILifecycle>(Decisions.ObjectionLifecycle.Table);
        services.AddSingleton<ILifecycle>(Payments.PaymentLifecycle.Table);
        services.AddScoped<Payments.PaymentConditions>();
        services.AddScoped<Payments.Paying>();
        services.AddScoped<IWorkSource, Payments.PaymentWork>();
        services.AddImport<Payments.PaidImport>();
        services.AddSingleton(new MenuItem(T("拨款", "Payments"), "/programmes/payments", Permissions.ProjectsRead, 28, Audience.Officer));
        services.AddSingleton<ILifecycle>(Changes.ChangeLifecycle.Table);
        services.AddSupervision();
        services.AddAcceptance();
        services.AddEvaluationAndArchive();
        services.AddScoped<Changes.Changing>();
        services.AddScoped<IWorkSource, Changes.ChangeWork>();
        ActionWords.Add("changed", T("变更", "changed"));
        services.AddImportSource<Import.ProjectImports>();
        ActionWords.Add("approved", T("立项", "approved"));
    }
}
