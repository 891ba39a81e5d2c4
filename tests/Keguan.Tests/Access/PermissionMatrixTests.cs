using System.Net;
using System.Text;
using Keguan.Foundation.Access;
using Keguan.Tests.Support;

namespace Keguan.Tests.Access;

/// <summary>All pages × all roles: the door of each page is asked of routing, tried by everybody, and written into docs/permissions.md.</summary>
public sealed class PermissionMatrixTests(Sqlite city) : IClassFixture<Sqlite>
{
    const string Document = "docs/permissions.md";

    /// <summary>They show a failure, with its status, at the address that failed.</summary>
    static bool IsAboutFailure(Door door) => door.Page.EndsWith("/Error", StringComparison.Ordinal) || door.Page.EndsWith("/Denied", StringComparison.Ordinal);

    [Fact]
    public async Task Every_page_says_who_may_enter() =>
        Assert.Empty((await Door.AllAsync(city)).Where(door => !door.Stated).Select(door => $"{door.Page}: neither [Needs] nor [AllowAnonymous]"));

    [Fact]
    public async Task Every_permission_that_a_page_asks_for_is_held_by_somebody() =>
        Assert.Empty((await Door.AllAsync(city)).Where(door => door.Needs is { } needs && needs.Any(need => !Permissions.All.ContainsKey(need))).Select(door => door.Page));

    [Fact]
    public async Task Nobody_opens_a_page_that_is_not_his_and_no_page_breaks()
    {
        var wrong = new List<string>();
        var doors = await Door.AllAsync(city);
        foreach (var role in Roles.All.Prepend(null))
        {
            using var visitor = role is null ? city.Public() : await city.As(role);
            foreach (var door in doors)
            {
                using var answer = await visitor.SendOnce(new HttpRequestMessage(HttpMethod.Get, door.Address), TestContext.Current.CancellationToken);
                if (Judge(door, role, answer) is { } fault) wrong.Add($"{role?.Code ?? "public"} GET {door.Address} → {(int)answer.StatusCode}: {fault}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    static string? Judge(Door door, Role? role, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (IsAboutFailure(door)) return null;
        if (status >= 500) return "it broke";
        var toSignIn = status is 302 && answer.Headers.Location?.OriginalString.Contains("/accounts/signin", StringComparison.OrdinalIgnoreCase) == true;
        if (role is null && door.Needs is not null) return toSignIn ? null : "the public is not asked to sign in";
        if (!door.Opens(role)) return answer.StatusCode == HttpStatusCode.Forbidden ? null : "should be 403";
        if (status == 403) return "refused, though the door is open";
        // A page may lead on; it may not throw out.
        return toSignIn && role is not null ? "sent to sign in though signed in" : null;
    }

    [Fact]
    public async Task Nothing_is_posted_without_the_token_of_a_form()
    {
        var wrong = new List<string>();
        var doors = (await Door.AllAsync(city)).Where(door => door.Posts && !IsAboutFailure(door)).ToList();
        Assert.NotEmpty(doors);
        foreach (var role in Roles.All.Prepend(null))
        {
            using var visitor = role is null ? city.Public() : await city.As(role);
            foreach (var door in doors)
            {
                using var answer = await visitor.SendOnce(new HttpRequestMessage(HttpMethod.Post, door.Address) { Content = new FormUrlEncodedContent([]) }, TestContext.Current.CancellationToken);
                var expected = door.Opens(role) ? HttpStatusCode.BadRequest : role is null ? HttpStatusCode.Redirect : HttpStatusCode.Forbidden;
                if (answer.StatusCode != expected) wrong.Add($"{role?.Code ?? "public"} POST {door.Address} → {(int)answer.StatusCode}, not {(int)expected}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task The_matrix_is_written_down_and_no_door_is_moved_by_oversight()
    {
        var doors = await Door.AllAsync(city);
        var rows = doors.Select(door => $"| `/{door.Route}` | {(door.Needs is null ? "●" : "")} | {string.Join(" | ", Roles.All.Select(role => door.Opens(role) ? "●" : ""))} |").ToList();
        var buttons = doors.SelectMany(door => door.Handlers).Select(handler => $"| POST `{handler.Shown}` | {(handler.Opens(null) ? "●" : "")} | {string.Join(" | ", Roles.All.Select(role => handler.Opens(role) ? "●" : ""))} |").ToList();
        if (!Repository.WritesDocuments && File.Exists(Repository.At(Document.Split('/'))))
        {
            // New pages appear when the document is written the next time; a page that is in it must be as it says.
            var known = (await File.ReadAllLinesAsync(Repository.At(Document.Split('/')), TestContext.Current.CancellationToken)).Where(line => line.StartsWith("| `/", StringComparison.Ordinal) || line.StartsWith("| POST `", StringComparison.Ordinal)).ToDictionary(PageOf);
            Assert.Empty(rows.Concat(buttons).Where(row => known.TryGetValue(PageOf(row), out var was) && was != row).Select(row => $"changed, write {Document} anew if it is meant (KEGUAN_WRITE_DOCS=1): {row}"));
        }
        var page = new StringBuilder("# Who may enter where\n\nWritten by a test that tries every page as everybody; ● opens. Inside, what one sees is limited by `VisibleTo`.\n\n");
        page.Append($"| page | 公众 | {string.Join(" | ", Roles.All.Select(role => role.Label.Zh))} |\n|---|:-:|{string.Concat(Roles.All.Select(_ => ":-:|"))}\n");
        foreach (var row in rows) page.Append(row).Append('\n');
        page.Append($"\n## Buttons\n\nEvery POST of every page, by who may press it; the rules of the matter's state come after. Pressed by anybody else it answers 403 and changes nothing.\n\n");
        page.Append($"| POST | 公众 | {string.Join(" | ", Roles.All.Select(role => role.Label.Zh))} |\n|---|:-:|{string.Concat(Roles.All.Select(_ => ":-:|"))}\n");
        foreach (var button in buttons) page.Append(button).Append('\n');
        page.Append($"\n## Permissions\n\n| permission | {string.Join(" | ", Roles.All.Select(role => role.Label.Zh))} |\n|---|{string.Concat(Roles.All.Select(_ => ":-:|"))}\n");
        foreach (var (permission, holders) in Permissions.All.OrderBy(one => one.Key, StringComparer.Ordinal))
            page.Append($"| {permission} | {string.Join(" | ", Roles.All.Select(role => holders.Contains(role) ? "●" : ""))} |\n");
        Repository.WriteDocument(Document, page.ToString());
        Assert.Contains(rows, row => row.StartsWith("| `/desk` |  |", StringComparison.Ordinal));
    }

    static string PageOf(string row) => row.Split('|')[1].Trim();

    [Fact]
    public void The_three_administrators_exclude_each_other_and_the_business()
    {
        var own = (string[])[Permissions.SignedIn, Permissions.OwnAccount, Permissions.SecondFactor];
        var held = Roles.Administrators.Select(role => Permissions.Of(role.Code).Except(own).ToHashSet()).ToList();
        Assert.Empty(held[0].Intersect(held[1]).Union(held[0].Intersect(held[2])).Union(held[1].Intersect(held[2])));
        Assert.Empty(held.SelectMany(set => set).Where(permission => Roles.All.Except(Roles.Administrators).Any(role => Permissions.Of(role.Code).Contains(permission))));
    }
}
