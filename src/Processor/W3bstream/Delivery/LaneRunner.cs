using Microsoft.Extensions.Logging;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>Sends what the lanes hold, as long as the settings are these.</summary>
internal sealed partial class LaneRunner(
    DeliveryClient client, Endpoint endpoint, Lanes lanes, Ledger ledger, StuckMessages stuck, OutboxDesk desk, W3bstreamProfile profile, TimeProvider time,
    ILogger logger) : IDisposable
{
    /// <summary>What is on its way when the delivery stops may arrive: an answer that is not waited for is a message sent twice.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(1);

    private readonly WorkSignal _backlog = new();
    private readonly WorkSignal _live = new();
    private readonly Lock _saying = new();
    private long? _saidRefusals;
    private int _refusals;
    private bool _isUnmatched;

    /// <summary>There may be something new.</summary>
    public void Wake()
    {
        _backlog.Ring();
        _live.Ring();
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        using var giveUp = new CancellationTokenSource();
        await using var _ = cancel.Register(() => giveUp.CancelAfter(Grace));
        await Loops.RunAsync(
            [stop => RunAsync(Lane.Backlog, _backlog, stop, giveUp.Token), stop => RunAsync(Lane.Live, _live, stop, giveUp.Token)], cancel);
    }

    public void Dispose()
    {
        _backlog.Dispose();
        _live.Dispose();
    }

    private async Task RunAsync(Lane lane, WorkSignal signal, CancellationToken cancel, CancellationToken giveUp)
    {
        while (true)
        {
            await (lane == Lane.Live ? endpoint.WaitUntilBackAsync(cancel) : endpoint.WaitForProbeAsync(cancel));
            cancel.ThrowIfCancellationRequested();
            if (lanes.Take(lane, time.GetCurrentInstant().ToUnixMicroseconds()) is { } row) await SendAsync(row, giveUp);
            else if (!await desk.FillAsync(lane, profile, endpoint.IsAway, cancel)) await signal.WaitAsync(LookAnyway, cancel);
        }
    }

    private async Task SendAsync(OutboxRow row, CancellationToken giveUp)
    {
        var attempt = endpoint.Attempt;
        try
        {
            var answer = await client.PostAsync(row, giveUp);
            var outcome = new Outcome(row, answer, time.GetUtcNow());
            if (answer.Verdict == Verdict.Retry) Fail(outcome, attempt);
            else Settle(outcome, attempt);
        }
        catch (OperationCanceledException)
        {
            lanes.Release(row);
            throw;
        }
    }

    private void Settle(Outcome outcome, int attempt)
    {
        ledger.Settle(outcome);
        stuck.Settle(outcome.Row.Id);
        if (endpoint.Succeed(attempt))
        {
            Back(logger);
            Wake();
        }

        if (outcome.Answer.Verdict == Verdict.Refused) SayRefused(outcome.Answer);
        if (outcome.Answer.Unmatched is { } unmatched) SayUnmatched(unmatched);
    }

    private void Fail(Outcome outcome, int attempt)
    {
        var wasAway = endpoint.IsAway;
        var pause = endpoint.Fail(attempt, outcome.Answer.Pause);
        if (pause is not null) lanes.Close();
        if (stuck.Fail(outcome.Row.Id, outcome.Answer.Status)) Stuck(logger, DateTimeOffset.UnixEpoch.AddMicroseconds(outcome.Row.WindowEnd), outcome.Answer.Status);
        lanes.Release(outcome.Row);
        ledger.Fail(outcome, pause is { } length ? time.GetUtcNow() + length : null);
        if (!wasAway && pause is not null) Away(logger, outcome.Answer.Trouble!);
    }

    /// <summary>At most once a minute: a wrong setting can have a whole day refused.</summary>
    private void SayRefused(PublishAnswer answer)
    {
        lock (_saying)
        {
            _refusals++;
            if (_saidRefusals is { } said && time.GetElapsedTime(said) < SayAgain) return;
            Refused(logger, _refusals, answer.Status);
            _saidRefusals = time.GetTimestamp();
            _refusals = 0;
        }
    }

    private void SayUnmatched(bool unmatched)
    {
        lock (_saying)
        {
            if (unmatched && !_isUnmatched) Unmatched(logger);
            _isUnmatched = unmatched;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing is delivered: {Trouble}. The readings are kept and sent again.")]
    private static partial void Away(ILogger logger, Sentence trouble);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The network takes other readings, but answers {Status} to that of {WindowEnd:u}: it is kept and tried again every hour, and the others go on")]
    private static partial void Stuck(ILogger logger, DateTimeOffset windowEnd, int? status);

    [LoggerMessage(Level = LogLevel.Information, Message = "Readings are delivered again")]
    private static partial void Back(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The network refused {Count} readings for good, the last with status {Status}; they are kept as failed, with its words")]
    private static partial void Refused(ILogger logger, int count, int? status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The network takes the readings, but no applet is there for them: is the project's applet running, and the token that of its publisher?")]
    private static partial void Unmatched(ILogger logger);
}
