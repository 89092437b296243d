using NodaTime;
using PowerMeter.Receiver.Drivers.Simulated;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class HouseholdTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly Instant Start = Instant.FromUtc(2025, 1, 1, 0, 0);

    [Fact]
    public void The_same_seed_and_moment_give_the_same_watts_in_any_order()
    {
        var moments = Enumerable.Range(0, 5000).Select(i => Start + Duration.FromMinutes(i * 97)).ToArray();
        var forwards = new Household(7, Paris);
        var expected = moments.Select(forwards.WattsAt).ToArray();
        var backwards = new Household(7, Paris);
        moments.Reverse().Select(backwards.WattsAt).Reverse().ToArray().ShouldBe(expected);
    }

    [Fact]
    public void Another_seed_is_another_household() =>
        Average(1, Start, days: 3).ShouldNotBe(Average(2, Start, days: 3));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(42)]
    [InlineData(1_000_000)]
    public void A_year_is_what_a_home_uses(int seed)
    {
        var kilowattHours = Average(seed, Start, days: 365) * 8.76;
        kilowattHours.ShouldBeInRange(2500, 4500);
    }

    [Fact]
    public void Watts_stay_within_what_a_connection_carries()
    {
        var household = new Household(1, Paris);
        for (var i = 0; i < 400 * 24 * 60; i++) household.WattsAt(Start + Duration.FromMinutes(i)).ShouldBeInRange(80, 12_000);
    }

    [Fact]
    public void Winter_takes_more_than_summer() =>
        Average(1, Start, days: 28).ShouldBeGreaterThan(1.3 * Average(1, Instant.FromUtc(2025, 7, 1, 0, 0), days: 28));

    [Fact]
    public void The_evening_takes_more_than_the_small_hours()
    {
        var household = new Household(1, Paris);
        double At(int hour) => Enumerable.Range(0, 100).Average(day => household.WattsAt(Start + Duration.FromDays(day) + Duration.FromHours(hour)));
        At(19).ShouldBeGreaterThan(3 * At(2));
    }

    [Fact]
    public void Days_of_23_and_25_hours_are_covered()
    {
        var household = new Household(1, Paris);
        foreach (var day in new[] { Instant.FromUtc(2025, 3, 29, 22, 0), Instant.FromUtc(2025, 10, 25, 21, 0) })
            for (var i = 0; i < 27 * 60; i++)
                household.WattsAt(day + Duration.FromMinutes(i)).ShouldBeGreaterThan(80);
    }

    [Fact]
    public void History_and_live_samples_fall_on_the_same_moments()
    {
        var times = new AlignedTimes(TimeSpan.FromSeconds(8));
        var first = times.From(Start + Duration.FromMilliseconds(1));
        first.ShouldBe(Start + Duration.FromSeconds(8));
        times.From(first).ShouldBe(first);
        times.After(first).ShouldBe(Start + Duration.FromSeconds(16));

        var history = new SimulatedHistory(3, new Household(1, Paris), TimeSpan.FromSeconds(8), Start, Start + Duration.FromSeconds(80));
        var samples = history.Next(7).Concat(history.Next(100)).ToArray();
        samples.Length.ShouldBe(10);
        samples.ShouldAllBe(sample => sample.Time == times.From(sample.Time) && sample.Watts == new Household(1, Paris).WattsAt(sample.Time));
        history.Next(1).ShouldBeEmpty();
    }

    private static double Average(int seed, Instant start, int days)
    {
        var household = new Household(seed, Paris);
        return Enumerable.Range(0, days * 24 * 60).Average(i => household.WattsAt(start + Duration.FromMinutes(i)));
    }
}
