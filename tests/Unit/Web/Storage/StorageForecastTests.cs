using NodaTime;
using PowerMeter.Web.Storage;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Storage;

public sealed class StorageForecastTests
{
    private const long Megabyte = 1_000_000;

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 0, 0);

    private static StorageFigures Figures(Instant? first, params (int Month, long Bytes)[] months) => new(
        [.. months.Select(month => new StorageMonth(new YearMonth(2026, month.Month), month.Bytes, null))], 0, 0, 1000 * Megabyte, first);

    [Fact]
    public void Growth_is_that_of_this_month_and_the_one_before()
    {
        // October and the twenty days of November: 51 days. What was imported of the past does not count.
        var figures = Figures(Instant.FromUtc(2020, 1, 1, 0, 0), (3, 900 * Megabyte), (10, 62 * Megabyte), (11, 40 * Megabyte), (12, 0));
        var forecast = StorageForecast.Of(figures, Now, 1000 * Megabyte)!;
        forecast.DaysMeasured.ShouldBe(51, 0.001);
        forecast.BytesPerDay.ShouldBe(2 * Megabyte, 1);
        forecast.DaysLeft!.Value.ShouldBe(500, 0.01);
    }

    [Fact]
    public void Roll_ups_grow_with_the_samples()
    {
        var figures = Figures(Now - Duration.FromDays(10), (11, 10 * Megabyte)) with { RollUpBytes = 5 * Megabyte };
        StorageForecast.Of(figures, Now, null).ShouldBe(new StorageForecast(1.5 * Megabyte, 10, null));
    }

    [Fact]
    public void A_few_days_are_no_forecast()
    {
        StorageForecast.Of(Figures(null, (11, 0)), Now, Megabyte).ShouldBeNull();
        StorageForecast.Of(Figures(Now - Duration.FromDays(6), (11, Megabyte)), Now, Megabyte).ShouldBeNull();
        // Nothing has been measured for months: nothing grows.
        StorageForecast.Of(Figures(Instant.FromUtc(2020, 1, 1, 0, 0), (3, Megabyte), (11, 0)), Now, Megabyte).ShouldBeNull();
    }

    [Fact]
    public void What_is_none_of_the_others_is_the_rest() =>
        (Figures(Now, (11, 300 * Megabyte)) with { RollUpBytes = 100 * Megabyte, ReadingBytes = 50 * Megabyte }).OtherBytes.ShouldBe(550 * Megabyte);
}
