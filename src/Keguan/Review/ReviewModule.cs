using Keguan.Foundation.Access;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Modules;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Review.Experts;
using Keguan.Review.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Review;

/// <summary>评审: expert library, panels, score sheets.</summary>
public sealed class ReviewModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ILifecycle>(ExpertLifecycle.Table);
        services.AddSingleton<ILifecycle>(ReviewTaskLifecycle.Table);
        services.AddScoped<ExpertAccounts>();
        services.AddScoped<ExpertKeeping>();
        services.AddScoped<ISearchSource, ExpertSearch>();
        services.AddSubjectPage(ExpertLifecycle.Table.Subject, id => $"/review/experts/details/{id}", Permissions.ExpertsRead);
        services.AddSingleton(new MenuItem(T("专家库", "Experts"), "/review/experts", Permissions.ExpertsRead, 60, Audience.Officer));
        services.AddSingleton(new MenuItem(T("我的专家信息", "My profile"), "/review/profile", Permissions.ReviewScore, 20, Audience.Expert));
        ActionWords.Add("relate", T("登记利害关系", "declared a relation"));
        ActionWords.Add("unrelate", T("删除利害关系", "removed a relation"));
        ActionWords.Add("invite", T("开通账号并发出邀请", "invited to an account"));
    }
}
