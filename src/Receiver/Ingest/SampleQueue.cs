using System.Threading.Channels;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Ingest;

/// <summary>From all drivers to the one writer. Bounded: a full queue holds the drivers up, and nothing is dropped.</summary>
public sealed class SampleQueue
{
    /// <summary>Samples; about 3 MB when full.</summary>
    public const int Capacity = 65_536;

    private readonly Channel<Sample> _samples = Channel.CreateBounded<Sample>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    public ValueTask WriteAsync(Sample sample, CancellationToken cancel) => _samples.Writer.WriteAsync(sample, cancel);

    /// <returns>False when none waits.</returns>
    public bool TryRead(out Sample sample) => _samples.Reader.TryRead(out sample);

    /// <summary>Completes when a sample waits.</summary>
    public async Task WaitAsync(CancellationToken cancel) => await _samples.Reader.WaitToReadAsync(cancel);
}
