namespace PowerMeter.Shared.Hosting;

/// <summary>Loops that belong together, of which none ends but by failing or by being stopped.</summary>
public static class Loops
{
    /// <summary>
    /// Runs them until the first ends. The others are then cancelled and waited for, since they may use what the caller
    /// disposes of next, and may have something to finish.
    /// </summary>
    /// <returns>As the first that ended; what the others throw after it is of no account.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> loops, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(loops);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = new List<Task>();
        try
        {
            foreach (var loop in loops) running.Add(loop(ended.Token));
            await await Task.WhenAny(running);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
