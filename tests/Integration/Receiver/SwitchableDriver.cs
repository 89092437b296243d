using System.Collections.Concurrent;
using PowerMeter.Receiver.Drivers;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>A sensor that can be switched and paired, and does with it what the test says.</summary>
internal sealed class SwitchableDriver(Func<bool, CancellationToken, Task> onSwitch) : ISensorDriver, ISwitchable, IPairable
{
    /// <summary>on, off and pair, in the order in which they came.</summary>
    public ConcurrentQueue<string> Did { get; } = new();

    public Task RunAsync(ISensorSink sink, CancellationToken cancel) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);

    public async Task SwitchAsync(bool on, CancellationToken cancel)
    {
        Did.Enqueue(on ? "on" : "off");
        await onSwitch(on, cancel);
    }

    public void Pair() => Did.Enqueue("pair");
}
