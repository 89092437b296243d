using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.Energy;

/// <summary>Wakes when measures change and works until nothing waits. While the database is away it tries again for ever.</summary>
public sealed class EnergyWorker(
    EnergyRollup rollup, NotificationListener listener, LifeSigns life, TimeProvider time, ILogger<EnergyWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Looks at the queue even unasked: another Processor may have died with a claim in its hands.</summary>
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    /// <summary>A claim is two weeks of each of 64 sensors at most; each of its statements has a timeout of 5 minutes.</summary>
    private static readonly TimeSpan LongestClaim = TimeSpan.FromHours(1);

    private readonly WorkSignal _work = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Neither ends but by failing or by being stopped; the first that fails ends the process.
        var listening = listener.RunAsync([Channels.Measures, Channels.Pending], _ => Wake(), (_, _) => Wake(), stoppingToken);
        await await Task.WhenAny(listening, WorkAsync(stoppingToken));
    }

    private async Task WorkAsync(CancellationToken cancel)
    {
        var outage = new OutageLog("A claim failed and waits for the next try", time, logger);
        while (true)
        {
            await _work.WaitAsync(LookAnyway, cancel);
            try
            {
                while (await ClaimAsync(cancel))
                {
                }

                outage.Recovered();
            }
            catch (Exception e) when (DatabaseFault.Is(e) && !cancel.IsCancellationRequested)
            {
                outage.Failed(e);
                await Task.Delay(Retry, time, cancel);
                _ = Wake();
            }
        }
    }

    private async Task<bool> ClaimAsync(CancellationToken cancel)
    {
        using var claiming = life.Begin("computing energy", LongestClaim);
        return await rollup.ClaimAsync(cancel) is not null;
    }

    private Task Wake()
    {
        _work.Ring();
        return Task.CompletedTask;
    }
}
