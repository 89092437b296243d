using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Today, yesterday at this time, the month and its forecast against the slow reference, on days of 23, 24 and 25 hours.</summary>
public sealed class ConsumptionReferenceTests
{
    private const long Hour = 3_600_000_000;
    private const long Day = 24 * Hour;

    [Theory]
    [InlineData("Europe/Paris", 91)]
    [InlineData("Asia/Kolkata", 92)]
    [InlineData("America/St_Johns", 93)]
    [InlineData("Pacific/Chatham", 94)]
    public async Task Summaries_agree_with_the_slow_reference(string zone, int seed)
    {
        var (household, random, buckets) = (new RandomHousehold(zone, seed), new Random(seed), new ReferenceBuckets(zone));
        await using var site = await ReferenceSite.StartAsync(zone, household);
        for (var change = 0; change < 2; change++)
        {
            var sensor = await site.AddSensorAsync(change, 90, random);
            for (var i = 0; i < 25; i++)
            {
                // Every tenth is within the hour after a midnight, where a day may begin twice as early as the other.
                var now = household.Moment(sensor.Meter.Samples) + random.NextInt64(Day);
                await CheckAsync(site, sensor, i % 10 == 0 ? buckets.MidnightBefore(now) + random.NextInt64(Hour) : now, buckets);
            }
        }
    }

    private static async Task CheckAsync(ReferenceSite site, ReferenceSensor sensor, long now, ReferenceBuckets buckets)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch.AddMicroseconds(now));
        using var sites = new SiteCache(new SiteReader(site.Database.Web), clock, NullLogger<SiteCache>.Instance);
        await sites.StartAsync(CancellationToken.None);
        var used = await new ConsumptionQuery(new EnergyQuery(site.Database.Web, sites), sites, clock).ReadAsync(sensor.Id, CancellationToken.None);
        await sites.StopAsync(CancellationToken.None);

        var midnight = buckets.MidnightBefore(now);
        now = Math.Max(now, midnight + 1);
        var yesterday = buckets.MidnightBefore(midnight - 1);
        Compare(used.Today, midnight, now, sensor);
        Compare(used.YesterdayUntilNow, yesterday, Math.Min(midnight, yesterday + (now - midnight)), sensor);
        var today = buckets.LocalDate(now);
        long[] months = [.. buckets.OfCalendar("month", now - 32 * Day, now + 32 * Day)];
        var (start, end) = (months.Last(month => month <= now), months.First(month => month > now));
        buckets.LocalDate(start).ShouldBe(new DateTime(today.Year, today.Month, 1));
        Compare(used.Month, start, now, sensor);

        CompareForecast(used.Forecast, sensor, buckets, (start, end, now));
    }

    /// <summary>What was measured, and for the rest the mean power of the same day of the week, or of all days.</summary>
    private static void CompareForecast(MonthForecast? forecast, ReferenceSensor sensor, ReferenceBuckets buckets, (long Start, long End, long Now) month)
    {
        var midnight = buckets.MidnightBefore(month.Now);
        var midnights = buckets.OfCalendar("day", midnight - 31 * Day, month.End);
        var first = Math.Min(month.Start, midnights.Where(day => day < midnight).SkipLast(MonthForecast.DaysBack - 1).Last());
        long[] starts = [.. midnights.Where(day => day >= first)];
        var days = starts.SkipLast(1).Select((day, i) => (Start: day, End: starts[i + 1], Weekday: buckets.LocalDate(day).DayOfWeek)).ToList();
        var past = days.Where(day => day.End <= midnight).ToLookup(day => day.Weekday, day => sensor.Meter.Between(day.Start, day.End));
        var all = sensor.Meter.Between(first, month.Now);
        (forecast is null).ShouldBe(all.Covered < Day);
        if (forecast is null) return;

        var wattHours = 0.0;
        foreach (var day in days.Where(day => day.Start >= month.Start))
        {
            var measured = day.Start < month.Now ? sensor.Meter.Between(day.Start, Math.Min(day.End, month.Now)) : null;
            var same = past[day.Weekday].ToList();
            var covered = same.Sum(reading => (double)reading.Covered);
            var watts = covered >= Day / 2.0 ? same.Sum(WattHoursOf) * Hour / covered : all.MeanWatts;
            wattHours += (measured is null ? 0 : WattHoursOf(measured)) + (day.End - day.Start - (measured?.Covered ?? 0)) / (double)Hour * watts;
        }

        forecast.WattHours.ShouldBe(wattHours, 1e-5);
    }

    private static double WattHoursOf(ReferenceReading reading) => reading.DayWattHours + reading.NightWattHours;

    private static void Compare(EnergyBin bin, long from, long until, ReferenceSensor sensor)
    {
        (bin.Start, bin.End).ShouldBe((from, until));
        var expected = sensor.Meter.Between(bin.Start, bin.End);
        bin.Energy.DayWattHours.ShouldBe(expected.DayWattHours, 1e-6);
        bin.Energy.NightWattHours.ShouldBe(expected.NightWattHours, 1e-6);
        bin.Energy.CoveredSeconds.ShouldBe(expected.Covered / 1e6, 1e-6);
        bin.Cost.ShouldBe(expected.Cost, 0.000000001m);
    }
}
