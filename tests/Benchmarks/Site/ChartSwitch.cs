using Microsoft.Playwright;

namespace PowerMeter.Benchmarks.Site;

/// <summary>A click on a switch of the chart, timed.</summary>
internal static class ChartSwitch
{
    /// <summary>So large a share of the changes, 0 to 1, has to keep to what is asked for.</summary>
    public const double Share = 0.95;

    /// <summary>What is asked for: milliseconds.</summary>
    public const double MostMilliseconds = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    // From the click until the frame after the canvas was drawn anew.
    private const string Script = """
        selector => new Promise((resolve, reject) => {
          const canvas = document.querySelector('canvas[data-kind]');
          const seen = new MutationObserver(() => {
            seen.disconnect();
            requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => resolve(performance.now() - start); channel.port2.postMessage(0); });
          });
          seen.observe(canvas, { attributes: true, attributeFilter: ['data-from', 'data-kind', 'data-unit'] });
          setTimeout(() => reject(new Error(`nothing was drawn after ${selector}`)), 10000);
          const start = performance.now();
          document.querySelector(selector).click();
        })
        """;

    /// <param name="selector">Of a link of the chart's that shows something else than is shown now.</param>
    /// <returns>Milliseconds from the click to the frame after the chart was drawn. The page is left in peace for a moment thereafter.</returns>
    public static async Task<double> TimeAsync(IPage page, string selector)
    {
        var took = await page.EvaluateAsync<double>(Script, selector);
        await Task.Delay(Pause, TimeProvider.System);
        return took;
    }
}
