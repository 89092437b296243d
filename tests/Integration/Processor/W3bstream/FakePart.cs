using PowerMeter.Processor.W3bstream;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

/// <summary>A part that does what it is told, and says how often it began and whether it runs.</summary>
internal sealed class FakePart(Func<int, CancellationToken, Task>? work = null) : IW3bstreamPart
{
    private int _begun;
    private int _running;

    public int Begun => Volatile.Read(ref _begun);

    public int Running => Volatile.Read(ref _running);

    public W3bstreamSettings? Settings { get; private set; }

    public async Task RunAsync(W3bstreamSettings settings, CancellationToken cancel)
    {
        Settings = settings;
        Interlocked.Increment(ref _running);
        var time = Interlocked.Increment(ref _begun);
        try
        {
            if (work is not null) await work(time, cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
