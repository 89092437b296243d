using Npgsql;

namespace PowerMeter.Web.Import.Load;

/// <summary>Looks at ascending samples, beside those that the sensor has already: gaps, repetitions, energy. Memory does not grow with them.</summary>
internal sealed class ImportCheck(NpgsqlDataSource database, ImportTarget target, bool replace)
{
    private readonly long _maxGap = target.MaxGapMicroseconds;
    private readonly MonthRuns _months = new();
    private LineIntegral _before = new(target.MaxGapMicroseconds);
    private LineIntegral _after = new(target.MaxGapMicroseconds);
    private StoredSamples? _stored;

    public IReadOnlyList<(int First, int Last)> Months => _months.Runs;

    public long Samples { get; private set; }

    public long? First { get; private set; }

    public long? Last { get; private set; }

    public long Same { get; private set; }

    public long Different { get; private set; }

    public long Gaps { get; private set; }

    public long LongestGap { get; private set; }

    public long TotalGap { get; private set; }

    /// <summary>By how much the energy grows, neighbours' segments included; in watt-hours.</summary>
    public double AddedWattHours => _after.WattHours - _before.WattHours;

    /// <param name="progress">Told the samples so far.</param>
    public async Task RunAsync(SampleReader samples, Action<long> progress, CancellationToken cancel)
    {
        var buffer = new ImportRow[4096];
        try
        {
            while (await samples.ReadAsync(buffer, cancel) is > 0 and var count)
            {
                _stored ??= await StoredSamples.OpenAsync(database, target.Id, buffer[0].Time - _maxGap, cancel);
                for (var i = 0; i < count; i++)
                {
                    while (_stored.Current is { } earlier && earlier.Time < buffer[i].Time)
                    {
                        AddStored(earlier);
                        await _stored.AdvanceAsync(cancel);
                    }

                    if (Add(buffer[i])) await _stored.AdvanceAsync(cancel);
                }

                progress(Samples);
            }

            // The segment from the last sample to what follows it changes too.
            if (_stored?.Current is { } next) AddStored(next);
        }
        finally
        {
            if (_stored is not null) await _stored.DisposeAsync();
        }
    }

    /// <returns>Whether the sensor has a sample of that time.</returns>
    private bool Add(in ImportRow sample)
    {
        Samples++;
        First ??= sample.Time;
        if (Last is { } last && sample.Time - last > _maxGap)
        {
            Gaps++;
            TotalGap += sample.Time - last;
            LongestGap = Math.Max(LongestGap, sample.Time - last);
        }

        Last = sample.Time;
        _months.Add(sample.Time);
        if (_stored!.Current is not { } stored || stored.Time != sample.Time)
        {
            _after.Add(sample.Time, sample.Value);
            return false;
        }

        if (Differs(stored, sample)) Different++;
        else Same++;
        _before.Add(stored.Time, stored.Value);
        _after.Add(stored.Time, replace ? sample.Value : stored.Value);
        return true;
    }

    private void AddStored(in ImportRow stored)
    {
        _before.Add(stored.Time, stored.Value);
        _after.Add(stored.Time, stored.Value);
    }

    // As in the load's SQL: what the import does not say contradicts nothing.
    private static bool Differs(in ImportRow stored, in ImportRow sample) =>
        !stored.Value.Equals(sample.Value)
        || (sample.Volts is not null && !Nullable.Equals(sample.Volts, stored.Volts))
        || (sample.Battery is not null && !Nullable.Equals(sample.Battery, stored.Battery));
}
