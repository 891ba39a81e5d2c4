using System.Security.Cryptography;
using System.Text.Json;
using Keguan.Demo.Content;

namespace Keguan.Demo;

/// <summary>
/// 云江市, the fictional demonstration city: organisations, experts, officials, three calls with their applications and last year's projects, as plain facts without a
/// database. The same anchor day and seed give the same city byte for byte; everything that happened lies before the anchor day, everything planned on or after it.
/// </summary>
public sealed record DemoCity
{
    /// <summary>The seed of the demonstration that everybody sees.</summary>
    public const ulong DefaultSeed = 20_261_118;

    public required DateOnly Anchor { get; init; }
    public required ulong Seed { get; init; }
    public required IReadOnlyList<CityOrganisation> Organisations { get; init; }
    public required IReadOnlyList<CityPerson> People { get; init; }
    public required IReadOnlyList<CityExpert> Experts { get; init; }
    public IReadOnlyList<CityOfficial> Officials { get; } = Demo.Officials.All;
    public CityBureau Bureau { get; } = Demo.Officials.City;
    public IReadOnlyList<CityBureau> CountyBureaus { get; } = Demo.Officials.Counties;
    public required IReadOnlyList<CityCall> Calls { get; init; }

    /// <summary>The 343 of this year's second call.</summary>
    public required IReadOnlyList<CityApplication> Applications { get; init; }

    /// <summary>Those of the call that is open.</summary>
    public required IReadOnlyList<CityApplication> OpenApplications { get; init; }

    /// <summary>Last year's first batch.</summary>
    public required IReadOnlyList<CityProject> Projects { get; init; }

    /// <summary>Last year's applications that were not recommended or refused in the formal check.</summary>
    public required IReadOnlyList<CityApplication> TurnedAway { get; init; }
    public required CityApproval Approval { get; init; }
    public required IReadOnlyList<CityPanel> Panels { get; init; }

    public CityCall LastCall => Calls[0];
    public CityCall ClosedCall => Calls[1];
    public CityCall OpenCall => Calls[2];

    public CityOrganisation Organisation(int number) => Organisations[number - 1];
    public CityExpert Expert(int number) => Experts[number - 1];

    /// <summary>Every application of every call, last year's first.</summary>
    public IEnumerable<CityApplication> AllApplications => Projects.Select(project => project.Application).Concat(TurnedAway).Concat(Applications).Concat(OpenApplications);

    /// <summary>Makes the city as it stands on a day.</summary>
    public static DemoCity Create(DateOnly anchor, ulong seed = DefaultSeed)
    {
        var time = new DemoTime(anchor);
        var register = new CityRegister(seed, time);
        var experts = ExpertLibrary.Make(seed, register, time);
        var decks = FieldFile.All.ToDictionary(field => field.Key, field => new TitleDeck(field, seed));
        var season = new Season(seed, time, register, decks);
        var desk = new ReviewDesk(seed, experts, register);
        var calls = CallMaker.Make(time);
        var approval = CallMaker.Approval(calls[0], time);

        var lastYear = new LastYear(season, desk, experts);
        var projects = lastYear.Make(calls[0], approval);
        var thisYear = new ThisYear(season, desk);
        var applications = thisYear.Closed(calls[1]);
        var open = thisYear.Open(calls[2]);
        var turnedAway = lastYear.TurnedAway(calls[0], projects);
        return new DemoCity
        {
            Anchor = anchor,
            Seed = seed,
            Organisations = register.Organisations,
            People = register.People,
            Experts = experts,
            Calls = calls,
            Applications = applications,
            OpenApplications = open,
            Projects = projects,
            TurnedAway = turnedAway,
            Approval = approval,
            Panels = [.. lastYear.Panels, .. thisYear.Panels],
        };
    }

    /// <summary>SHA-256, hex, over the whole city: equal where nothing at all differs.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Foundation.Journal.Journal.Json)));
}
