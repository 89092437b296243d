using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Components.Charts;

/// <summary>Reads what a view shows.</summary>
public sealed class ChartReader(
    SensorEnergy energy, SumExtremes extremes, GhostReader ghosts, SampleQuery samples, SiteCache sites, TimeProvider time, NpgsqlDataSource database, IStringLocalizer<Texts> texts)
{
    private static readonly string[] TextKeys =
    [
        "Peak", "OffPeak", "Mean", "Coverage", "Chart_NoSamples", "Chart_Between", "Chart_Threshold", "Chart_Running", "Chart_Against",
        "Chart_AgainstPartly", "Chart_Beside", "Chart_Open", "Chart_Total", "Chart_Pick",
    ];

    /// <param name="sensors">At least one; several are summed, or drawn each for itself.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    public async Task<ChartData> ReadAsync(ChartView view, IReadOnlyList<ChartSensor> sensors, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(sensors);
        var site = sites.Current;
        var now = time.GetCurrentInstant();
        var period = new ChartPeriod(view, site.Calendar.Zone, now);
        var spans = energy.SpansAsync(sensors, cancel);
        var begins = BeginsAsync(spans);
        var data = Frame(view, period, site, now) with { MaxGap = sensors.Max(sensor => sensor.MaxGapSeconds) * 1000 };
        var read = period.IsLine
            ? ReadLineAsync(data, view, period, sensors, spans, now.ToUnixMicroseconds(), cancel)
            : ReadBarsAsync(data, view, period, sensors, begins, now.ToUnixMicroseconds(), cancel);
        await Task.WhenAll(begins, read);
        return await read with { Begin = (await begins).Min() / 1000 };
    }

    /// <summary>The newest steps of a live line of several sensors.</summary>
    /// <param name="line">What is known of it, of the same view and sensors.</param>
    /// <returns>The end of the line, and how many points stay before it; null when the line has to be read as a whole.</returns>
    internal async Task<(int Kept, ChartData End)?> ReadEndAsync(ChartData line, ChartView view, IReadOnlyList<ChartSensor> sensors, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(line);
        // Which of many sensors are drawn together is a matter of the whole line.
        if (line.Series.Count > 0 && line.Series.Count != sensors.Count) return null;
        var now = time.GetCurrentInstant();
        var spans = energy.SpansAsync(sensors, cancel);
        var until = LiveSum.KnownUntil(sensors, await spans, now.ToUnixMicroseconds());
        if (LiveSum.Tail(line, until) is not var (kept, edges)) return null;
        var empty = line with { Now = now.ToUnixTimeMilliseconds() };
        return (kept, await ReadStepsAsync(empty, view, sensors, BeginsAsync(spans), edges, line.MaxWatts.Count > 0, now.ToUnixMicroseconds(), cancel));
    }

    private static async Task<long?[]> BeginsAsync(Task<(long First, long Last)?[]> spans) => [.. (await spans).Select(span => span?.First)];

    private ChartData Frame(ChartView view, ChartPeriod period, Site site, Instant now) => new()
    {
        Kind = period.IsLine ? "line" : "bars",
        Unit = ChartView.Name(view.Unit),
        Live = view.Scale == Scale.Now,
        Language = CultureInfo.CurrentCulture.Name,
        TimeZone = site.Calendar.Zone.Id,
        Currency = site.Currency,
        From = period.Zoom is { } zoom ? zoom.From * 1000 : period.Start / 1000,
        Until = period.Zoom is { } piece ? piece.Until * 1000 : period.End / 1000,
        Zoomed = period.Zoom is not null,
        Now = now.ToUnixTimeMilliseconds(),
        Threshold = view.Unit == ChartUnit.Watts ? site.Calendar.ContractAt(now)?.ThresholdWatts : null,
        Texts = TextKeys.ToDictionary(key => key, key => texts[key].Value),
    };

    private async Task<ChartData> ReadLineAsync(
        ChartData data, ChartView view, ChartPeriod period, IReadOnlyList<ChartSensor> sensors, Task<(long First, long Last)?[]> spans, long now, CancellationToken cancel)
    {
        var isSum = sensors.Count > 1;
        var begins = BeginsAsync(spans);
        var ghost = ghosts.ReadLineAsync(period, sensors, now, begins, cancel);
        var plan = PlanOf(period, isSum && data.Live ? LiveSum.KnownUntil(sensors, await spans, now) : now, isSum);
        if (!data.Live && plan.IsFinerThanMinutes && await RawHorizon.ReadAsync(database, cancel) is { } horizon && plan.From < horizon.ToUnixMicroseconds())
            (data, plan) = (data with { RemovedBefore = horizon.ToUnixTimeMilliseconds() }, plan.ByMinutes());
        var line = plan.Steps is { } steps
            ? await ReadStepsAsync(
                data with { Step = steps.Length / 1000 }, view, sensors, begins, steps.Edges,
                isSum && !view.Each && plan.IsFinerThanMinutes && SumExtremes.AreFew(plan.Until - plan.From, sensors.Count), now, cancel)
            : await ReadSamplesAsync(data, sensors[0].Id, plan, cancel);
        return line with { Ghost = await ghost };
    }

    private static LinePlan PlanOf(ChartPeriod period, long now, bool isSum) =>
        period.Zoom is { } zoom ? LinePlan.Around(zoom, now, isSum)
        : period.Scale == Scale.Now ? LinePlan.Of(now - (long)ChartPeriod.Recent.TotalMinutes * UnixMicroseconds.PerMinute, now, isSum)
        : LinePlan.Of(period.Start, period.End, isSum);

    private async Task<ChartData> ReadStepsAsync(
        ChartData data, ChartView view, IReadOnlyList<ChartSensor> sensors, Task<long?[]> begins, long[] edges, bool withExtremes, long now, CancellationToken cancel)
    {
        var extremesRead = withExtremes ? extremes.ReadAsync(sensors, edges, cancel) : Task.FromResult<(double, double)?[]?>(null);
        var energyRead = energy.ReadAsync(sensors, edges, cancel);
        await Task.WhenAll(energyRead, extremesRead, begins);
        var (read, known) = (await energyRead, await begins);
        var bins = Join(read, known, now);
        var line = sensors.Count == 1 ? PowerLine.OfBins(data, bins) : PowerLine.OfSum(data, bins, await extremesRead);
        return line with { Series = Each(view, sensors, read, known, now, bin => bin.MeanWatts, _ => []) };
    }

    private async Task<ChartData> ReadSamplesAsync(ChartData data, int sensorId, LinePlan plan, CancellationToken cancel)
    {
        var envelope = new PowerEnvelope(plan.Until - plan.From, data.MaxGap);
        // The newest sample may be dated a moment after the clock was looked at.
        var until = data.Live ? plan.Until + UnixMicroseconds.PerMinute : plan.Until;
        await foreach (var block in samples.StreamBlocksAsync(sensorId, plan.From, until, cancel))
            for (var i = 0; i < block.Length; i++) envelope.Add(block.Span[i]);
        envelope.Close();
        return data with { Times = envelope.Times, Watts = envelope.Watts };
    }

    private async Task<ChartData> ReadBarsAsync(
        ChartData data, ChartView view, ChartPeriod period, IReadOnlyList<ChartSensor> sensors, Task<long?[]> begins, long now, CancellationToken cancel)
    {
        var ghostRead = ghosts.ReadBarsAsync(period, view.Unit, sensors, now, begins, cancel);
        var read = await energy.ReadAsync(sensors, period.Edges, cancel);
        var known = await begins;
        var (bins, ghost) = (Join(read, known, now), await ghostRead);
        return data with
        {
            Bars = [.. bins.Select((bin, i) => ChartBar.Of(bin, view.Unit, period, now) with { Ghost = ghost?.Bars[i] })],
            Totals = ChartTotals.Of(bins),
            Ghost = ghost?.Whole,
            Series = Each(view, sensors, read, known, now, bin => bin.Height(view.Unit), all => [.. all.Select(bin => bin.Kwh)]),
        };
    }

    private static List<ChartBin> Join(IReadOnlyList<EnergyBin>[] sensors, long?[] begins, long now) =>
        [.. sensors[0].Select((_, i) => ChartBin.Of([.. sensors.Select(sensor => sensor[i])], begins, now))];

    private IReadOnlyList<ChartSeries> Each(
        ChartView view, IReadOnlyList<ChartSensor> sensors, IReadOnlyList<EnergyBin>[] read, long?[] begins, long now,
        Func<ChartBin, double?> height, Func<List<ChartBin>, IReadOnlyList<double>> kwh)
    {
        if (!view.Each || sensors.Count < 2) return [];
        var all = sensors.Select((sensor, i) =>
        {
            var bins = Join([read[i]], [begins[i]], now);
            return new ChartSeries(sensor.Name, [.. bins.Select(height)], kwh(bins));
        });
        return ChartSeries.Legible([.. all], count => texts["Chart_Others", count]);
    }
}
