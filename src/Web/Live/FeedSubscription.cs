using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PowerMeter.Web.Live;

/// <summary>One listener's queue: bounded. When it overflows, everything in it becomes one <see cref="FeedEvent.Resync"/>.</summary>
internal sealed class FeedSubscription(Action<FeedSubscription> ended) : IDisposable
{
    private const int MostWaiting = 256;

    private readonly Channel<FeedEvent> _events = Channel.CreateBounded<FeedEvent>(MostWaiting);
    private volatile bool _overflowed;

    public void Dispose() => ended(this);

    /// <summary>Never waits.</summary>
    public void Offer(FeedEvent happened)
    {
        if (!_events.Writer.TryWrite(happened)) _overflowed = true;
    }

    public async IAsyncEnumerable<FeedEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var happened in _events.Reader.ReadAllAsync(cancel))
        {
            if (_overflowed)
            {
                while (_events.Reader.TryRead(out _)) { }
                _overflowed = false;
                yield return new FeedEvent.Resync();
                continue;
            }

            yield return happened;
        }
    }
}
