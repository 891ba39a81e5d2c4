using Keguan.Foundation.Access;
using Keguan.Foundation.Work;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Acceptance;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;
using Keguan.Review.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Work;

public static class ProgrammeWorkServices
{
    /// <summary>What the programmes put on the desks and into the search, from applications to agreements.</summary>
    public static IServiceCollection AddProgrammeWork(this IServiceCollection services)
    {
        services.AddScoped<IWorkSource, ApplicationWork>();
        services.AddScoped<IWorkSource, DecisionWork>();
        services.AddScoped<IWorkSource, AgreementWork>();
        services.AddScoped<ISearchSource, ProgrammeSearch>();
        services.AddScoped<IDeskPanel, CallsPanel>();
        services.AddScoped<IDeskPanel, OpeningsPanel>();
        services.AddScoped<IDeskPanel, OwnApplicationsPanel>();
        services.AddScoped<IDeskPanel, OwnProjectsPanel>();
        services.AddScoped<IDeskPanel, LeaderPanel>();
        services.AddSingleton(new DeskAct(T("起草申报通知", "Draft a call"), "/programmes/calls/draft", "file-plus", Permissions.CallsDraft));
        services.AddScoped<Matter.MatterTimeline>();
        services.AddScoped<IOrganisationPanel, OrganisationApplications>().AddScoped<IOrganisationPanel, OrganisationProjects>().AddScoped<IOrganisationPanel, OrganisationPayments>();
        services.AddScoped<IPersonUse, PersonInMatters>();
        services.AddSubjectPage("call", id => $"/programmes/calls/details/{id}");
        services.AddSubjectPage("application", id => $"/programmes/applications/details/{id}");
        services.AddSubjectPage("project", id => $"/programmes/projects/details/{id}");
        services.AddSubjectPage("publicity", id => $"/programmes/decisions/publicity/{id}");
        services.AddSubjectPage("objection", id => $"/programmes/decisions/objection/{id}", Permissions.ObjectionsHandle, Permissions.ApprovalDecide, Permissions.JournalRead);
        services.AddSubjectPage("agreement", (db, actor) => db.Agreements().Where(one => db.Projects().VisibleTo(actor).Any(project => project.Id == one.ProjectId)).Select(one => new SubjectKey { Id = one.Id, Page = one.ProjectId }), project => $"/programmes/agreements/details/{project}");
        services.AddSubjectPage("payment", (db, actor) => db.Payments().VisibleTo(actor).Select(one => new SubjectKey { Id = one.Id, Page = one.ProjectId }), project => $"/programmes/payments/project/{project}");
        services.AddSubjectPage("change", id => $"/programmes/changes/details/{id}");
        services.AddSubjectPage(MidtermReport.Subject, (db, actor) => db.Midterms().VisibleTo(db, actor).Select(one => new SubjectKey { Id = one.Id, Page = one.ProjectId }), project => $"/programmes/supervision/midterm/{project}");
        services.AddSubjectPage(Rectification.Subject, id => $"/programmes/supervision/rectification/{id}");
        services.AddSubjectPage(AcceptanceRequest.Subject, (db, actor) => db.AcceptanceRequests().VisibleTo(db, actor).Select(one => new SubjectKey { Id = one.Id, Page = one.ProjectId }), project => $"/programmes/acceptance/project/{project}");
        // Who organises reviews sees the panel; everybody else of the bureau the sheets on the application's own page.
        services.AddSubjectPage(ReviewTaskLifecycle.Table.Subject, (db, actor) => db.ReviewTasks().Where(one => one.SubjectType == Reviews.Reviewing.Subject && db.Applications().VisibleTo(actor).Any(application => application.Id == one.SubjectId)).Select(one => new SubjectKey { Id = one.Id, Page = one.SubjectId }), application => $"/programmes/applications/reviews/{application}");
        return services;
    }
}
