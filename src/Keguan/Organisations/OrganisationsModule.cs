using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Lifecycle;
using Keguan.Organisations.Exports;
using Keguan.Foundation.Modules;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Organisations;

/// <summary>名录: organisations, people, integrity.</summary>
public sealed class OrganisationsModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ILifecycle>(OrganisationLifecycle.Table);
        services.AddSingleton(new GrantOrganisations(async (db, code, cancel) => await db.Organisations().Where(one => one.Uscc == code && one.State == OrganisationLifecycle.Verified)
            .Select(one => new GrantOrganisation(one.Id, one.Name, one.Area)).FirstOrDefaultAsync(cancel)));
    }
}
