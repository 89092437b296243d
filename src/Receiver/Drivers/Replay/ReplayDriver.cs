using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>Plays a recorded file as if it were measured now.</summary>
public sealed class ReplayDriver(ReplayOptions options, TimeSpan period, TimeProvider time) : ISensorDriver
{
    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(3);

    /// <summary>A timer's longest wait is some 49 days, and a slow recording's gap may be longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly TimeSpan _silence = period * 3 > LeastSilence ? period * 3 : LeastSilence;

    public static ISensorDriver Create(DriverContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ReplayDriver(ReplayOptions.Read(context.Settings), context.Period, context.Time);
    }

    public async Task RunAsync(ISensorSink sink, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sink);
        // Reading a file blocks: not on the thread that starts the sensors.
        await Task.Yield();
        var backoff = Backoff.ForDevice();
        while (true)
        {
            try
            {
                await PlayAsync(sink, cancel);
            }
            catch (Exception e) when (e is KernelException or IOException or RecordingException)
            {
                var (state, error) = ReplayFault.Explain(e, options.Device);
                sink.Report(state, error);
            }

            await backoff.DelayAsync(time, cancel);
        }
    }

    private async Task PlayAsync(ISensorSink sink, CancellationToken cancel)
    {
        var stamp = Stamp();
        var pace = new ReplayPace(options.Speed, time);
        var pass = new ReplayPass(options, period);
        do
        {
            foreach (var record in pass.Records(cancel))
            {
                cancel.ThrowIfCancellationRequested();
                if (record.Error is not null)
                {
                    sink.Reject(record.Error);
                    continue;
                }

                await WaitAsync(pace, record.Offset, sink, cancel);
                await sink.AcceptAsync(new Reading(pace.TimeOf(record.Offset), record.Watts, record.Volts, record.Battery), cancel);
            }
        }
        while (pass.Next() && options.Loop);

        sink.Report(pass.HasReadings ? SensorState.Silent : SensorState.Fault, pass.Summary());
        await ChangeAsync(stamp, cancel);
    }

    private async Task WaitAsync(ReplayPace pace, TimeSpan offset, ISensorSink sink, CancellationToken cancel)
    {
        var left = pace.Until(offset);
        if (left > _silence)
        {
            await Task.Delay(_silence, time, cancel);
            sink.Report(SensorState.Silent, new Sentence("Replay_Gap", options.Device, left.TotalSeconds));
            left = pace.Until(offset);
        }

        for (; left > TimeSpan.Zero; left = pace.Until(offset))
        {
            // Timers may fire early by part of a millisecond: round up.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancel);
        }
    }

    /// <summary>A file that was played, or holds nothing to play, is played again when it has changed.</summary>
    private async Task ChangeAsync((DateTime, long) stamp, CancellationToken cancel)
    {
        var backoff = Backoff.ForDevice();
        while (Stamp() == stamp) await backoff.DelayAsync(time, cancel);
    }

    private (DateTime Written, long Length) Stamp()
    {
        var file = new FileInfo(options.Device);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
