namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// How long to wait after each failure in a row: a random part of a bound that doubles ("full jitter"), so that many
/// meters that lost the network together do not come back together.
/// </summary>
/// <param name="first">The first bound.</param>
/// <param name="longest">No bound is longer.</param>
/// <param name="random">From 0 to below 1.</param>
internal sealed class BackOff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    /// <summary>No pause is shorter: a server that refuses connections at once is not asked in a tight loop.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private TimeSpan _bound = first < longest ? first : longest;

    public TimeSpan Next()
    {
        var pause = _bound * random();
        _bound = _bound < longest / 2 ? _bound * 2 : longest;
        return pause > Shortest ? pause : Shortest;
    }

    public void Reset() => _bound = first < longest ? first : longest;
}
