using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;

namespace PowerMeter.Tests.Browser;

/// <summary>
/// One browser window. When it ends, nothing may have been reported to its console: an error of a script, or something
/// that the Content-Security-Policy forbade. Nor may the page have asked any other server for anything.
/// </summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _reported = new();

    private Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !IsExpected(message.Text)) _reported.Enqueue(message.Text);
        };
        page.PageError += (_, error) =>
        {
            if (!IsExpected(error)) _reported.Enqueue(error);
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("http://127.0.0.1:", StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)) _reported.Enqueue($"asked for {request.Url}");
        };
    }

    public IPage Page { get; }

    public ILocator Canvas => Page.Locator("canvas[data-points]");

    /// <summary>Text that a test makes appear in the console on purpose, such as a refused login.</summary>
    public IList<string> Expected { get; } = [];

    internal static async Task<Visit> StartAsync(IBrowserContext context) => new(context, await context.NewPageAsync());

    public async Task SignInAsync(string login, string password)
    {
        await Page.FillAsync("#login", login);
        await Page.FillAsync("#password", password);
        await Page.ClickAsync("form.login button[type=submit]");
    }

    // Waits look from outside: Playwright's own WaitForFunction evaluates strings in the page, which our policy forbids,
    // and a change of the address without a navigation can slip past its waits for navigations.

    /// <summary>Waits until the chart shows at least as many points.</summary>
    public async Task<int> WaitForPointsAsync(int least = 1)
    {
        var points = 0;
        await Eventually.BecomesTrueAsync(
            $"the chart shows {least} points", async () => (points = (int)await NumberAsync("data-points")) >= least);
        return points;
    }

    /// <summary>When the newest sample in the chart was taken, in unix milliseconds; 0 without one.</summary>
    public Task<long> LastTimeAsync() => NumberAsync("data-last-time");

    public Task WaitForAddressAsync(string end) => WaitForAddressAsync(address => address.EndsWith(end, StringComparison.Ordinal));

    public Task WaitForAddressAsync(Func<string, bool> isThere) =>
        Eventually.BecomesTrueAsync("the address changes", () => Task.FromResult(isThere(Page.Url)));

    /// <summary>How far the page is wider than its window, in pixels.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _reported.ShouldBeEmpty();
    }

    private async Task<long> NumberAsync(string attribute) =>
        long.TryParse(await Canvas.GetAttributeAsync(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private bool IsExpected(string text) => Expected.Any(expected => text.Contains(expected, StringComparison.Ordinal));
}
