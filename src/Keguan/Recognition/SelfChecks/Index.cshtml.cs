using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Pages;
using Keguan.Recognition.RuleSets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Recognition.SelfChecks;

/// <summary>政策自查: what can be checked, for everybody; and what one's own organisation has checked.</summary>
[AllowAnonymous]
public sealed class IndexModel(RuleSetLibrary library) : KeguanPage
{
    const int Most = 100;

    public IReadOnlyList<RuleSet> Sets { get; private set; } = [];
    public IReadOnlyList<SelfCheck> Own { get; private set; } = [];

    /// <summary>Acts for an organisation, so that results are kept.</summary>
    public bool Keeps => Actor.Can(Permissions.SelfChecksOwn) && Actor.OrganisationId is not null;

    protected internal override async Task<bool> LoadAsync()
    {
        var today = ChinaTime.DayOf(Now);
        Sets = [.. library.Names.Select(name => library.Find(name, today, Actor.Area)).OfType<RuleSet>()];
        if (Keeps) Own = await Db.SelfChecks().VisibleTo(Actor).AsNoTracking().OrderByDescending(check => check.MadeAt).Take(Most).ToListAsync(Cancel);
        return true;
    }

    public Text LabelOf(SelfCheck check) => library.Get(check.Definition, check.DefinitionVersion).Definition.Label;

    public string PointsOf(SelfCheck check) => RuleWords.Points(check.PointsLow / (decimal)SelfCheck.PointsScale, check.PointsHigh / (decimal)SelfCheck.PointsScale);
}
