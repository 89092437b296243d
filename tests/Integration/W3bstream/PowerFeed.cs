using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.W3bstream;

/// <summary>The samples of a household, from the past in blocks and of now as they come, and what they mean. Times are unix microseconds.</summary>
internal sealed class PowerFeed(TestDatabase database, int sensor)
{
    public const double MaxGapSeconds = 10;

    private const long MaxGap = (long)MaxGapSeconds * UnixMicroseconds.PerSecond;
    private const long Piece = 5 * UnixMicroseconds.PerMinute;

    private readonly Lock _lock = new();
    private readonly List<(long Time, double Watts)> _samples = [];
    private readonly Random _random = new(7);
    private double _watts = 300;

    public static long Now => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;

    /// <summary>This whole second.</summary>
    public static long Second => UnixMicroseconds.Floor(Now, UnixMicroseconds.PerSecond);

    /// <summary>
    /// Samples of (from, until], all at once, the last one at its end: so no window is seen while some of its samples are
    /// missing. Now and then the sensor is silent for longer than a line reaches.
    /// </summary>
    public Task AddPastAsync(long from, long until)
    {
        var samples = new List<(long, double)>();
        lock (_lock)
            for (var time = from; time < until;)
            {
                var tenths = _random.Next(200) == 0 ? _random.Next(110, 300) : _random.Next(2, 30);
                time = Math.Min(until, time + tenths * ReferenceWindows.Tick);
                samples.Add((time, NextWatts()));
            }

        return AddAsync(samples);
    }

    /// <summary>Two samples a second until it is stopped, each at the tenth of a second that has just begun.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        try
        {
            do
            {
                double watts;
                lock (_lock) watts = NextWatts();
                await AddAsync([(UnixMicroseconds.Floor(Now, ReferenceWindows.Tick), watts)]);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // That is its end.
        }
    }

    /// <summary>What they are worth, computed slowly, up to the newest of them.</summary>
    /// <param name="since">A whole window.</param>
    /// <param name="seconds">Length of a window.</param>
    /// <returns>Watts by the ends of the windows.</returns>
    public IReadOnlyDictionary<long, double> Windows(long since, int seconds)
    {
        var length = seconds * UnixMicroseconds.PerSecond;
        List<(long Time, double Watts)> samples;
        lock (_lock) samples = [.. _samples.DistinctBy(sample => sample.Time).OrderBy(sample => sample.Time)];
        var until = UnixMicroseconds.Floor(samples[^1].Time, length);
        var windows = new Dictionary<long, double>();
        for (var from = since; from < until; from += Piece)
        {
            // The reference looks at every sample for every tenth of a second: it gets those that a line can reach.
            var near = samples.Where(sample => sample.Time >= from - MaxGap && sample.Time <= from + Piece + MaxGap).ToList();
            foreach (var (start, window) in ReferenceWindows.All([new(near, MaxGap)], from, Math.Min(until, from + Piece), length))
                windows.Add(start + length, window.Watts);
        }

        return windows;
    }

    private async Task AddAsync(List<(long Time, double Watts)> samples)
    {
        lock (_lock) _samples.AddRange(samples);
        await database.InsertPowerAsync(sensor, samples);
    }

    // Quarters of a watt, so that sums are exact; at times nothing at all.
    private double NextWatts()
    {
        _watts = Math.Clamp(_watts + _random.Next(-400, 401) / 4.0, 0, 3000);
        return _watts;
    }
}
