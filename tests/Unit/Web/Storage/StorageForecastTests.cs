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
        var forecast = StorageForecast.Of(figures, Now)!;
        forecast.DaysMeasured.ShouldBe(51, 0.001);
        forecast.BytesPerDay.ShouldBe(2 * Megabyte, 1);
        forecast.DaysLeft(figures, 1000 * Megabyte, null)!.Value.ShouldBe(500, 0.01);
    }

    [Fact]
    public void Roll_ups_grow_with_the_samples()
    {
        var figures = Figures(Now - Duration.FromDays(10), (11, 10 * Megabyte)) with { RollUpBytes = 5 * Megabyte };
        StorageForecast.Of(figures, Now).ShouldBe(new StorageForecast(1 * Megabyte, 0.5 * Megabyte, 10));
    }

    [Fact]
    public void A_few_days_are_no_forecast()
    {
        StorageForecast.Of(Figures(null, (11, 0)), Now).ShouldBeNull();
        StorageForecast.Of(Figures(Now - Duration.FromDays(6), (11, Megabyte)), Now).ShouldBeNull();
        // Nothing has been measured for months: nothing grows.
        StorageForecast.Of(Figures(Instant.FromUtc(2020, 1, 1, 0, 0), (3, Megabyte), (11, 0)), Now).ShouldBeNull();
    }

    [Fact]
    public void What_was_pushed_of_the_past_does_not_lengthen_the_time_of_measuring()
    {
        var figures = Figures(Instant.FromUtc(2024, 1, 1, 0, 0), (1, Megabyte), (11, 10 * Megabyte)) with { FirstRecent = Now - Duration.FromDays(10) };
        StorageForecast.Of(figures, Now)!.DaysMeasured.ShouldBe(10);
    }

    [Fact]
    public void Samples_that_are_kept_for_some_months_grow_no_more_and_roll_ups_do()
    {
        // 1 MB of samples and 0.1 MB of roll-ups a day.
        var figures = Figures(Now - Duration.FromDays(365), (10, 31 * Megabyte), (11, 20 * Megabyte)) with { RollUpBytes = 5_100_000, DatabaseBytes = 100 * Megabyte };
        var forecast = StorageForecast.Of(figures, Now)!;
        forecast.RawBytesPerDay.ShouldBe(Megabyte, 1);
        forecast.RollUpBytesPerDay.ShouldBe(0.1 * Megabyte, 1);
        forecast.SizeAfter(figures, 1000, null).ShouldBe(1200 * Megabyte, 1);
        // Eleven months and the one that runs: 365.25 days.
        forecast.SizeAfter(figures, 1000, 11).ShouldBe((100 - 51 + 365.25 + 100) * Megabyte, 1);
        forecast.SizeAfter(figures, 10, 11).ShouldBe(111 * Megabyte, 1);
        forecast.DaysLeft(figures, 110 * Megabyte, 11)!.Value.ShouldBe(100, 0.01);
        forecast.DaysLeft(figures, 1000 * Megabyte, 11)!.Value.ShouldBe((1000 - 365.25 + 51) / 0.1, 0.01);
        forecast.DaysLeft(figures, null, 11).ShouldBeNull();
    }

    [Fact]
    public void Where_samples_were_removed_roll_ups_are_of_a_longer_time()
    {
        var figures = Figures(Now - Duration.FromDays(51), (10, 31 * Megabyte), (11, 20 * Megabyte)) with { RollUpBytes = 100 * Megabyte, FirstRecorded = Now - Duration.FromDays(1000) };
        StorageForecast.Of(figures, Now)!.RollUpBytesPerDay.ShouldBe(0.1 * Megabyte, 1);
    }

    [Fact]
    public void A_full_disk_lasts_as_long_as_what_is_removed_makes_room()
    {
        // 1 MB of samples and 0.1 MB of roll-ups a day; of 151 MB of samples a limit of two months leaves 91.3.
        var figures = Figures(Now - Duration.FromDays(365), (3, 100 * Megabyte), (10, 31 * Megabyte), (11, 20 * Megabyte)) with { RollUpBytes = 15_100_000, DatabaseBytes = 200 * Megabyte };
        var forecast = StorageForecast.Of(figures, Now)!;
        forecast.DaysLeft(figures, 0, null)!.Value.ShouldBe(0);
        forecast.DaysLeft(figures, 0, 24)!.Value.ShouldBe(0);
        forecast.DaysLeft(figures, 0, 2)!.Value.ShouldBe((151 - 91.3125) / 0.1, 0.01);
    }

    [Fact]
    public void A_disk_is_full_when_the_database_can_write_no_more_and_nearly_full_before()
    {
        StorageDisk Card(long free) => new("/", free, 32_000 * Megabyte);
        Card(0).IsFull.ShouldBeTrue();
        Card(Megabyte).RoomBytes.ShouldBe(0);
        Card(1000 * Megabyte).RoomBytes.ShouldBe(932_891_136);
        Card(60 * Megabyte).IsFull.ShouldBeTrue();
        Card(70 * Megabyte).IsFull.ShouldBeFalse();
        Card(1500 * Megabyte).IsNearlyFull.ShouldBeTrue();
        Card(1700 * Megabyte).IsNearlyFull.ShouldBeFalse();
    }

    [Fact]
    public void What_would_be_removed_is_what_is_old_and_still_there()
    {
        var figures = Figures(Now, (1, 5), (2, 10 * Megabyte), (3, 11 * Megabyte), (4, 12 * Megabyte));
        var old = RemovalPreview.OldMonths(figures, Instant.FromUtc(2026, 4, 1, 0, 0), new LocalDate(2026, 2, 1));
        RemovalPreview.Of(old, null).ShouldBe(new RemovalPreview(2, 0, 21 * Megabyte));
        RemovalPreview.Of(RemovalPreview.OldMonths(figures, null, null), null).ShouldBe(new RemovalPreview(0, 0, 0));
    }

    [Fact]
    public void What_waits_keeps_all_that_is_newer()
    {
        var figures = Figures(Now, (1, Megabyte), (2, 10 * Megabyte), (3, 11 * Megabyte), (4, 12 * Megabyte));
        var old = RemovalPreview.OldMonths(figures, Instant.FromUtc(2026, 4, 1, 0, 0), null);
        var wait = new RemovalWait(RemovalReason.Readings, new YearMonth(2026, 2));
        var preview = RemovalPreview.Of(old, wait);
        preview.ShouldBe(new RemovalPreview(1, 0, Megabyte) { Waiting = 2, Wait = wait });
        preview.OnlyWhatStays().ShouldBe(new RemovalPreview(0, 0, 0) { Waiting = 2, Wait = wait });
    }

    [Fact]
    public void What_is_none_of_the_others_is_the_rest() =>
        (Figures(Now, (11, 300 * Megabyte)) with { RollUpBytes = 100 * Megabyte, ReadingBytes = 50 * Megabyte }).OtherBytes.ShouldBe(550 * Megabyte);
}
