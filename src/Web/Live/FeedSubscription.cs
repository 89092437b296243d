using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PowerMeter.Web.Live;

/// <summary>One listener's queue: bounded. When it overflows, everything in it becomes one <see cref="FeedEvent.Resync"/>.</summary>
internal sealed class FeedSubscription(Action<FeedSubscription> ended) : IDisposable
{
    public const int MostWaiting = 256;

    private readonly Channel<FeedEvent> _events = Channel.CreateBounded<FeedEvent>(MostWaiting);
    private volatile bool _overflowed;

    public void Dispose() => ended(this);

    /// <summary>Never waits.</summary>
    public void Offer(FeedEvent happened)
    {
        if (!_events.Writer.TryWrite(happened)) _overflowed = true;
    }

    /// <summary>Waits until there is something to read.</summary>
    public async Task WaitAsync(CancellationToken cancel) => await _events.Reader.WaitToReadAsync(cancel);

    public bool TryRead([NotNullWhen(true)] out FeedEvent? happened)
    {
        if (!_events.Reader.TryRead(out happened)) return false;
        if (!_overflowed) return true;
        while (_events.Reader.TryRead(out _)) { }
        _overflowed = false;
        happened = new FeedEvent.Resync();
        return true;
    }

    public async IAsyncEnumerable<FeedEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            await WaitAsync(cancel);
            while (TryRead(out var happened)) yield return happened;
        }
    }
}
