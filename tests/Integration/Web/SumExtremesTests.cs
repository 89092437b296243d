using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Components.Charts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>What is read for the band of a sum.</summary>
public sealed class SumExtremesTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private const int Hours = 12;
    private const double MaxGapSeconds = 86_400;

    [Fact]
    public async Task A_short_span_has_its_band_however_much_was_measured_within_the_longest_gap()
    {
        var now = UnixMicroseconds.Floor(1_900_000_000 * UnixMicroseconds.PerSecond, UnixMicroseconds.PerMinute);
        ChartSensor[] sensors = [await AddAsync("first", now, odd: 100, even: 200), await AddAsync("second", now, odd: 10, even: 20)];
        long[] edges = [now - 2 * UnixMicroseconds.PerMinute, now - UnixMicroseconds.PerMinute, now];
        var band = (await new SumExtremes(fixture.Database.Web).ReadAsync(sensors, edges, CancellationToken.None)).ShouldNotBeNull();
        band.ShouldBe([(110, 220), (110, 220)]);
    }

    [Fact]
    public async Task More_samples_than_are_looked_at_have_none()
    {
        var now = 1_950_000_000 * UnixMicroseconds.PerSecond;
        ChartSensor[] sensors = [await AddAsync("third", now, odd: 1, even: 2)];
        (await new SumExtremes(fixture.Database.Web).ReadAsync(sensors, [now - Hours * UnixMicroseconds.PerHour, now], CancellationToken.None)).ShouldBeNull();
    }

    /// <summary>A sample a second for half a day.</summary>
    private async Task<ChartSensor> AddAsync(string name, long until, double odd, double even)
    {
        var sensor = await fixture.Database.AddSensorAsync(name, 1, maxGapSeconds: MaxGapSeconds);
        await fixture.Database.Owner.ExecuteAsync("select ensure_measure_partitions($1, $1)", UnixMicroseconds.ToInstant(until).ToDateTimeUtc());
        await fixture.Database.Owner.ExecuteAsync(
            """
            insert into measures (sensor_id, time, watts, night_rate)
            select $1, $2::timestamptz - n * interval '1 s', case when n % 2 = 1 then $3::double precision else $4 end, false from generate_series(0, $5) n
            """,
            sensor, UnixMicroseconds.ToInstant(until).ToDateTimeUtc(), odd, even, Hours * 3600);
        return new ChartSensor(sensor, name, MaxGapSeconds);
    }
}
