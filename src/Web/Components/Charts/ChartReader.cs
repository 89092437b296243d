using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Components.Charts;

/// <summary>Reads what a view shows.</summary>
public sealed class ChartReader(
    EnergyQuery energy, SampleQuery samples, RecordedSpanQuery recorded, SiteCache sites, TimeProvider time, IStringLocalizer<Texts> texts)
{
    private static readonly string[] TextKeys =
        ["Peak", "OffPeak", "Mean", "Coverage", "Chart_NoSamples", "Chart_Between", "Chart_Threshold", "Chart_Pick", "Chart_Running"];

    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    public async Task<ChartData> ReadAsync(ChartView view, int sensorId, double maxGapSeconds, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(view);
        var site = sites.Current;
        var now = time.GetCurrentInstant();
        var period = new ChartPeriod(view, site.Calendar.Zone, now);
        var data = new ChartData
        {
            Kind = period.IsLine ? "line" : "bars",
            Unit = ChartView.Name(view.Unit),
            Live = view.Scale == Scale.Now,
            Language = CultureInfo.CurrentCulture.Name,
            TimeZone = site.Calendar.Zone.Id,
            Currency = site.Currency,
            From = period.Start / 1000,
            Until = period.End / 1000,
            Now = now.ToUnixTimeMilliseconds(),
            MaxGap = maxGapSeconds * 1000,
            Threshold = view.Unit == ChartUnit.Watts ? site.Calendar.ContractAt(now)?.ThresholdWatts : null,
            Texts = TextKeys.ToDictionary(key => key, key => texts[key].Value),
        };
        if (data is { Kind: "line", Live: true })
            return PowerLine.OfSamples(data, await RecentAsync(sensorId, now, cancel));
        var bins = await energy.ReadAsync(sensorId, period.Edges, cancel);
        if (data.Kind == "line") return PowerLine.OfBins(data, bins);
        var begin = (await recorded.ReadAsync(sensorId, cancel))?.First;
        return data with { Bars = [.. bins.Select(bin => ToBar(bin, view.Unit, period, site, now.ToUnixMicroseconds(), begin))] };
    }

    private async Task<List<StoredSample>> RecentAsync(int sensorId, Instant now, CancellationToken cancel)
    {
        var (from, until) = ((now - ChartPeriod.Recent).ToUnixMicroseconds(), now.ToUnixMicroseconds() + UnixMicroseconds.PerMinute);
        var recent = new List<StoredSample>();
        await foreach (var sample in samples.StreamAsync(sensorId, from, until, cancel)) recent.Add(sample);
        return recent;
    }

    private static ChartBar ToBar(EnergyBin bin, ChartUnit unit, ChartPeriod period, Site site, long now, long? begin)
    {
        var (energy, culture) = (bin.Energy, CultureInfo.CurrentCulture);
        var whole = unit switch
        {
            ChartUnit.Watts => energy.MeanWatts,
            ChartUnit.Kwh => energy.WattHours / 1000,
            _ => (double)bin.Cost,
        };
        var peakShare = PeakShare(bin, unit, site);
        return new ChartBar(
            bin.Start / 1000, period.AxisLabel(bin.Start, culture), period.BinTitle(bin.Start, bin.End, culture),
            energy.IsCovered ? whole * peakShare : null, energy.IsCovered ? whole * (1 - peakShare) : null,
            energy.DayWattHours / 1000, energy.NightWattHours / 1000, bin.Cost,
            Covered(energy, energy.MeanWatts), Covered(energy, energy.MinWatts), Covered(energy, energy.MaxWatts),
            energy.CoveredSeconds, CoverageUntilNow(bin, now, begin));
    }

    private static double? Covered(Energy energy, double watts) => energy.IsCovered ? watts : null;

    private static double? CoverageUntilNow(EnergyBin bin, long now, long? begin)
    {
        if (begin is null || bin.End <= begin || bin.Start >= now) return null;
        var length = Math.Min(bin.End, now) - Math.Max(bin.Start, begin.Value);
        // The sample that would close the last moments has not come yet: that is no gap.
        var open = bin.End > now ? UnixMicroseconds.PerMinute : 0;
        return Math.Clamp((bin.Energy.CoveredSeconds * UnixMicroseconds.PerSecond + open) / length, 0, 1);
    }

    private static double PeakShare(EnergyBin bin, ChartUnit unit, Site site)
    {
        var (day, night) = (bin.Energy.DayWattHours, bin.Energy.NightWattHours);
        if (unit == ChartUnit.Money && site.Calendar.ContractAt(UnixMicroseconds.ToInstant(bin.Start)) is { } contract)
            (day, night) = (day * (double)contract.DayPriceWithVat, night * (double)contract.NightPriceWithVat);
        return day + night == 0 ? 1 : day / (day + night);
    }
}
