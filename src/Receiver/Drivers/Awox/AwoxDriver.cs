using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>
/// Keeps a plug connected, asks it every period, and switches it. A plug that cannot be connected, falls silent or is lost
/// is connected again with back-off.
/// </summary>
/// <param name="open">Connects; throws <see cref="KernelException"/>.</param>
public sealed class AwoxDriver(AwoxOptions options, TimeSpan period, Func<CancellationToken, IAttChannel> open, TimeProvider time)
    : ISensorDriver, ISwitchable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    private readonly SwitchQueue _switches = new(new Sentence("Bluetooth_Connecting", options.Address.ToString()));

    public static ISensorDriver Create(DriverContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = AwoxOptions.Read(context.Settings);
        return new AwoxDriver(
            options, context.Period, cancel => L2capSocket.Connect(options.Address, options.AddressType, ConnectLimit, context.Time, cancel), context.Time);
    }

    public Task SwitchAsync(bool on, CancellationToken cancel) => _switches.AskAsync(on, cancel);

    public async Task RunAsync(ISensorSink sink, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sink);
        // Slower than for a wire: connecting keeps the radio busy, of which other plugs need some too.
        var backoff = new Backoff(TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(5));
        try
        {
            while (true)
            {
                try
                {
                    // A thread of its own: a packet is waited for.
                    await Task.Factory.StartNew(
                        () => ReadUntilLost(sink, backoff, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                }
                catch (Exception e) when (e is KernelException or AttException)
                {
                    var (state, error) = AwoxFault.Explain(e, options.Address);
                    _switches.Close(error);
                    sink.Report(state, error);
                }

                await backoff.DelayAsync(time, cancel);
            }
        }
        finally
        {
            _switches.Close(new Sentence("Bluetooth_NotRead", options.Address.ToString()));
        }
    }

    private void ReadUntilLost(ISensorSink sink, Backoff backoff, CancellationToken cancel)
    {
        using var channel = open(cancel);
        // Only a plug that also answers is there again.
        new AwoxSession(options, period, sink, _switches, backoff.Reset, time, cancel).Run(channel);
    }
}
