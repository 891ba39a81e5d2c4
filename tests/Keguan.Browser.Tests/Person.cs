using Keguan.Foundation.Accounts;
using Microsoft.Playwright;

namespace Keguan.Browser.Tests;

/// <summary>One person at one browser. Every step waits for the page, watches for errors, and has pages seen for the first time looked at.</summary>
public sealed class Person : IAsyncDisposable
{
    public static readonly ViewportSize Desktop = new() { Width = 1440, Height = 900 };
    public static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };

    readonly Journey _journey;
    readonly IBrowserContext _context;

    internal Person(Journey journey, IBrowserContext context, IPage page, bool script)
    {
        (_journey, _context, Page, Script) = (journey, context, page, script);
        Size = page.ViewportSize is { Width: < 600 } ? Phone : Desktop;
        page.Console += (_, message) =>
        {
            // What did not load is reported by the answer itself, with its status.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) Wrong("console: " + message.Text);
        };
        page.PageError += (_, error) => Wrong("script: " + error);
        page.RequestFailed += (_, request) =>
        {
            // A request that a navigation or a download cut short is no failure.
            if (request.Failure is { } failure && !failure.Contains("ERR_ABORTED", StringComparison.Ordinal)) Wrong($"{request.Method} {request.Url}: {failure}");
        };
        page.Response += (_, response) =>
        {
            var part = response.Request.ResourceType is not ("document" or "xhr" or "fetch");
            if (response.Status >= 500 || (part && response.Status >= 400)) Wrong($"{response.Request.Method} {response.Url}: {response.Status}");
        };

        void Wrong(string what) => journey.Wrong($"{Role} on {page.Url}\n  {what}");
    }

    public IPage Page { get; }
    public bool Script { get; }
    internal ViewportSize Size { get; }
    public Account? Account { get; internal set; }
    public RoleGrant? Grant { get; internal set; }
    public string Role => Grant?.Role ?? "public";

    /// <summary>Path and query of where he is.</summary>
    public string Url => new Uri(Page.Url).PathAndQuery;

    public async Task<Person> Open(string url)
    {
        var response = await Page.GotoAsync(url);
        Assert.True(response is { Status: < 400 }, $"{Role} {url}: {response?.Status}\n{await Words()}");
        await Settle();
        return this;
    }

    public async Task<Person> Click(string link)
    {
        await Visible(Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = link })).ClickAsync();
        await Settle();
        return this;
    }

    /// <summary>Presses a button and waits for the page that follows.</summary>
    public async Task<Person> Press(string button)
    {
        await Visible(Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button })).ClickAsync();
        await Settle();
        return this;
    }

    /// <summary>Opens the question behind a button and says yes to it.</summary>
    public async Task<Person> Confirm(string button, string yes, Func<Task>? fill = null)
    {
        var question = Page.Locator("details.kg-confirm", new PageLocatorOptions { Has = Page.Locator($"summary:has-text('{button}')") }).Locator("visible=true").First;
        await question.Locator("summary").ClickAsync();
        if (_journey.IsNew(this, Page.Url + "?" + button)) await _journey.LookAt(this, Journey.NameOf(Page.Url) + "-" + button);
        if (fill is not null) await fill();
        await question.Locator(".kg-confirm-body").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = yes }).First.ClickAsync();
        await Settle();
        return this;
    }

    /// <summary>Types into the field with this label, or chooses in it.</summary>
    public async Task<Person> Fill(string label, string value)
    {
        var field = Page.GetByLabel(label).First;
        switch (await field.EvaluateAsync<string>("e => e.tagName === 'SELECT' ? 'select' : e.type"))
        {
            case "select": await field.SelectOptionAsync(new SelectOptionValue { Label = value }); break;
            case "checkbox" or "radio": await field.SetCheckedAsync(value is "true" or "是"); break;
            default: await field.FillAsync(value); break;
        }
        return this;
    }

    public async Task<Person> Choose(string label)
    {
        await Page.GetByLabel(label).First.CheckAsync();
        return this;
    }

    public async Task<Person> Attach(string label, string fileName, byte[] content, string type = "application/pdf")
    {
        await Page.GetByLabel(label).First.SetInputFilesAsync(new FilePayload { Name = fileName, MimeType = type, Buffer = content });
        return this;
    }

    public async Task<Person> See(string words)
    {
        await Assertions.Expect(Page.Locator("body")).ToContainTextAsync(words, new LocatorAssertionsToContainTextOptions { UseInnerText = true });
        return this;
    }

    public async Task<Person> SeeNot(string words)
    {
        await Assertions.Expect(Page.Locator("body")).Not.ToContainTextAsync(words, new LocatorAssertionsToContainTextOptions { UseInnerText = true });
        return this;
    }

    public async Task<IDownload> Download(string linkOrButton)
    {
        var link = Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = linkOrButton });
        return await Page.RunAndWaitForDownloadAsync(async () => await (await link.CountAsync() > 0 ? link : Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = linkOrButton })).First.ClickAsync());
    }

    /// <summary>Looks at the page in its present state (a menu open, an error shown), whether it was seen before or not.</summary>
    public async Task<Person> Look(string name)
    {
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await _journey.LookAt(this, name);
        return this;
    }

    public async Task<string> Words() => await Page.Locator("body").InnerTextAsync() is { Length: > 2000 } long_ ? long_[..2000] + " …" : await Page.Locator("body").InnerTextAsync();

    /// <summary>Waits until the page is there and quiet; looks at it if it is new.</summary>
    public async Task Settle()
    {
        await Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        if (_journey.IsNew(this, Page.Url)) await _journey.LookAt(this, Journey.NameOf(Page.Url));
    }

    /// <summary>The first that can be seen: the same link may stand in a menu for phones, too.</summary>
    static ILocator Visible(ILocator found) => found.Locator("visible=true").First;

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
