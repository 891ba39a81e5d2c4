using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Tests.Support;
using Microsoft.Playwright;

namespace Keguan.Browser.Tests;

/// <summary>
/// A way through the system in a real browser, told in sentences, one journey a file:
/// <code>
/// public abstract class CallJourney(Database database) : Journey(database) { [Fact] public async Task A_call_is_… }
/// public sealed class CallJourneyOnSqlite() : CallJourney(Database.Sqlite);
/// public sealed class CallJourneyOnPostgres() : CallJourney(Database.Postgres);
/// </code>
/// Every page that anybody touches is photographed at 1440 and 390 px (artifacts/screenshots), measured with axe, and watched for errors of script and
/// network. What was found is said at the end, all of it.
/// </summary>
public abstract partial class Journey(Database database) : IAsyncLifetime
{
    /// <summary>Pictures so far by journey: several tests of one class number them on.</summary>
    static readonly ConcurrentDictionary<string, int> Pictures = new();

    readonly List<Person> _people = [];
    readonly List<string> _problems = [];
    readonly HashSet<string> _seen = [];
    City? _city;

    protected City City => _city ?? throw new InvalidOperationException("The city has not started.");

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Pictures are taken once: on SQLite. On PostgreSQL the pages look the same.</summary>
    internal bool TakesPictures => database == Database.Sqlite;

    /// <summary>Settings of the city beside the usual: a journey with the demonstration city, with the system's time.</summary>
    protected virtual City Found() => database == Database.Sqlite ? new Sqlite { OnPort = true, InBackground = true } : new Postgres { OnPort = true, InBackground = true };

    public virtual async ValueTask InitializeAsync()
    {
        if (database.Missing is { } reason) Assert.Skip(reason);
        _city = Found();
        await _city.InitializeAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var person in _people) await person.DisposeAsync();
        if (_city is not null) await _city.DisposeAsync();
        if (_problems.Count > 0) Assert.Fail($"{_problems.Count} things were wrong on the way:\n\n" + string.Join("\n\n", _problems));
    }

    // ── people ────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>Somebody from the public.</summary>
    protected async Task<Person> Anybody(bool script = true, bool phone = false)
    {
        var browser = await Chromium.Browser;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = City.Address,
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            JavaScriptEnabled = script,
            AcceptDownloads = true,
            ViewportSize = phone ? Person.Phone : Person.Desktop,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        var person = new Person(this, context, await context.NewPageAsync(), script);
        _people.Add(person);
        return person;
    }

    /// <summary>Somebody new in this role, signed in already. How one signs in is a journey of its own.</summary>
    protected async Task<Person> Somebody(Role role, Guid? organisation = null, string organisationName = "", string area = "", string section = "", Guid? expert = null, string? name = null, bool script = true)
    {
        using var visitor = await City.As(role, organisation, organisationName, area, section, expert, name);
        return await Enter(visitor, script);
    }

    protected async Task<Person> Somebody(Account account, RoleGrant? grant = null, bool script = true)
    {
        using var visitor = await City.As(account, grant);
        return await Enter(visitor, script);
    }

    /// <summary>Signs people in again at their browsers: needed after the clock went further than a session lasts.</summary>
    protected async Task Renew(params Person[] people)
    {
        foreach (var person in people)
        {
            using var visitor = await City.As(person.Account!, person.Grant);
            await person.Page.Context.ClearCookiesAsync();
            await person.Page.Context.AddCookiesAsync(visitor.Cookies.Select(cookie => new Cookie { Name = cookie.Key, Value = cookie.Value, Url = City.Address }));
        }
    }

    async Task<Person> Enter(Visitor visitor, bool script)
    {
        var person = await Anybody(script);
        (person.Account, person.Grant) = (visitor.Account, visitor.Grant);
        await person.Page.Context.AddCookiesAsync(visitor.Cookies.Select(cookie => new Cookie { Name = cookie.Key, Value = cookie.Value, Url = City.Address }));
        return person;
    }

    // ── what every page must bear ─────────────────────────────────────────────────────────────────────

    internal void Wrong(string problem)
    {
        lock (_problems) _problems.Add(problem);
    }

    /// <summary>What was found so far, for a journey that expects it.</summary>
    protected string TakeProblems()
    {
        lock (_problems)
        {
            var all = string.Join("\n\n", _problems);
            _problems.Clear();
            return all;
        }
    }

    /// <summary>The same page for the same kind of person is looked at once; ids do not make another page of it.</summary>
    internal bool IsNew(Person person, string url) => _seen.Add(person.Role + " " + Ids().Replace(url, "{id}"));

    internal async Task LookAt(Person person, string name)
    {
        if (person.Script) await Axe.CheckAsync(person.Page, problem => Wrong($"{person.Role} {person.Page.Url}\n{problem}"));
        if (!TakesPictures) return;
        var journey = GetType().Name.Replace("OnSqlite", "", StringComparison.Ordinal);
        var folder = Directory.CreateDirectory(Repository.At("artifacts", "screenshots", journey)).FullName;
        var number = Pictures.AddOrUpdate(journey, 1, (_, last) => last + 1);
        foreach (var size in new[] { Person.Desktop, Person.Phone })
        {
            await person.Page.SetViewportSizeAsync(size.Width, size.Height);
            await person.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{number:00}-{name}-{size.Width}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
            var width = await person.Page.Locator("html").EvaluateAsync<int>("html => html.scrollWidth");
            if (width > size.Width) Wrong($"{person.Role} {person.Page.Url}\n  at {size.Width} px the page is {width} px wide: it scrolls sideways");
        }
        await person.Page.SetViewportSizeAsync(person.Size.Width, person.Size.Height);
    }

    /// <summary>/programmes/calls/edit/{id}?x → programmes-calls-edit, for the name of a picture.</summary>
    internal static string NameOf(string url)
    {
        var path = Ids().Replace(new Uri(url).AbsolutePath, "").Trim('/');
        var name = new StringBuilder();
        foreach (var c in path) name.Append(char.IsLetterOrDigit(c) ? c : '-');
        return name.Length == 0 ? "front" : MoreDashes().Replace(name.ToString(), "-").Trim('-');
    }

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=/)\d+(?=/|$|\?)|[?#].*$", RegexOptions.IgnoreCase)]
    private static partial Regex Ids();

    [GeneratedRegex("-{2,}")]
    private static partial Regex MoreDashes();
}
