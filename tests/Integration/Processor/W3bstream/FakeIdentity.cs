using PowerMeter.Processor.W3bstream;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

internal sealed class FakeIdentity(Action<int> write) : IIdentityRecord
{
    private int _written;

    public int Written => Volatile.Read(ref _written);

    public Task WriteAsync(CancellationToken cancel)
    {
        write(Interlocked.Increment(ref _written));
        return Task.CompletedTask;
    }
}
