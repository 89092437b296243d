using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Control;

/// <summary>Answers what Web asks of this machine, up to eight questions beside each other, also when there is no sensor yet.</summary>
public sealed partial class SensorRequestWorker(
    SensorRequestTable table, SensorTrial trial, NotificationListener listener, TimeProvider time, ILogger<SensorRequestWorker> logger) : BackgroundService
{
    private const int MostAtOnce = 8;

    private readonly SemaphoreSlim _free = new(MostAtOnce);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new TableWatch(listener, Channels.SensorRequests, new WakeUp(), time, new OutageLog("The requests cannot be read, trying again", time, logger))
            .RunAsync(LookAsync, () => { }, stoppingToken);

    private async Task LookAsync(CancellationToken cancel)
    {
        while (await TakeAsync(cancel)) { }
    }

    /// <summary>Takes the next request when there is one, and leaves it to be answered.</summary>
    private async Task<bool> TakeAsync(CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        SensorRequest? request = null;
        try
        {
            request = await table.TakeNextAsync(cancel);
        }
        finally
        {
            if (request is null) _free.Release();
        }

        if (request is null) return false;
        _ = AnswerAsync(request, cancel);
        return true;
    }

    /// <summary>Never throws: whoever asked hears of what went wrong, and the Receiver records.</summary>
    private async Task AnswerAsync(SensorRequest request, CancellationToken cancel)
    {
        try
        {
            // Off the thread that takes them: looking at a machine blocks.
            var (result, error) = await Task.Run(() => AskAsync(request, cancel), cancel);
            await table.FinishAsync(request.Id, result, error, cancel);
            Answered(logger, request.Kind, request.Id, request.Driver ?? "machine", (object?)error ?? "answered");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Stopping: nobody gets an answer, and whoever waits is told so.
        }
#pragma warning disable CA1031 // A question never ends the Receiver.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NotAnswered(logger, request.Id, DatabaseAway.Reason(e));
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<(string? Result, Sentence? Error)> AskAsync(SensorRequest request, CancellationToken cancel)
    {
        try
        {
            return request.Kind == "probe"
                ? (JsonSerializer.Serialize(SensorTrial.Probe(), SensorAnswerForm.Json), null)
                : (JsonSerializer.Serialize(await trial.ReadAsync(request, cancel), SensorAnswerForm.Json), null);
        }
#pragma warning disable CA1031 // Whatever breaks in a driver is that trial's failure, and nobody else's.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return (null, new Sentence("Sensor_Broke", e.GetType().Name, e.Message));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Request {Kind} {Id} ({Of}): {Outcome}")]
    private static partial void Answered(ILogger logger, string kind, long id, string of, object outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {Id} has no answer: {Reason}")]
    private static partial void NotAnswered(ILogger logger, long id, string reason);
}
