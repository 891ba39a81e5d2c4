using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Keguan.Foundation.Access;
using Keguan.Tests.Access;
using Keguan.Tests.Support;

namespace Keguan.Tests.Withstand;

/// <summary>Another organisation's ids, tried in every address and in every field of every form that an applicant can reach.</summary>
public abstract class StrangerTests(City city) : CityTests(city)
{
    /// <summary>Tables whose rows everybody may read: what was published.</summary>
    static readonly string[] Public = ["calls", "call_categories", "call_recommenders"];

    City _city = null!;
    Estate _theirs = null!;
    Estate _mine = null!;
    List<Door> _doors = null!;

    public override async ValueTask InitializeAsync()
    {
        _city = await AnotherCity();
        _theirs = await Estate.FoundAsync(_city);
        _mine = await Estate.FoundAsync(_city);
        _doors = [.. (await Door.AllAsync(_city)).Where(door => door.Needs is not null && door.Opens(Roles.UnitAdmin))];
    }

    static IEnumerable<Guid> Private(Estate estate) => estate.Ids.Where(table => !Public.Contains(table.Key)).SelectMany(table => table.Value);

    List<Door> WithId => [.. _doors.Where(door => door.Route.Contains(":guid}", StringComparison.Ordinal))];

    static string At(Door door, Guid id, string section = "basics") =>
        "/" + string.Join('/', door.Route.Split('/').Select(part => part.EndsWith(":guid}", StringComparison.Ordinal) ? id.ToString() : part == "{section}" ? section : part));

    [Fact]
    public async Task Their_ids_are_not_there_in_any_address()
    {
        var wrong = new List<string>();
        var token = (await _mine.Admin.Open("/desk")).Token!;
        var content = await _theirs.ContentAsync(_city);
        foreach (var id in Private(_theirs))
        {
            foreach (var door in WithId)
            {
                using var seen = await _mine.Admin.SendOnce(new HttpRequestMessage(HttpMethod.Get, At(door, id)), Cancel);
                if (seen.StatusCode != HttpStatusCode.NotFound) wrong.Add($"GET {At(door, id)} → {(int)seen.StatusCode} ({TableOf(id)})");
            }
            using var file = await _mine.Admin.SendOnce(new HttpRequestMessage(HttpMethod.Get, $"/files/{id}"), Cancel);
            if (file.StatusCode != HttpStatusCode.NotFound) wrong.Add($"GET /files/{id} → {(int)file.StatusCode}");
            foreach (var handler in WithId.SelectMany(door => door.Handlers).Where(handler => handler.Opens(Roles.UnitAdmin)))
            {
                var url = At(handler.Door, id) + (handler.Name.Length > 0 ? "?handler=" + handler.Name : "");
                using var answer = await _mine.Admin.SendOnce(new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]) }, Cancel);
                if (answer.StatusCode != HttpStatusCode.NotFound) wrong.Add($"POST {url} → {(int)answer.StatusCode} ({TableOf(id)})");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(60)));
        Assert.Equal(content, await _theirs.ContentAsync(_city));
    }

    string TableOf(Guid id) => _theirs.Ids.First(table => table.Value.Contains(id)).Key;

    [Fact]
    public async Task Every_address_with_an_id_is_one_that_its_owner_can_open()
    {
        // Otherwise a 404 for others would prove nothing.
        var closed = new List<string>();
        foreach (var door in WithId)
        {
            // What only files and jobs bring about; and the reviews, which are shown to the bureau alone.
            if (door.Route is "imports/{id:guid}" or "jobs/{id:guid}" or "programmes/applications/reviews/{id:guid}" || await OpenAsync(door) is not null) continue;
            closed.Add(door.Route);
        }
        Assert.Empty(closed);
    }

    async Task<Screen?> OpenAsync(Door door)
    {
        foreach (var id in _mine.Ids.SelectMany(table => table.Value))
        {
            var page = await _mine.Admin.Get(At(door, id));
            if (page.Status == HttpStatusCode.OK) return page;
        }
        return null;
    }

    [Fact]
    public async Task Their_ids_in_the_fields_of_my_forms_touch_nothing_and_show_nothing()
    {
        var theirs = new Dictionary<string, Guid>(StringComparer.OrdinalIgnoreCase);
        foreach (var (table, mine) in _mine.Ids)
            for (var i = 0; i < Math.Min(mine.Count, _theirs.Ids[table].Count); i++) theirs[mine[i].ToString()] = _theirs.Ids[table][i];
        var content = await _theirs.ContentAsync(_city);
        var wrong = new List<string>();
        var tried = 0;
        foreach (var url in await FormPagesAsync())
        {
            var forms = (await _mine.Admin.Get(url)).Document.QuerySelectorAll<IHtmlFormElement>("main form").Count(IsPost);
            for (var n = 0; n < forms; n++)
            {
                var first = await PageAsync(url, n);
                if (first is null) break;
                var fields = GuidFields(first.Value.Form).Where(field => theirs.ContainsKey(field.Value)).ToList();
                foreach (var (name, value) in fields)
                {
                    // The page anew each time: what was sent before may have changed it.
                    if (await PageAsync(url, n) is not { } page) break;
                    var form = new FilledForm(page.Screen, page.Form, null);
                    var submit = page.Screen.Document.QuerySelectorAll("button").FirstOrDefault(button => page.Screen.FormOf(button) == page.Form && button.GetAttribute("aria-disabled") != "true" && !button.HasAttribute("disabled"));
                    if (submit is null) break;
                    tried++;
                    if (form.Names.Contains(name)) form.Without(name);
                    form.Forge(name.Replace(value, theirs[value].ToString(), StringComparison.OrdinalIgnoreCase), theirs[value].ToString());
                    Screen answer;
                    try
                    {
                        answer = await form.Submit(submit.TextContent.Trim());
                    }
                    catch (InvalidOperationException e) when (e.Message.Contains("disabled", StringComparison.Ordinal) || e.Message.Contains("no button", StringComparison.Ordinal))
                    {
                        continue;
                    }
                    if ((int)answer.Status >= 500) wrong.Add($"{url}: {name} → {(int)answer.Status}");
                    if (_theirs.Secrets.FirstOrDefault(secret => answer.Html.Contains(secret, StringComparison.Ordinal)) is { } secret) wrong.Add($"{url}: {name} shows “{secret}”");
                    if (await _theirs.ContentAsync(_city) is var now && now != content)
                    {
                        wrong.Add($"{url}: {name} changed what is theirs");
                        content = now;
                    }
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(tried >= 12, $"only {tried} fields with an id were found");
    }

    static bool IsPost(IHtmlFormElement form) => string.Equals(form.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase);

    async Task<(Screen Screen, IHtmlFormElement Form)?> PageAsync(string url, int n)
    {
        var page = await _mine.Admin.Get(url);
        if (page.Status != HttpStatusCode.OK) return null;
        return page.Document.QuerySelectorAll<IHtmlFormElement>("main form").Where(IsPost).ElementAtOrDefault(n) is { } form ? (page, form) : null;
    }

    /// <summary>Fields of a form whose value is an id: hidden ones, rows, choices among one's own.</summary>
    static IEnumerable<(string Name, string Value)> GuidFields(IHtmlFormElement form) => form.QuerySelectorAll("input[name], select[name] option, button[name]")
        .Select(element => (Name: (element is IHtmlOptionElement ? element.Closest("select")! : element).GetAttribute("name")!, Value: element.GetAttribute("value") ?? ""))
        .Where(field => Guid.TryParse(field.Value, out _)).Distinct();

    /// <summary>Every page of mine that I can open: those without an id, and those with one for each id that opens it; of the form every section.</summary>
    async Task<List<string>> FormPagesAsync()
    {
        var pages = new List<string>();
        foreach (var door in _doors.Where(door => !door.Route.StartsWith("accounts/", StringComparison.Ordinal)))
        {
            if (!door.HasParameters) pages.Add(door.Address);
            else if (door.Route.Contains("{section}", StringComparison.Ordinal))
                pages.AddRange(_mine.Ids["applications"].Take(1).SelectMany(id => ((string[])["team", "attachments", "partners", "integrity"]).Select(section => At(door, id, section))));
            else if (door.Route.Contains(":guid}", StringComparison.Ordinal))
            {
                foreach (var id in Private(_mine))
                    if ((await _mine.Admin.Get(At(door, id))) is { Status: HttpStatusCode.OK } page && page.ContentType == "text/html") pages.Add(At(door, id));
            }
        }
        // A change is asked for by kind.
        foreach (var id in _mine.Ids["projects"])
            pages.AddRange(((string[])["leader", "targets", "budget", "organisation"]).Select(kind => $"/programmes/changes/new/{id}?kind={kind}"));
        return pages;
    }
}

public sealed class StrangerTestsOnSqlite(Sqlite city) : StrangerTests(city), IClassFixture<Sqlite>;

public sealed class StrangerTestsOnPostgres(Postgres city) : StrangerTests(city), IClassFixture<Postgres>;
