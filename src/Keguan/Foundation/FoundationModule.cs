using Keguan.Foundation.Accounts;
using Keguan.Foundation.Backup;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Imports;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Modules;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Numbering;
using Keguan.Foundation.Tables;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Keguan.Foundation;

/// <summary>The foundation's own parts, each registered by a line of its own.</summary>
public sealed class FoundationModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddAccounts();
        services.AddCodes(configuration);
        services.AddDefinitionStore();
        services.AddScoped<Numbers>().AddScoped<DocumentNumbers>();
        services.AddDocuments(configuration);
        services.AddTables(configuration);
        services.AddJobs();
        services.AddImports();
        services.AddScoped<BackupWriter>().AddScoped<Restore>();
        services.AddUi(configuration);
        services.AddNotices(configuration);
        services.AddWork();
        services.AddFiles(configuration);
        services.AddSealing(configuration);
        services.AddDataProtection().SetApplicationName("keguan");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceScopeFactory>((options, scopes) => options.XmlRepository = new DataProtectionKeys(scopes));
    }

    public void MapEndpoints(WebApplication app)
    {
        app.MapCodes();
        app.MapUi();
        app.MapFiles();
        app.MapSealing();
    }
}
