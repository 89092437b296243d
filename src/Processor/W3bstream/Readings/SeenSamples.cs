using PowerMeter.Shared.Database;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>Collects what the database says of samples that came or went, from one thread, for another.</summary>
public sealed class SeenSamples(IReadOnlyList<ReadSensor> sensors)
{
    /// <summary>More stretches than this become one: memory stays bounded, and more is looked at than need be.</summary>
    private const int MostStretches = 1000;

    private readonly Lock _gate = new();
    private TimeSet _touched = new();
    private long?[] _newest = new long?[sensors.Count];

    /// <param name="payload">Of <see cref="Channels.Measures"/>.</param>
    /// <returns>Whether it was one of our sensors.</returns>
    public bool Add(string payload)
    {
        if (!ChangedSpan.TryParse(payload, out var span)) return false;
        for (var i = 0; i < sensors.Count; i++)
            if (sensors[i].Id == span.SensorId)
            {
                lock (_gate) Add(i, span);
                return true;
            }

        return false;
    }

    /// <summary>Gives what was collected, and begins anew.</summary>
    /// <returns>The time in which lines may have changed, and of each sensor the newest sample that was spoken of.</returns>
    public (TimeSet Touched, IReadOnlyList<long?> Newest) Take()
    {
        lock (_gate)
        {
            var taken = (_touched, _newest);
            (_touched, _newest) = (new TimeSet(), new long?[sensors.Count]);
            return taken;
        }
    }

    private void Add(int sensorIndex, ChangedSpan span)
    {
        // A line reaches to the neighbour on either side.
        var maxGap = sensors[sensorIndex].MaxGap;
        _touched.Add(span.From - maxGap, span.To + maxGap);
        if (_touched.Stretches.Count > MostStretches) _touched.Add(_touched.Stretches[0].From, _touched.Stretches[^1].Until);
        _newest[sensorIndex] = Math.Max(_newest[sensorIndex] ?? long.MinValue, span.To);
    }
}
