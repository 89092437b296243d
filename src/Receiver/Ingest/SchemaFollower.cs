using Microsoft.Extensions.Hosting;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Shared.Database;

namespace PowerMeter.Receiver.Ingest;

/// <summary>
/// While the database has another schema than the Receiver knows, such as during an upgrade, it counts as away: samples go
/// to the spool, and on by themselves when it fits again. A database that begins another life is written to only when its
/// tariffs have been read.
/// </summary>
public sealed class SchemaFollower(SchemaGuard guard, DatabaseLink link, CurrentSite site, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        guard.EpochChanged += site.Forget;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        // A server that hangs must not hold up stopping, and cancelling a command waits for it: then the look is left behind.
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync().WaitAsync(stoppingToken);
    }

    private async Task LookAsync()
    {
        try
        {
            if (await guard.LookAsync(CancellationToken.None) is { } misfit) link.Lost(misfit);
        }
        catch (Exception e) when (DatabaseAway.Is(e))
        {
            // The samples find that too.
        }
    }
}
