using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Keguan.Foundation.Accounts.Links;

/// <summary>
/// Under which address people reach this system, for links in mails. Never taken from the request: whoever sends a forged Host would get a link to
/// his own server mailed out in the bureau's name.
/// </summary>
public sealed class SiteAddress(IOptions<AccountOptions> options, IServiceProvider services, IConfiguration configuration)
{
    public string Of(string path) => Base.TrimEnd('/') + path;

    string Base => options.Value.Site is { Length: > 0 } given ? given
        : services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            ?? configuration["KEGUAN_URLS"]?.Split(';')[0] ?? "http://127.0.0.1:5080";
}
