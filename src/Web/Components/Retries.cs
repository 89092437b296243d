namespace PowerMeter.Web.Components;

/// <summary>A database that was busy for a moment is asked again, without anybody's click.</summary>
internal static class Retries
{
    /// <summary>Between two tries.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Tries after each pause, until that is no longer wanted.</summary>
    /// <param name="tryAsync">Tries, and says whether to go on.</param>
    /// <param name="failAsync">Is told what it threw, which ends the tries.</param>
    /// <param name="closed">Cancelled when who wanted it is no longer shown: what fails for that concerns nobody.</param>
    public static async Task KeepTryingAsync(Func<Task<bool>> tryAsync, Func<Exception, Task> failAsync, TimeProvider time, CancellationToken closed)
    {
        try
        {
            using var timer = new PeriodicTimer(Pause, time);
            var goesOn = true;
            while (goesOn && await timer.WaitForNextTickAsync(closed)) goesOn = await tryAsync();
        }
        catch (Exception) when (closed.IsCancellationRequested)
        {
            // It succeeded meanwhile, or the page was left.
        }
        catch (Exception e)
        {
            await failAsync(e);
        }
    }
}
