namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Finds the message that the network fails at while it takes others, which would hold all of them up until it is too old.
/// When the oldest has had only answers that say "not now" for <see cref="Patience"/>, every other attempt is made with the
/// newest instead. If that one is taken and the oldest fails once more, the oldest rests: it is tried again every
/// <see cref="Rest"/>, and the others go on in their order.
/// </summary>
internal sealed class StuckMessages(TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);
    public static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    /// <summary>Those that a long pause keeps from being tried are not known to fail.</summary>
    public const int ManyAttempts = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, long> _resting = [];
    private long? _suspect;
    private int _failures;
    private long _since;
    private bool _othersPass;
    private bool _anotherNext;

    /// <summary>What nobody is to read now.</summary>
    public long[] Resting
    {
        get
        {
            lock (_lock) return [.. _resting.Where(message => time.GetElapsedTime(message.Value) < Rest).Select(message => message.Key)];
        }
    }

    /// <summary>Ask before each attempt while the network is away.</summary>
    /// <returns>Whether it is to be made with the newest message rather than the oldest.</returns>
    public bool TakeAnother()
    {
        lock (_lock) return IsSuspected && (_anotherNext = !_anotherNext);
    }

    /// <param name="status">The network's answer; null when there was none.</param>
    /// <returns>Whether it was found now that this message alone is not taken.</returns>
    public bool Fail(long id, int? status)
    {
        lock (_lock)
        {
            if (_resting.ContainsKey(id))
            {
                _resting[id] = time.GetTimestamp();
                return false;
            }

            if (!IsOfMessage(status))
            {
                _suspect = null;
                return false;
            }

            if (id != _suspect)
            {
                // While another is suspected this is the attempt with the newest: the network takes nothing at all.
                if (!IsSuspected) (_suspect, _failures, _since, _othersPass) = (id, 1, time.GetTimestamp(), false);
                return false;
            }

            _failures++;
            if (!_othersPass) return false;
            _resting[id] = time.GetTimestamp();
            _suspect = null;
            return true;
        }
    }

    /// <summary>It was taken, or refused for good.</summary>
    public void Settle(long id)
    {
        lock (_lock)
        {
            _resting.Remove(id);
            if (id == _suspect) _suspect = null;
            else if (IsSuspected) _othersPass = true;
        }
    }

    /// <summary>Another network may take them.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _resting.Clear();
            _suspect = null;
        }
    }

    private bool IsSuspected => _suspect is not null && _failures >= ManyAttempts && time.GetElapsedTime(_since) >= Patience;

    /// <summary>No answer at all, and answers about the token, the proxy, the pace or the URL, are nothing of the message.</summary>
    private static bool IsOfMessage(int? status) => status is >= 500 or (>= 200 and < 300);
}
