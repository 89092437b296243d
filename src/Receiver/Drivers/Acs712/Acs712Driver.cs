using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Acs712;

/// <summary>
/// Reads the Arduino's lines. The port stays open while it is silent; a port that is lost, or cannot be opened, is
/// opened again with back-off.
/// </summary>
/// <param name="open">Opens the port; throws <see cref="KernelException"/>.</param>
public sealed class Acs712Driver(Acs712Options options, TimeSpan period, Func<ISerialPort> open, TimeProvider time) : ISensorDriver
{
    /// <summary>How long a read may keep stopping waiting.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromMilliseconds(200);

    public static ISensorDriver Create(DriverContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = Acs712Options.Read(context.Settings);
        return new Acs712Driver(options, context.Period, () => SerialPort.Open(options.Device, options.Baud), context.Time);
    }

    public async Task RunAsync(ISensorSink sink, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var backoff = Backoff.ForDevice();
        while (true)
        {
            try
            {
                // A thread of its own: reading a tty blocks.
                await Task.Factory.StartNew(
                    () => ReadUntilLost(sink, backoff, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            catch (KernelException e)
            {
                var (state, error) = SerialFault.Explain(e, options.Device);
                sink.Report(state, error);
            }

            await backoff.DelayAsync(time, cancel);
        }
    }

    private void ReadUntilLost(ISensorSink sink, Backoff backoff, CancellationToken cancel)
    {
        using var port = open();
        var session = new Acs712Session(options, period, sink, time, cancel);
        var buffer = new byte[512];
        for (var opened = false; ; opened = true)
        {
            cancel.ThrowIfCancellationRequested();
            var count = port.Read(buffer, ReadLimit);
            // Only a port that also reads is there again.
            if (!opened) sink.Report(SensorState.Starting);
            if (count > 0) backoff.Reset();
            session.Take(buffer.AsSpan(0, count));
        }
    }
}
