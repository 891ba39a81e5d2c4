using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Statistics.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Observations;

/// <summary>One observation with its paper and its history.</summary>
[Needs(Permissions.StatisticsRead)]
public sealed class DetailsModel(Observing observing, IndicatorCatalogue catalogue, Lifecycles lifecycles) : KeguanPage
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    public Observation One { get; private set; } = null!;
    public Text Label { get; private set; }
    public Text Scope { get; private set; }
    public string Value { get; private set; } = "";
    public Guid? RevisedBy { get; private set; }
    public IReadOnlyList<Happening> History { get; private set; } = [];
    public IReadOnlyList<string> Offers { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.Observations().VisibleTo(Actor).FirstOrDefaultAsync(one => one.Id == Id, Cancel) is not { } found) return false;
        One = found;
        var known = catalogue.Find(found.Indicator);
        Label = known?.One.Label ?? Text.Same(found.Indicator);
        Value = known is null ? found.Value.ToString(CultureInfo.InvariantCulture) : Shown(found, known.One);
        var period = Period.Parse(found.Period).Words;
        var area = found.Area.Length == 0 ? T("本级", "own area") : CodeTables.Default.Areas.NameOf(found.Area);
        Scope = T($"{period.Zh}，{area.Zh}", $"{period.En}, {area.En}");
        RevisedBy = await Db.Observations().Where(one => one.Revises == Id).Select(one => (Guid?)one.Id).FirstOrDefaultAsync(Cancel);
        History = [.. (await Timeline.LoadAsync(Db, lifecycles, [(Observation.Subject, Id)], 0, 50, Cancel)).Select(row => new Happening(row.At, row.Line, row.ActorName, row.Position, row.Hash) { Reason = row.Reason })];
        Offers = [.. ObservationLifecycle.Table.Offers(found, Actor, Now).Select(offer => offer.Action)];
        return true;
    }

    /// <summary>3,000 人次（余）.</summary>
    public static string Shown(Observation one, Indicator indicator) =>
        one.Value.ToString("#,##0.######", CultureInfo.InvariantCulture) + " " + indicator.Unit + (one.Hedge == Hedge.None ? "" : T($"（{one.Hedge.Words().Zh}）", $" ({one.Hedge.Words().En})").ToString());

    [Acts(Permissions.ObservationsManage)]
    public async Task<IActionResult> OnPostConfirmAsync()
    {
        if (!await LoadAsync()) return NotFound();
        observing.Confirm(One);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已核定", "Confirmed"), $"/statistics/observations/{Id}");
    }

    [Acts(Permissions.ObservationsManage)]
    public async Task<IActionResult> OnPostWithdrawAsync(string? reason)
    {
        if (!await LoadAsync()) return NotFound();
        observing.Withdraw(One, reason);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已撤销", "Withdrawn"), $"/statistics/observations/{Id}");
    }
}
