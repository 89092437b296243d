using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Delivers the outbox to the network: at least once, and within one run of the process never twice what was
/// acknowledged. What is not written yet outlasts a change of the settings.
/// </summary>
/// <param name="random">From 0 to below 1: the jitter of the back-off.</param>
internal sealed partial class OutboxSender(
    NpgsqlDataSource database, SecretBox secrets, W3bstreamOptions options, ExtraTrust trust, OutboxSignal signal, NotificationListener listener,
    TimeProvider time, Func<double> random, ILogger<OutboxSender> logger) : IW3bstreamPart, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    /// <summary>How soon a setting that could not be used is tried again: the key ring may have become readable.</summary>
    private static readonly TimeSpan RetrySettings = TimeSpan.FromSeconds(30);

    private readonly Lanes _lanes = new();
    private readonly Ledger _ledger = new();
    private readonly StuckMessages _stuck = new(time);
    private OutboxDesk? _desk;
    private OutboxAging? _aging;
    private string? _said;

    private OutboxDesk Desk => _desk ??= new OutboxDesk(database, _lanes, _ledger, _stuck, time, logger);

    private OutboxAging Aging => _aging ??= new OutboxAging(Desk, time, logger);

    public async Task RunAsync(W3bstreamSettings settings, CancellationToken cancel)
    {
        _lanes.Close();
        _stuck.Clear();
        _ledger.Tell(news => news with { Fault = null, RetryAt = null });
        try
        {
            await Loops.RunAsync(
                [
                    stop => DeliverAsync(settings, stop), Desk.WriteAlwaysAsync, stop => Aging.RunAsync(settings.MaxAge, stop),
                    stop => listener.RunAsync([Channels.W3bstream], _ => Look(), Notice, stop),
                ],
                cancel);
        }
        finally
        {
            await Desk.WriteLastAsync();
        }
    }

    public void Dispose()
    {
        _desk?.Dispose();
        _ledger.Dispose();
    }

    private async Task DeliverAsync(W3bstreamSettings settings, CancellationToken cancel)
    {
        while (true)
        {
            if (settings.IsForwarding && TryOpen(settings) is { } client) await DeliverAsync(client, settings.Profile, cancel);
            await Task.Delay(RetrySettings, time, cancel);
        }
    }

    private async Task DeliverAsync(DeliveryClient client, W3bstreamProfile profile, CancellationToken cancel)
    {
        using var _ = client;
        var endpoint = new Endpoint(new BackOff(FirstPause, options.LongestPause, random), time);
        using var lanes = new LaneRunner(client, endpoint, _lanes, _ledger, _stuck, Desk, profile, time, logger);
        List<Func<CancellationToken, Task>> loops = [lanes.RunAsync, stop => WakeAsync(lanes, stop)];
        if (profile == W3bstreamProfile.Task) loops.Add(new TaskFollower(client, endpoint, _ledger, time).RunAsync);
        await Loops.RunAsync(loops, cancel);
    }

    /// <returns>Null when a setting cannot be used: the status says which.</returns>
    private DeliveryClient? TryOpen(W3bstreamSettings settings)
    {
        try
        {
            var token = settings.ProtectedToken.Length > 0 ? secrets.Reveal(settings.ProtectedToken) : "";
            var client = new DeliveryClient(settings, token, options, trust, time);
            _said = null;
            _ledger.Tell(news => news with { Fault = null });
            return client;
        }
        catch (SettingException e)
        {
            if (_said != e.Message) CannotBeUsed(logger, e.Message);
            _said = e.Message;
            _ledger.Tell(news => news with { Fault = FaultText.Of(e) });
            return null;
        }
    }

    private async Task WakeAsync(LaneRunner lanes, CancellationToken cancel)
    {
        while (true)
        {
            await signal.WaitAsync(LookAnyway, cancel);
            lanes.Wake();
        }
    }

    private Task Look()
    {
        signal.Ring();
        return Task.CompletedTask;
    }

    private void Notice(string channel, string payload)
    {
        if (payload == "w3bstream_outbox") signal.Ring();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing is delivered: {Reason}")]
    private static partial void CannotBeUsed(ILogger logger, string reason);
}
