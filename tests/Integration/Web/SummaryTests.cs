using System.Globalization;
using System.Net;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

public sealed class SummaryTests(ReadingSite site) : IClassFixture<ReadingSite>
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static DateTimeOffset Time(JsonElement value) => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture);

    [Fact]
    public async Task It_says_what_is_used_now_today_and_this_month()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        // A kilowatt for three days until now.
        var sensor = await site.AddSensorAsync([.. Enumerable.Range(0, 3 * 24 * 120).Select(i => new TaggedSample(now - i * 30L, 1000, false))], 30);
        var summary = await site.GetAsync($"/summary?sensor={sensor}");
        (summary.Number("sensor_id"), summary.GetProperty("currency").GetString(), summary.GetProperty("time_zone").GetString()).ShouldBe((sensor, "EUR", "Europe/Paris"));
        var newest = summary.GetProperty("now");
        newest.GetProperty("watts").GetDouble().ShouldBe(1000);
        Time(newest.GetProperty("time")).ToUnixTimeSeconds().ShouldBe(now);
        newest.GetProperty("stale").GetBoolean().ShouldBeFalse();

        foreach (var name in (string[])["today", "yesterday_until_now", "month"])
        {
            var (part, start, end) = (summary.GetProperty(name), Time(summary.GetProperty(name).GetProperty("start")), Time(summary.GetProperty(name).GetProperty("end")));
            var local = TimeZoneInfo.ConvertTime(start, Paris);
            local.TimeOfDay.ShouldBe(TimeSpan.Zero);
            if (name == "month") local.Day.ShouldBe(1);
            var energy = (await site.GetAsync($"/sensors/{sensor}/energy?from={part.GetProperty("start").GetString()}&to={part.GetProperty("end").GetString()}")).GetProperty("buckets")[0];
            part.GetProperty("kwh").GetDouble().ShouldBe(energy.GetProperty("kwh").GetDouble(), 1e-9);
            part.GetProperty("cost").GetDecimal().ShouldBe(energy.GetProperty("cost").GetDecimal(), 1e-9m);
            (end >= start).ShouldBeTrue();
        }

        Time(summary.GetProperty("yesterday_until_now").GetProperty("end")).ShouldBeLessThanOrEqualTo(Time(summary.GetProperty("today").GetProperty("start")));
        var tariff = summary.GetProperty("tariff");
        tariff.GetProperty("rate").GetString().ShouldBeOneOf("day", "night");
        tariff.GetProperty("price_per_kwh").GetDecimal().ShouldBe(tariff.GetProperty("rate").GetString() == "day" ? 0.30m : 0.15m);
        tariff.GetProperty("next_rate").GetString().ShouldBe(tariff.GetProperty("rate").GetString() == "day" ? "night" : "day");
        (Time(tariff.GetProperty("next_change")) - TimeProvider.System.GetUtcNow()).ShouldBeInRange(TimeSpan.FromMinutes(-1), TimeSpan.FromDays(1));
        summary.GetProperty("month_standing_charge").GetDecimal().ShouldBe(0);
    }

    [Fact]
    public async Task Its_forecast_needs_a_day_of_the_month()
    {
        var month = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), Paris);
        var start = new DateTimeOffset(month.Year, month.Month, 1, 0, 0, 0, Paris.GetUtcOffset(new DateTime(month.Year, month.Month, 1))).ToUnixTimeSeconds();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        // As much of the month as there is yet, up to two days.
        var covered = Math.Min(now - start, 2 * 86_400);
        var sensor = await site.AddSensorAsync([.. Enumerable.Range(0, (int)(covered / 30) + 1).Select(i => new TaggedSample(start + i * 30L, 500, false))], 30);
        var forecast = (await site.GetAsync($"/summary?sensor={sensor}")).GetProperty("month_forecast");
        var isTooEarly = covered / 30 * 30 < 86_400;
        foreach (var name in (string[])["kwh", "cost"]) (forecast.GetProperty(name).ValueKind == JsonValueKind.Null).ShouldBe(isTooEarly);
        if (isTooEarly) return;
        var next = month.Month == 12 ? new DateTime(month.Year + 1, 1, 1) : new DateTime(month.Year, month.Month + 1, 1);
        var hours = (new DateTimeOffset(next, Paris.GetUtcOffset(next)).ToUnixTimeSeconds() - start) / 3600.0;
        forecast.GetProperty("kwh").GetDouble().ShouldBe(0.5 * hours, 1e-6);
        forecast.GetProperty("cost").GetDecimal().ShouldBe((decimal)(0.5 * hours) * 0.30m, 0.0001m);
    }

    [Fact]
    public async Task An_old_value_is_stale_and_none_is_null()
    {
        var old = await site.AddSensorAsync([new(ReadingSite.Start, 5, false)]);
        var summary = await site.GetAsync($"/summary?sensor={old}");
        summary.GetProperty("now").GetProperty("stale").GetBoolean().ShouldBeTrue();
        summary.GetProperty("today").GetProperty("coverage").GetDouble().ShouldBe(0);
        summary.GetProperty("change_from_yesterday").ValueKind.ShouldBe(JsonValueKind.Null);
        var empty = (await site.GetAsync($"/summary?sensor={await site.AddSensorAsync([])}")).GetProperty("now");
        empty.GetRawText().ShouldStartWith("""{"watts":null,"time":null,"stale":true,""");
    }

    [Fact]
    public async Task Of_several_sensors_one_must_be_named()
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await using var other = await WebSite.StartAsync(database);
        using var client = await other.CreateTokenClientAsync("read");
        (await client.GetJsonAsync("/api/v1/summary", HttpStatusCode.NotFound)).Detail().ShouldBe("There is no sensor yet.");
        var first = await database.AddSensorAsync("first");
        var summary = await client.GetJsonAsync("/api/v1/summary");
        summary.Number("sensor_id").ShouldBe(first);
        // Without a contract nothing has a price.
        summary.GetProperty("tariff").EnumerateObject().ShouldAllBe(value => value.Value.ValueKind == JsonValueKind.Null);
        summary.GetProperty("month_standing_charge").ValueKind.ShouldBe(JsonValueKind.Null);
        var second = await database.AddSensorAsync("second");
        (await client.GetJsonAsync("/api/v1/summary", HttpStatusCode.BadRequest)).Detail().ShouldBe($"sensor is missing, and there are 2; allowed: the id of one of {first}, {second}.");
        (await client.GetJsonAsync($"/api/v1/summary?sensor={second}")).GetProperty("sensor").GetString().ShouldBe("second");
        await client.GetJsonAsync("/api/v1/summary?sensor=99999", HttpStatusCode.NotFound);
        (await client.GetJsonAsync("/api/v1/summary?sensor=first", HttpStatusCode.BadRequest)).Detail().ShouldContain("sensor is 'first'");
        (await client.GetJsonAsync("/api/v1/summary?id=1", HttpStatusCode.BadRequest)).Detail().ShouldContain("allowed: sensor");
    }
}
