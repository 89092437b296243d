using PowerMeter.Web.Server;

namespace PowerMeter.Web.Live;

/// <summary>Counts the live streams of this process, so that it never has more than it can bear.</summary>
public sealed class LiveStreams(WebOptions options)
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public int Most => options.LiveClients;

    /// <returns>The place of one stream until it is disposed; null when all are taken.</returns>
    public IDisposable? TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= Most) return new Place(this);
        Interlocked.Decrement(ref _open);
        return null;
    }

    private sealed class Place(LiveStreams streams) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) Interlocked.Decrement(ref streams._open);
        }
    }
}
