using Keguan.Foundation.Pages;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Organisations;

/// <summary>A page of a member about the organisation that he acts for.</summary>
public abstract class OwnPage : KeguanPage
{
    /// <summary>Tracked: the actions of the page change it.</summary>
    public Organisation Organisation { get; private set; } = null!;

    protected internal override async Task<bool> LoadAsync()
    {
        if (Actor.OrganisationId is not { } own || await Db.Organisations().VisibleTo(Actor).FirstOrDefaultAsync(one => one.Id == own, Cancel) is not { } organisation) return false;
        Organisation = organisation;
        return await LoadOwnAsync();
    }

    protected virtual Task<bool> LoadOwnAsync() => Task.FromResult(true);
}
