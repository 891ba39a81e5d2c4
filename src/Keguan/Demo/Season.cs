using System.Globalization;
using Keguan.Demo.Content;

namespace Keguan.Demo;

/// <summary>What the makers of applications share: who applies in which field, for how much, and when people sit down to it.</summary>
sealed class Season(ulong seed, DemoTime time, CityRegister register, IReadOnlyDictionary<string, TitleDeck> decks)
{
    public static readonly IReadOnlyList<string> Sections = ["basics", "content", "targets", "unit", "team", "partners", "budget", "attachments", "integrity"];

    readonly ProposalWriter _writer = new(register, time);
    readonly Dictionary<(string Call, int Organisation), int> _usage = [];

    public DemoTime Time => time;
    public CityRegister Register => register;

    /// <summary>Organisations with an overdue project: they may not apply.</summary>
    public HashSet<int> Blocked { get; } = [];

    public DemoRandom Stream(string purpose) => DemoRandom.For(seed, purpose);

    public Subject Pinned(string field, string topic, string thing, string goal, string title) => decks[field].Pinned(topic, thing, goal, title);

    public CityProposal Write(ProposalWriter.Order order, DemoRandom random) => _writer.Write(order, random);

    /// <summary>
    /// An organisation of the field that may still apply in this call (enterprises and cooperatives twice, others up to six times), and what it applies with: a subject that
    /// suits it and that nobody has had.
    /// </summary>
    public (CityOrganisation Organisation, Subject Subject) Applicant(Field field, string call, DemoRandom random, Func<CityOrganisation, bool>? also = null)
    {
        while (true)
        {
            var kind = (field.Key, field.Ladder) switch
            {
                ("clinical", _) => random.Pick(("hospital", 82), ("university", 10), ("enterprise", 4), ("institute", 4)),
                ("devices", _) => random.Pick(("enterprise", 62), ("hospital", 20), ("university", 12), ("institute", 6)),
                ("biopharma", _) => random.Pick(("enterprise", 58), ("hospital", 12), ("university", 18), ("institute", 12)),
                (_, "agri") => random.Pick(("enterprise", 34), ("cooperative", 34), ("institute", 20), ("university", 12)),
                ("food", _) => random.Pick(("enterprise", 56), ("cooperative", 12), ("institute", 16), ("university", 16)),
                ("safety", _) or ("construction", _) => random.Pick(("enterprise", 50), ("institute", 32), ("university", 18)),
                _ => random.Pick(("enterprise", 74), ("university", 15), ("institute", 11)),
            };
            var pool = register.Organisations.Where(one => one.Kind == kind && one.Fields.Contains(field.Key) && !Blocked.Contains(one.Number)
                && _usage.GetValueOrDefault((call, one.Number)) < (kind is "enterprise" or "cooperative" ? 2 : 6) && also?.Invoke(one) != false).ToList();
            if (pool.Count == 0) continue;
            // Those of the trade itself before neighbours, those who have not applied yet before the others.
            var best = pool.Min(one => _usage.GetValueOrDefault((call, one.Number)) * 2 + (one.Fields[0] == field.Key || one.Kind is not ("enterprise" or "cooperative") ? 0 : 1));
            var chosen = random.Chance(70)
                ? random.Pick([.. pool.Where(one => _usage.GetValueOrDefault((call, one.Number)) * 2 + (one.Fields[0] == field.Key || one.Kind is not ("enterprise" or "cooperative") ? 0 : 1) == best)])
                : random.Pick(pool);
            if (decks[field.Key].Draw(chosen) is not { } subject) continue;
            Use(call, chosen);
            return (chosen, subject);
        }
    }

    public void Use(string call, CityOrganisation organisation) => _usage[(call, organisation.Number)] = _usage.GetValueOrDefault((call, organisation.Number)) + 1;

    /// <summary>A category in which this much may be asked for.</summary>
    public static string Category(Field field, CityOrganisation organisation, int grantTenths, DemoRandom random)
    {
        var social = field.Key is "clinical" or "safety" or "environment" or "crops" or "livestock" or "food" or "construction" or "devices";
        return random.Pick(
            ("key-rd", 46),
            ("guidance", grantTenths > 500 ? 0 : organisation.Kind is "enterprise" or "cooperative" ? 26 : 10),
            ("base-talent", grantTenths > 600 ? 0 : organisation.Kind is "university" or "institute" ? 20 : 4),
            ("livelihood", grantTenths > 400 || !social ? 0 : 26));
    }

    /// <summary>What is asked for, in tenths of 万元.</summary>
    public static int Grant(CityOrganisation organisation, DemoRandom random) => 10 * (organisation.Kind == "cooperative"
        ? random.Pick((10, 50), (15, 35), (20, 15))
        : random.Pick((10, 10), (15, 17), (20, 25), (25, 7), (30, 21), (40, 10), (50, 6), (60, 3), (80, 1)));

    public static int Own(CityOrganisation organisation, int grantTenths, DemoRandom random)
    {
        if (grantTenths == 0) return random.Between(380, organisation.Kind == "enterprise" ? 1600 : 700);
        var percent = organisation.Kind == "enterprise" ? random.Between(121, 218) : random.Between(120, 148);
        return (grantTenths * percent + 99) / 100;
    }

    public static string Mode(DemoRandom random, int selfFunded) => random.Pick(("self-funded", selfFunded), ("post-subsidy", 6), ("subsidised", 94 - selfFunded));

    /// <summary>When it is handed in: most of them in the last days, many on the last.</summary>
    public static DateTime Submission(CityCall call, DemoRandom random)
    {
        var window = (int)(call.ClosesAt - call.OpensAt).TotalMinutes;
        var before = random.Pick(("last", 36), ("late", 34), ("early", 30)) switch { "last" => random.Between(2, 60 * 26), "late" => random.Between(60 * 26, 60 * 24 * 6), _ => random.Between(60 * 24 * 6, window - 60 * 24 * 3) };
        var at = call.ClosesAt.AddMinutes(-before);
        // Nobody hands in at four in the morning.
        var hour = at.AddHours(8).Hour;
        if (hour is >= 23 or < 8) at = at.AddHours(hour >= 23 ? -3 : -10);
        return at.AddMilliseconds(random.Below(60_000));
    }

    public static DateTime Begun(CityCall call, DateTime submitted, DemoRandom random)
    {
        var begun = submitted.AddMinutes(-random.Between(60 * 20, 60 * 24 * 17));
        return begun > call.OpensAt ? begun : call.OpensAt.AddMinutes(random.Between(3, 60 * 5));
    }

    /// <summary>The candidate, or some hours after what came before where that is later.</summary>
    public static DateTime After(DateTime before, DateTime candidate, DemoRandom random) => candidate > before.AddMinutes(20) ? candidate : before.AddMinutes(random.Between(40, 200));

    public static string Number(CityCall call, int running) => string.Create(CultureInfo.InvariantCulture, $"YKJ{call.Year}-{running:0000}");
}
