using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>Chromium with the dashboard open and signed in.</summary>
internal sealed class DashboardBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private DashboardBrowser(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
    }

    public IPage Page { get; }

    public static async Task<DashboardBrowser> OpenAsync(WebSite site, string path)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(site.Address, path).ToString());
        await page.FillAsync("#login", WebSite.UserName);
        await page.FillAsync("#password", WebSite.Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("canvas[data-points]");
        return new DashboardBrowser(playwright, browser, page);
    }

    /// <summary>A context that has loaded nothing yet, signed in as <see cref="Page"/> is.</summary>
    public async Task<IBrowserContext> NewContextAsync(WebSite site)
    {
        var context = await _browser.NewContextAsync();
        var cookies = await Page.Context.CookiesAsync();
        await context.AddCookiesAsync(cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = site.Address.ToString() }));
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
