using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// What the database does not know yet: messages that were taken or refused, and how it goes. It is kept until it is
/// written, however long the database is away and however often the settings change meanwhile. Lanes read nothing more
/// while it <see cref="IsFull"/>, so it is bounded.
/// </summary>
internal sealed class Ledger : IDisposable
{
    /// <summary>As many are written without waiting for more.</summary>
    private const int WorthWriting = 100;

    private const int MaxUnwritten = 1000;

    /// <summary>One may be wrong in itself; when the next one is refused as well, it is the network or the device.</summary>
    private const int RefusalsOfAll = 2;

    private readonly Lock _lock = new();
    private readonly List<Outcome> _settled = [];
    private readonly List<Outcome> _failures = [];
    private readonly WorkSignal _changed = new();
    private readonly WorkSignal _worthWriting = new();
    private StatusNews _news = new();
    private int _refusedInARow;
    private string? _newestTask;
    private long _version;
    private long _written;

    public bool IsFull
    {
        get
        {
            lock (_lock) return _settled.Count + _failures.Count >= MaxUnwritten;
        }
    }

    /// <summary>The task that was taken last; null when none was since this process began.</summary>
    public string? NewestTask
    {
        get
        {
            lock (_lock) return _newestTask;
        }
    }

    /// <summary>A message was taken, or refused for good; the network works, though it may refuse them all.</summary>
    public void Settle(Outcome outcome)
    {
        var accepted = outcome.Answer.Verdict == Verdict.Accepted;
        bool allRefused;
        lock (_lock)
        {
            _settled.Add(outcome);
            if (_settled.Count >= WorthWriting) _worthWriting.Ring();
            _refusedInARow = accepted ? 0 : Math.Min(_refusedInARow + 1, RefusalsOfAll);
            allRefused = _refusedInARow >= RefusalsOfAll;
            _newestTask = outcome.Answer.TaskId ?? _newestTask;
        }

        Tell(news => news with
        {
            LastAnswer = outcome,
            LastSentAt = accepted ? outcome.At : news.LastSentAt,
            Fault = allRefused ? FaultText.OfRefusals(outcome.Answer) : null,
            RetryAt = null,
            Unmatched = outcome.Answer.Unmatched ?? news.Unmatched,
        });
    }

    /// <summary>A message was not delivered, and waits again.</summary>
    /// <param name="retryAt">When the network is tried next; null when the pause is another's.</param>
    public void Fail(Outcome outcome, DateTimeOffset? retryAt)
    {
        lock (_lock) _failures.Add(outcome);
        Tell(news => retryAt is null
            ? news with { LastAnswer = outcome }
            : news with { LastAnswer = outcome, RetryAt = retryAt, Fault = FaultText.Of(outcome.Answer.Trouble!) });
    }

    public void Tell(Func<StatusNews, StatusNews> change)
    {
        lock (_lock)
        {
            _news = change(_news);
            _version++;
        }

        _changed.Ring();
    }

    /// <returns>When there is something to write that has waited for <paramref name="atMost"/>, or is much.</returns>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancel)
    {
        await _changed.WaitAsync(Timeout.InfiniteTimeSpan, cancel);
        await _worthWriting.WaitAsync(atMost, cancel);
    }

    /// <returns>Null when all is written.</returns>
    public LedgerPage? Open()
    {
        lock (_lock)
            return _version == _written ? null : new LedgerPage([.. _settled], [.. _failures], _news, _version);
    }

    public void Close(LedgerPage written)
    {
        lock (_lock)
        {
            _settled.RemoveRange(0, written.Settled.Count);
            _failures.RemoveRange(0, written.Failures.Count);
            _written = written.Version;
        }
    }

    public void Dispose()
    {
        _changed.Dispose();
        _worthWriting.Dispose();
    }
}
