using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Acs712;

/// <summary>From one opening of the port to its loss: bytes become readings, rejections and silence.</summary>
public sealed class Acs712Session(Acs712Options options, TimeSpan period, ISensorSink sink, TimeProvider time, CancellationToken cancel)
{
    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(3);

    /// <summary>Opening the port resets an Arduino, whose bootloader waits for a new sketch before it starts the old one.</summary>
    private static readonly TimeSpan Reset = TimeSpan.FromSeconds(2);

    private readonly LineSplitter _lines = new();
    private readonly TimeSpan _silence = period * 3 > LeastSilence ? period * 3 : LeastSilence;
    private long _lastGood = time.GetTimestamp();
    private TimeSpan _grace = Reset;
    private Sentence? _garbage;

    /// <param name="bytes">What came; empty when nothing did for a while.</param>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        _lines.Push(bytes, TakeLine, () => Reject(new Sentence("Serial_TooLong", LineSplitter.MaxLength)));
        if (time.GetElapsedTime(_lastGood) < _silence + _grace) return;
        if (_garbage is null) sink.Report(SensorState.Silent, new Sentence("Serial_Silent", options.Device, (_silence + _grace).TotalSeconds));
        else sink.Report(SensorState.Fault, new Sentence("Serial_Garbage", options.Device, _garbage, options.Baud));
    }

    private void TakeLine(ReadOnlySpan<byte> bytes)
    {
        if (!options.TryRead(bytes, out var line, out var reason))
        {
            Reject(reason);
            return;
        }

        _lastGood = time.GetTimestamp();
        _grace = TimeSpan.Zero;
        _garbage = null;
        var accepted = sink.AcceptAsync(new Reading(time.GetCurrentInstant(), line.Watts, line.Volts, line.Battery), cancel);
        // On the port's own thread: a full queue holds it up.
        if (!accepted.IsCompletedSuccessfully) accepted.AsTask().GetAwaiter().GetResult();
    }

    private void Reject(Sentence reason)
    {
        // The first is said, not the last: the status stays the same while garbage goes on.
        _garbage ??= reason;
        sink.Reject(reason);
    }
}
