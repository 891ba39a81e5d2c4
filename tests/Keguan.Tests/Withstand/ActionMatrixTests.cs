using System.Net;
using Keguan.Foundation.Access;
using Keguan.Tests.Access;
using Keguan.Tests.Support;

namespace Keguan.Tests.Withstand;

/// <summary>Every button of every page × everybody: whoever may not press it is refused at the door, and nothing is changed; whoever may meets no fault.</summary>
public abstract class ActionMatrixTests(City city) : CityTests(city)
{
    /// <summary>Roles that are tried: all of them, or a few where the other database has tried all.</summary>
    protected virtual IEnumerable<Role?> Tried => Roles.All.Prepend(null);

    /// <summary>Permissions to look at something. A page that they open has buttons for others, so each button says whose it is.</summary>
    static bool OnlyReads(string permission) => permission.EndsWith(".read", StringComparison.Ordinal) || permission is Permissions.OrganisationOwn;

    /// <summary>One's own views of a list, which every list keeps.</summary>
    static bool IsOwnView(string handler) => handler.EndsWith("?handler=SaveView", StringComparison.Ordinal) || handler.EndsWith("?handler=DeleteView", StringComparison.Ordinal);

    /// <summary>Buttons of reading pages that are for all who read: they order a file of what is seen, or keep one's own organisation's people.</summary>
    static readonly string[] ForReaders = ["/programmes/archive/download/{id:guid}", "/organisations/people/add", "/organisations/people/edit/{id:guid}", "/organisations/people/edit/{id:guid}?handler=Remove", "/programmes/checks/batch"];

    [Fact]
    public async Task Every_button_of_a_page_that_many_may_read_says_who_may_press_it()
    {
        var silent = (await Door.AllAsync(City)).Where(door => door.Needs is { } needs && needs.Any(OnlyReads)).SelectMany(door => door.Handlers).Where(handler => handler.Acts is null).Select(handler => handler.Shown);
        Assert.DoesNotContain(silent.Except(ForReaders), shown => !IsOwnView(shown));
    }

    [Fact]
    public async Task Inspector_and_auditor_read_all_and_change_nothing()
    {
        // One's own account, one's own notices, imports and jobs (each of which asks for its own permission), and files made of what one sees.
        string[] own = ["/accounts/", "/notices", "/imports/", "/jobs/", "/gallery", "/programmes/archive/", "/organisations/register", "/recognition/selfchecks/check/", "/programmes/decisions/object/", "/portal/draws/verify", "/error"];
        var open = (await Door.AllAsync(City)).SelectMany(door => door.Handlers).Where(handler => handler.Opens(Roles.Inspector) || handler.Opens(Roles.Auditor)).Select(handler => handler.Shown);
        Assert.DoesNotContain(open, shown => !IsOwnView(shown) && !own.Any(start => shown.StartsWith(start, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nobody_presses_a_button_that_is_not_his()
    {
        var wrong = new List<string>();
        var handlers = (await Door.AllAsync(City)).Where(door => !door.Page.EndsWith("/Denied", StringComparison.Ordinal) && !door.Page.EndsWith("/Error", StringComparison.Ordinal)).SelectMany(door => door.Handlers).ToList();
        Assert.True(handlers.Count > 100, $"only {handlers.Count} handlers were found");
        foreach (var role in Tried)
        {
            using var visitor = role is null ? City.Public() : await City.As(role);
            var token = (await visitor.Open(role is null ? "/accounts/signin" : "/desk")).Token;
            Assert.NotNull(token);
            var before = await CountAsync();
            foreach (var handler in handlers.Where(handler => !handler.Opens(role)))
            {
                using var answer = await PostAsync(visitor, handler.Address, token);
                var refused = role is null ? answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.OriginalString.Contains("/accounts/signin", StringComparison.OrdinalIgnoreCase) : answer.StatusCode == HttpStatusCode.Forbidden;
                if (!refused) wrong.Add($"{role?.Code ?? "public"} POST {handler.Shown} → {(int)answer.StatusCode}");
            }
            var after = await CountAsync();
            wrong.AddRange(after.Where(table => table.Value != before[table.Key]).Select(table => $"{role?.Code ?? "public"} changed {table.Key}: {before[table.Key]} → {table.Value} rows"));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_button_that_is_his_breaks_nothing_without_a_form_and_finds_nothing_behind_a_strange_id()
    {
        var wrong = new List<string>();
        var handlers = (await Door.AllAsync(City)).SelectMany(door => door.Handlers).ToList();
        foreach (var role in Tried)
        {
            if (role is null) continue;
            using var visitor = await City.As(role);
            var token = (await visitor.Open("/desk")).Token;
            foreach (var handler in handlers.Where(handler => handler.Opens(role) && handler.Door.Needs is not null && !handler.Door.Route.StartsWith("accounts/", StringComparison.Ordinal)))
            {
                using var answer = await PostAsync(visitor, handler.Address, token);
                if ((int)answer.StatusCode >= 500) wrong.Add($"{role.Code} POST {handler.Shown} broke: {(int)answer.StatusCode}");
                else if (IsOwnView(handler.Shown)) continue;
                else if (handler.Door.Route.Contains(":guid}", StringComparison.Ordinal) && answer.StatusCode != HttpStatusCode.NotFound) wrong.Add($"{role.Code} POST {handler.Shown} → {(int)answer.StatusCode} for an id that nothing has");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task What_is_posted_to_no_button_finds_nothing()
    {
        var wrong = new List<string>();
        using var officer = await City.As(Roles.Officer);
        var token = (await officer.Open("/desk")).Token;
        foreach (var door in (await Door.AllAsync(City)).Where(door => door.Opens(Roles.Officer) && !door.Route.StartsWith("accounts/sign", StringComparison.Ordinal) && !door.Page.EndsWith("/Denied", StringComparison.Ordinal) && !door.Page.EndsWith("/Error", StringComparison.Ordinal)))
        {
            // A name that the page does not know is read as none.
            using var answer = await PostAsync(officer, door.Address + "?handler=Nothing", token);
            if (door.Handlers.All(handler => handler.Name.Length > 0) ? answer.StatusCode != HttpStatusCode.NotFound : (int)answer.StatusCode >= 500) wrong.Add($"POST {door.Address}?handler=Nothing → {(int)answer.StatusCode}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    static Task<HttpResponseMessage> PostAsync(Visitor visitor, string url, string? token) => visitor.SendOnce(
        new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token ?? "")]) }, Cancel);

    /// <summary>Rows of every table but the security log, which notes each refusal.</summary>
    async Task<Dictionary<string, long>> CountAsync() => await City.Db(async db =>
    {
        var rows = new Dictionary<string, long>();
        foreach (var table in Tables.Names(db).Where(table => table != "security_events")) rows[table] = await Tables.CountAsync(db, table);
        return rows;
    });
}

public sealed class ActionMatrixTestsOnSqlite(Sqlite city) : ActionMatrixTests(city), IClassFixture<Sqlite>;

public sealed class ActionMatrixTestsOnPostgres(Postgres city) : ActionMatrixTests(city), IClassFixture<Postgres>
{
    protected override IEnumerable<Role?> Tried => [null, Roles.UnitAdmin, Roles.Officer, Roles.Inspector, Roles.SystemAdmin];
}
