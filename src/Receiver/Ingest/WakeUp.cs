using System.Threading.Channels;

namespace PowerMeter.Receiver.Ingest;

/// <summary>Wakes one waiter; setting it again before somebody looked changes nothing.</summary>
public sealed class WakeUp
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _set.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancel) => await _set.Reader.ReadAsync(cancel);
}
