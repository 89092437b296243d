using System.Globalization;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>CitizenWatt's own front end at this server.</summary>
public sealed class ConsoPageTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private HttpClient _client = null!;
    private ConsoPage _page = null!;
    private int _sensor;

    public async ValueTask InitializeAsync()
    {
        await fixture.Database.Owner.ExecuteAsync("update sensors set name = 'once ' || id where name = 'CitizenWatt'");
        _sensor = await fixture.Database.AddSensorAsync("CitizenWatt", maxGapSeconds: 400);
        _client = await fixture.Site.SignInAsync();
        _page = new ConsoPage(_client);
        await _page.OpenAsync();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static DateTimeOffset Local(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>1 kW, every five minutes.</summary>
    private async Task FillAsync(string from, string until)
    {
        var (start, end) = (Local(from).ToUnixTimeSeconds(), Local(until).ToUnixTimeSeconds());
        await fixture.Database.InsertMeasuresAsync(_sensor, [.. Enumerable.Range(0, (int)((end - start) / 300) + 1).Select(n => new TaggedSample(start + 300 * n, 1000, false))]);
        await fixture.DrainAsync();
    }

    [Fact]
    public async Task It_opens_and_draws_what_was_until_now()
    {
        var now = Math.Round(await _page.OpenAsync(), 3);
        var last = (long)now - 3;
        await fixture.Database.InsertMeasuresAsync(_sensor, [.. Enumerable.Range(0, 40).Select(n => new TaggedSample(last - 8 * n, 300, false))]);
        await fixture.DrainAsync();
        var bars = await _page.NowAsync("watts", now, 70);
        bars.Count.ShouldBeInRange(71, 72); // a millisecond's rounding
        bars.Where(bar => bar is not null).ShouldAllBe(bar => Math.Abs(bar!.Value - 300) < 1e-6);
        bars.Count(bar => bar is not null).ShouldBeInRange(39, 41);
        bars[0].ShouldBeNull();
        _page.Rate.ShouldBeOneOf("day", "night");
        (await _page.NowAsync("euros", now, 70)).Count(bar => bar > 0).ShouldBeInRange(39, 41);
    }

    [Fact]
    public async Task It_reads_the_current_provider_for_its_line_and_its_sums()
    {
        await fixture.Database.Owner.ExecuteAsync("update providers set threshold_w = 9000");
        await _page.DayAsync("kwatthours", Local("2026-10-07T00:00:00+02:00"), Local("2026-10-08T00:00:00+02:00"));
        // The contract of now is the last of the fixture's, or the one before it, as long as it has not begun.
        var begun = TimeProvider.System.GetUtcNow() >= Local("2026-10-01T00:00:00+02:00");
        var (threshold, slope) = await _page.ProviderAsync();
        threshold.ShouldBe(9000);
        slope.ShouldBe((_page.Rate == "day" ? 0.20 : 0.10) * (begun ? 1.5 : 1), 1e-9);
    }

    [Fact]
    public async Task It_polls_every_two_seconds_and_draws_each_sample_once()
    {
        const double Start = 1_790_000_000;
        _page.LastCall = Start - 0.75;
        var drawn = new List<double>();
        for (var second = 0; second < 64; second += 2)
        {
            // A measure every 8 s, written by a script, is there by the next poll.
            if (second % 8 == 0)
                (await _client.PostAsync($"/api/{_sensor}/insert/{100 + second}/{Start + second}/0", "")).GetProperty("data").GetBoolean().ShouldBeTrue();
            var bars = await _page.PollAsync("watts", Start + second + 1.25);
            bars.Count.ShouldBe(1);
            if (bars[0] is { } watts) drawn.Add(watts);
        }

        // Each is drawn when it has come, but the first, before which nothing is known: its mean since the last poll.
        drawn.Count.ShouldBe(7);
        for (var n = 0; n < drawn.Count; n++) drawn[n].ShouldBeInRange(100 + 8 * n + 7, 100 + 8 * (n + 1));
    }

    [Theory]
    [InlineData("2026-10-07T00:00:00+02:00", "2026-10-08T00:00:00+02:00", 24)]
    [InlineData("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", 25)]
    [InlineData("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", 23)]
    public async Task It_draws_a_day_by_hour(string midnight, string next, int hours)
    {
        await FillAsync(midnight, next);
        var bars = await _page.DayAsync("kwatthours", Local(midnight), Local(next));
        bars.Count.ShouldBe(hours);
        bars.ShouldAllBe(bar => Math.Abs(bar!.Value - 1) < 1e-9);
        (await _page.DayAsync("euros", Local(midnight), Local(next))).Sum()!.Value.ShouldBe(hours * (midnight.StartsWith("2026-10", StringComparison.Ordinal) ? 0.30 : 0.20), 1e-9);
    }

    [Fact]
    public async Task It_draws_a_week_with_a_change_of_the_clock_by_day()
    {
        await FillAsync("2026-10-20T12:00:00+02:00", "2026-10-26T00:00:00+01:00");
        var bars = await _page.WeekAsync("kwatthours", Local("2026-10-19T00:00:00+02:00"));
        bars.Select(bar => bar is { } kwh ? Math.Round(kwh, 9) : (double?)null).ShouldBe([null, 12, 24, 24, 24, 24, 24]);
    }

    [Fact]
    public async Task It_draws_a_month_with_a_change_of_the_clock_by_day()
    {
        await FillAsync("2026-10-01T00:00:00+02:00", "2026-11-01T00:00:00+01:00");
        var (first, next) = (Local("2026-10-01T00:00:00+02:00"), Local("2026-11-01T00:00:00+01:00"));
        var bars = await _page.MonthAsync("kwatthours", first, next);
        // Its days are of 24 h: the hour that is left is a bar of its own.
        bars.Count.ShouldBe(32);
        bars[31]!.Value.ShouldBe(1, 1e-9);
        bars.Sum()!.Value.ShouldBe(31 * 24 + 1, 1e-6);
        (await _page.MonthAsync("euros", first, next)).Sum()!.Value.ShouldBe((31 * 24 + 1) * 0.30, 1e-6);
    }

    [Fact]
    public async Task A_month_without_anything_is_a_list_of_nothing()
    {
        var bars = await _page.MonthAsync("kwatthours", Local("2026-02-01T00:00:00+01:00"), Local("2026-03-01T00:00:00+01:00"));
        bars.Count.ShouldBe(28);
        bars.ShouldAllBe(bar => bar == null);
    }
}
