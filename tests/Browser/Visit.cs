using System.Collections.Concurrent;
using Microsoft.Playwright;
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

    /// <summary>Waits until the chart shows at least as many points.</summary>
    public async Task<int> WaitForPointsAsync(int least = 1)
    {
        await Page.WaitForFunctionAsync("least => Number(document.querySelector('canvas')?.dataset.points) >= least", least);
        return int.Parse((await Canvas.GetAttributeAsync("data-points"))!, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>How far the page is wider than its window, in pixels.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _reported.ShouldBeEmpty();
    }

    private bool IsExpected(string text) => Expected.Any(expected => text.Contains(expected, StringComparison.Ordinal));
}
