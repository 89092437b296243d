namespace PowerMeter.Receiver.Dating;

/// <summary>
/// The times that one sensor's samples got: none is given twice, though the clock be set back. While time runs forward
/// only the newest is looked at; behind it, the last 10,000. Times are microseconds. Not for several threads.
/// </summary>
public sealed class GivenTimes
{
    /// <summary>80 kB; nearly three hours of a sensor that is read each second.</summary>
    public const int Remembered = 10_000;

    private long[] _times = new long[64];
    private int _count;
    private int _oldest;
    private long _newest = long.MinValue;

    /// <returns>This time, or the first one after it that was not given yet.</returns>
    public long Give(long time)
    {
        // A loop that ends: no more times are remembered than these.
        if (time <= _newest)
            while (_times.AsSpan(0, _count).Contains(time)) time++;
        _newest = Math.Max(_newest, time);
        Remember(time);
        return time;
    }

    private void Remember(long time)
    {
        if (_count == _times.Length && _count < Remembered) Array.Resize(ref _times, Math.Min(2 * _count, Remembered));
        if (_count < _times.Length)
        {
            _times[_count++] = time;
            return;
        }

        _times[_oldest] = time;
        _oldest = (_oldest + 1) % Remembered;
    }
}
