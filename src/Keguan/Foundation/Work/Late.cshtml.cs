using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;

namespace Keguan.Foundation.Work;

/// <summary>超时与即将超时, all of it.</summary>
[Needs(Permissions.SignedIn)]
public sealed class LateModel(Desk desk) : KeguanPage
{
    /// <summary>Most that is shown; whoever has more late begins with these.</summary>
    public const int Most = 100;

    public IReadOnlyList<DeskItem> Items { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        if (Actor.Audience != Audience.Administrator) Items = await desk.LateAndSoonAsync(Most, Cancel);
        return true;
    }
}
