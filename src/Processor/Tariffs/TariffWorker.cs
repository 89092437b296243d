using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.Tariffs;

/// <summary>
/// Works off the changes of the tariffs that people asked for. What may heal, such as a database that is away, is tried
/// again for ever; a change that can never succeed is given up, and says why.
/// </summary>
public sealed partial class TariffWorker(
    TariffChangeTable changes, TariffRetag retag, TariffFollowUp followUp, NotificationListener listener, TimeProvider time,
    ILogger<TariffWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>Looks even unasked: another Processor may have died with a change in its hands, and follow-ups come of age.</summary>
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    private readonly WorkSignal _work = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Neither ends but by failing or by being stopped; the first that fails ends the process.
        var listening = listener.RunAsync([Channels.Tariffs], _ => Wake(), (_, _) => Wake(), stoppingToken);
        await await Task.WhenAny(listening, WorkAsync(stoppingToken));
    }

    private async Task WorkAsync(CancellationToken cancel)
    {
        var outage = new OutageLog("A change of the tariffs waits for the next try", time, logger);
        while (true)
        {
            await _work.WaitAsync(LookAnyway, cancel);
            try
            {
                if (await changes.FindUnfinishedAsync(cancel) is { } id) await RunAsync(id, cancel);
                await followUp.RunAsync(cancel);
                outage.Recovered();
            }
            catch (Exception e) when ((e is SettingException or FormatException || DatabaseFault.Is(e)) && !cancel.IsCancellationRequested)
            {
                outage.Failed(e);
                await Task.Delay(Retry, time, cancel);
                _ = Wake();
            }
        }
    }

    private async Task RunAsync(long id, CancellationToken cancel)
    {
        try
        {
            var started = time.GetTimestamp();
            if (await retag.RunAsync(id, cancel) is not { } samples) return;
            var took = time.GetElapsedTime(started);
            Done(logger, id, samples, took);
        }
        catch (Exception e) when (e is SettingException or FormatException or PostgresException { IsTransient: false } && !ServerLoss.Is(e) && !cancel.IsCancellationRequested)
        {
            GivenUp(logger, id, e.Message);
            var why = (e as PostgresException)?.MessageText ?? e.Message;
            await changes.SayFailedAsync(id, why, e is PostgresException ? new Sentence("Tariff_ChangeRefused", why) : new Sentence("Tariff_ChangeNotUnderstood", why), cancel);
        }
    }

    private Task Wake()
    {
        _work.Ring();
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Change {Id} of the tariffs is in force: {Samples} samples have another tariff now; it took {Took}")]
    private static partial void Done(ILogger logger, long id, long samples, TimeSpan took);

    [LoggerMessage(Level = LogLevel.Error, Message = "Change {Id} of the tariffs is given up, everything is as it was: {Reason}")]
    private static partial void GivenUp(ILogger logger, long id, string reason);
}
