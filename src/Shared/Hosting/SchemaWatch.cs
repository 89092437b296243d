using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Database;

namespace PowerMeter.Shared.Hosting;

/// <summary>
/// Ends a process whose database has another schema than it knows, or begins another life, so that it is started anew: at
/// the start before anything else, and whenever that comes to be while it runs. A database that is away is waited for.
/// </summary>
/// <remarks>It asks rather than listens: two rows every two seconds cost less than a connection that waits.</remarks>
public sealed class SchemaWatch(SchemaGuard guard, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private volatile bool _isAnother;

    /// <exception cref="SettingException">The schema does not fit; the message says what to do.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        guard.EpochChanged += () => _isAnother = true;
        await TryLookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        // A server that hangs must not hold up stopping, and cancelling a command waits for it: then the look is left behind.
        while (await timer.WaitForNextTickAsync(stoppingToken)) await TryLookAsync(CancellationToken.None).WaitAsync(stoppingToken);
    }

    private async Task TryLookAsync(CancellationToken cancel)
    {
        try
        {
            if (await guard.LookAsync(cancel) is { } misfit) throw new SettingException(misfit);
        }
        catch (Exception e) when (e is TimeoutException || DatabaseFault.Is(e))
        {
            // Away: whoever needs it says so.
        }

        if (_isAnother) throw new SettingException("The database is not the one that this program was started with, it was restored: the program ends, to be started anew.");
    }
}
