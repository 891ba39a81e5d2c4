using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Programmes.Calls;

/// <summary>The bureau's list of calls; for applicants what they can apply for, with the reason where they can't.</summary>
[Needs(Permissions.CallsRead, Permissions.ApplicationsWrite)]
public sealed class IndexModel(CallOpenings openings) : ListPage<CallList>
{
    public bool AsApplicant => !Actor.Can(Permissions.CallsRead);
    public IReadOnlyList<Opening> Openings { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        if (!AsApplicant) return await base.LoadAsync();
        Openings = await openings.AllAsync(Actor, Now, Cancel);
        return true;
    }
}
