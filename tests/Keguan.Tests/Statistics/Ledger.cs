using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Organisations.Exports;
using Keguan.Statistics.Exports;
using Keguan.Tests.Support;

namespace Keguan.Tests.Statistics;

/// <summary>A matter of no module that posts what a test wants counted.</summary>
internal sealed class Matter : ISubject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public string State { get; set; } = "open";
    public int Sequence { get; set; }
    public SubjectFacts Facts { get; init; } = new("science-plan");
}

/// <summary>Writes postings into a city and asks it for figures.</summary>
internal static class Ledger
{
    public static Task Post(this City city, string day, params Post[] posts) => city.Post(new Matter(), day, posts);

    public static async Task Post(this City city, Matter matter, string day, params Post[] posts)
    {
        await using var scope = city.ScopeOf();
        scope.ServiceProvider.GetRequiredService<Keguan.Foundation.Journal.Journal>().Note("matter", matter, "count", new Act { OccurredOn = DateOnly.Parse(day), Summary = $"事项 {day}", Posts = posts });
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<long> Seal(this City city)
    {
        await city.Ask((Sealer sealer) => sealer.SealAllAsync());
        return (await city.Ask((Keguan.Statistics.Exports.Indicators indicators) => indicators.LastPositionAsync()))!.Value;
    }

    public static Task<IndicatorValue> Value(this City city, string indicator, string period, string area = "", long? asOf = null) =>
        city.Ask((Keguan.Statistics.Exports.Indicators indicators) => indicators.ValueAsync(new Ask(indicator, Period.Parse(period), area), asOf));

    public static Organisation Enterprise(string uscc, string name, string kind = "enterprise", string area = "990102") => new() { Uscc = uscc, Name = name, Kind = kind, Area = area, State = OrganisationLifecycle.Verified, Sequence = 1 };

    public static SubjectFacts At(string area = "990102", string category = "key-rd", string mode = "subsidised", string batch = "2019-1", Guid? organisation = null) => new("science-plan", "", organisation, area, "city", category, batch, mode);
}
