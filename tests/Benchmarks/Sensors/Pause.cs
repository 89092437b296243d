namespace PowerMeter.Benchmarks.Sensors;

/// <summary>Waits on the sensors' clock; being cancelled ends a wait and is no error.</summary>
internal static class Pause
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task ForAsync(TimeSpan span, TimeProvider time, CancellationToken cancel) =>
        await Task.Delay(span, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Waits until the Receiver has read what it was sent.</summary>
    /// <exception cref="InvalidOperationException">It has not after 60 real seconds.</exception>
    public static async Task UntilAsync(string what, Func<bool> condition)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !condition();)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit) throw new InvalidOperationException($"It did not happen within {Limit}: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
