using System.Diagnostics;

namespace PowerMeter.Tests.TestKit;

/// <summary>Waits for another process to get somewhere: looks again and again, and fails after a limit.</summary>
public static class Eventually
{
    /// <param name="what">What was expected, for the failure's message.</param>
    /// <param name="limit">Default: 60 s, for a machine that does much else.</param>
    public static async Task BecomesTrueAsync(string what, Func<Task<bool>> condition, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > (limit ?? TimeSpan.FromSeconds(60))) throw new TimeoutException($"It did not happen within {watch.Elapsed}: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
