using System.Text;

namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>Counts what was not taken, and keeps the last refusals.</summary>
public sealed class RefusalLog(TimeProvider clock)
{
    private const int MostKept = 100;
    private const int MostCharacters = 500;

    private readonly Lock _lock = new();
    private readonly Queue<Refusal> _last = new();
    private long _refused;
    private long _badSignatures;
    private long _disputed;
    private long _failed;
    private long _unauthorised;
    private long _redirectsFollowed;

    /// <summary>The last ones, the oldest first.</summary>
    public IReadOnlyList<Refusal> Last
    {
        get
        {
            lock (_lock) return [.. _last];
        }
    }

    public void CountFailed() => Interlocked.Increment(ref _failed);

    public void CountUnauthorised() => Interlocked.Increment(ref _unauthorised);

    public void CountRedirectFollowed() => Interlocked.Increment(ref _redirectsFollowed);

    public void CountDisputed() => Interlocked.Increment(ref _disputed);

    public void CountBadSignature() => Interlocked.Increment(ref _badSignatures);

    public void Add(string why, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        lock (_lock)
        {
            _refused++;
            _last.Enqueue(new Refusal(clock.GetUtcNow(), why, text.Length > MostCharacters ? text[..MostCharacters] : text));
            if (_last.Count > MostKept) _last.Dequeue();
        }
    }

    /// <summary>With these counts.</summary>
    public NodeSummary Complete(NodeSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        lock (_lock)
        {
            return summary with
            {
                Refused = _refused,
                BadSignatures = Interlocked.Read(ref _badSignatures),
                Disputed = Interlocked.Read(ref _disputed),
                Failed = Interlocked.Read(ref _failed),
                Unauthorised = Interlocked.Read(ref _unauthorised),
                RedirectsFollowed = Interlocked.Read(ref _redirectsFollowed),
            };
        }
    }
}
