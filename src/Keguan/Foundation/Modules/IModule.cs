namespace Keguan.Foundation.Modules;

/// <summary>A module's table of contents: what it adds to the house. One file per module, listed in Program.cs.</summary>
public interface IModule
{
    void AddServices(IServiceCollection services, IConfiguration configuration);

    void MapEndpoints(WebApplication app) { }
}
