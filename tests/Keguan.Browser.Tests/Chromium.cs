using Microsoft.Playwright;

namespace Keguan.Browser.Tests;

/// <summary>The one browser of this process: the system's Chromium, headless, without talking to anybody but the city under test.</summary>
static class Chromium
{
    static readonly Lazy<Task<IBrowser>> Started = new(StartAsync);

    public static Task<IBrowser> Browser => Started.Value;

    static async Task<IBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path(),
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
                "--disable-extensions", "--disable-sync", "--no-first-run", "--metrics-recording-only", "--font-render-hinting=none", "--lang=zh-CN",
            ],
        });
    }

    static string Path()
    {
        string[] known = [Environment.GetEnvironmentVariable("KEGUAN_CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        return known.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("No Chromium: install the package chromium, or name one by KEGUAN_CHROMIUM.");
    }
}
