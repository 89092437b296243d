using NodaTime;
using PowerMeter.Shared.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Tariffs;

public sealed class TariffDifferenceTests
{
    private static readonly string[] Zones = ["Europe/Paris", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham"];
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private static Contract Contract(LocalDate from, string offPeak) => new("", from, 0, 0, 0, OffPeakSchedule.Parse(offPeak), null);

    private static TariffCalendar RandomCalendar(Random random, LocalDate around)
    {
        var zone = DateTimeZoneProviders.Tzdb[Zones[random.Next(Zones.Length)]];
        var contracts = Enumerable.Range(0, random.Next(0, 4)).Select(i => around.PlusDays(random.Next(-10, 10) + i * 20)).Distinct()
            .Select(date => Contract(date, RandomSchedule(random)));
        return new TariffCalendar(zone, contracts.ToList());
    }

    private static string RandomSchedule(Random random) => string.Join("; ", Enumerable.Range(0, random.Next(0, 3)).Select(_ =>
    {
        var days = random.Next(2) == 0 ? "" : $"{Days[random.Next(7)]}-{Days[random.Next(7)]} ";
        return $"{days}{random.Next(24):00}:{random.Next(60):00}-{random.Next(24):00}:{random.Next(60):00}";
    }));

    [Theory]
    [InlineData(2026, 3, 20)] // the clocks go forward in Paris on the 29th, in St. John's on the 8th, back in Chatham on 5 April
    [InlineData(2026, 10, 15)] // back in Paris on the 25th, in St. John's on 1 November
    [InlineData(2026, 9, 20)] // forward in Chatham on the 27th
    public void Agrees_with_a_comparison_minute_by_minute(int year, int month, int day)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed * 1000 + month);
            var (old, changed) = (RandomCalendar(random, new LocalDate(year, month, day)), RandomCalendar(random, new LocalDate(year, month, day)));
            var from = Instant.FromUtc(year, month, day, 0, 0);
            var until = from + Duration.FromDays(18);
            var spans = TariffDifference.Of(old, changed, from, until).ToList();

            for (var i = 1; i < spans.Count; i++)
            {
                spans[i].Start.ShouldBeGreaterThanOrEqualTo(spans[i - 1].End);
                if (spans[i].Start == spans[i - 1].End) spans[i].Tariff.ShouldNotBe(spans[i - 1].Tariff, "neighbours of one tariff are one span");
            }

            var next = 0;
            for (var at = from; at < until; at += Duration.FromMinutes(1))
            {
                while (next < spans.Count && spans[next].End <= at) next++;
                var span = next < spans.Count && spans[next].Contains(at) ? spans[next] : (TariffSpan?)null;
                var (before, after) = (old.TariffAt(at), changed.TariffAt(at));
                (span is not null).ShouldBe(before != after, $"seed {seed}, {at}");
                if (span is { } differing) differing.Tariff.ShouldBe(after);
            }
        }
    }

    [Fact]
    public void Two_calendars_that_say_the_same_do_not_differ()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var one = new TariffCalendar(zone, [Contract(new LocalDate(2020, 1, 1), "22:30-06:30")]);
        var split = new TariffCalendar(zone, [Contract(new LocalDate(2020, 1, 1), "00:00-06:30; 22:30-24:00"), Contract(new LocalDate(2026, 5, 1), "22:30-06:30")]);
        TariffDifference.Of(one, split, Instant.FromUtc(2020, 1, 5, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0)).ShouldBeEmpty();
    }

    [Fact]
    public void Half_an_hour_that_moves_differs_twice_a_night()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var old = new TariffCalendar(zone, [Contract(new LocalDate(2020, 1, 1), "22:30-06:30")]);
        var changed = new TariffCalendar(zone, [Contract(new LocalDate(2020, 1, 1), "22:00-06:00")]);
        TariffDifference.Of(old, changed, Instant.FromUtc(2026, 1, 10, 12, 0), Instant.FromUtc(2026, 1, 11, 12, 0)).ShouldBe(
        [
            new TariffSpan(Instant.FromUtc(2026, 1, 10, 21, 0), Instant.FromUtc(2026, 1, 10, 21, 30), Tariff.Night),
            new TariffSpan(Instant.FromUtc(2026, 1, 11, 5, 0), Instant.FromUtc(2026, 1, 11, 5, 30), Tariff.Day),
        ]);
    }

    [Fact]
    public void A_contract_that_is_gone_leaves_the_day()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var old = new TariffCalendar(zone, [Contract(new LocalDate(2026, 7, 1), "00:00-24:00")]);
        var until = Instant.FromUtc(2026, 8, 1, 0, 0);
        TariffDifference.Of(old, new TariffCalendar(zone, []), Instant.FromUtc(2026, 6, 1, 0, 0), until)
            .ShouldBe([new TariffSpan(Instant.FromUtc(2026, 6, 30, 22, 0), until, Tariff.Day)]);
    }
}
