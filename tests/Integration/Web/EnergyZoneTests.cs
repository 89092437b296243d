using System.Globalization;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Energy in the calendar of several zones, over both changes of the clock.</summary>
public sealed class EnergyZoneTests(ReadingSite site) : IClassFixture<ReadingSite>
{
    private static List<JsonElement> Buckets(JsonElement answer) => [.. answer.GetProperty("buckets").EnumerateArray()];

    private static double Sum(IEnumerable<JsonElement> buckets, string name) => buckets.Sum(bucket => bucket.GetProperty(name).GetDouble());

    private static long Second(JsonElement bucket, string name) =>
        DateTimeOffset.Parse(bucket.GetProperty(name).GetString()!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    [Theory]
    [InlineData("Europe/Paris", "2026-03-28T23:00:00Z", 23)]
    [InlineData("Europe/Paris", "2026-10-24T22:00:00Z", 25)]
    [InlineData("Asia/Kolkata", "2026-03-28T18:30:00Z", 24)]
    [InlineData("America/St_Johns", "2026-03-08T03:30:00Z", 23)]
    [InlineData("America/St_Johns", "2026-11-01T02:30:00Z", 25)]
    [InlineData("Pacific/Chatham", "2026-09-26T11:15:00Z", 23)]
    [InlineData("Pacific/Chatham", "2026-04-04T10:15:00Z", 25)]
    public async Task A_local_day_has_its_own_length_in_every_zone(string zone, string midnight, int hours)
    {
        var start = DateTimeOffset.Parse(midnight, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var sensor = await site.AddSensorAsync(ReadingSite.Kilowatt(start - 7200, start + (hours + 2) * 3600));
        await using var elsewhere = await OtherZoneAsync(zone);
        var day = Buckets(await site.GetAsync($"/sensors/{sensor}/energy?from={start - 7200}&to={start + (hours + 2) * 3600}&bucket=day"));
        day.Count.ShouldBe(3);
        day[1].GetProperty("start").GetString().ShouldBe(midnight);
        day[1].GetProperty("kwh").GetDouble().ShouldBe(hours, 1e-6);
        Sum(day, "kwh").ShouldBe(hours + 4, 1e-6);
        var hourly = Buckets(await site.GetAsync($"/sensors/{sensor}/energy?from={start}&to={start + hours * 3600}&bucket=hour"));
        hourly.Select(hour => hour.GetProperty("kwh").GetDouble()).ShouldAllBe(kwh => Math.Abs(kwh - 1) < 1e-6);
        hourly.Count.ShouldBe(hours);
    }

    /// <summary>The site lies in another zone until it is disposed.</summary>
    private async Task<Zone> OtherZoneAsync(string zone)
    {
        async Task SetAsync(string name)
        {
            await site.Database.Owner.ExecuteAsync("update settings set value = $1 where key = 'time_zone'", name);
            await Eventually.BecomesTrueAsync("the site has its zone", async () => (await site.GetAsync($"/sensors/{await AnyAsync()}/energy?from=0&to=0")).GetProperty("time_zone").GetString() == name);
        }

        await SetAsync(zone);
        return new Zone(() => SetAsync("Europe/Paris"));
    }

    private Task<int> AnyAsync() => site.Database.Owner.ScalarAsync<int>("select min(id) from sensors");

    private sealed class Zone(Func<Task> back) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await back();
    }

    [Theory]
    [InlineData("Europe/Paris", "2026-03-29")]
    [InlineData("Europe/Paris", "2026-10-25")]
    [InlineData("Asia/Kolkata", "2026-03-29")]
    [InlineData("America/St_Johns", "2026-03-08")]
    [InlineData("America/St_Johns", "2026-11-01")]
    [InlineData("Pacific/Chatham", "2026-04-05")]
    [InlineData("Pacific/Chatham", "2026-09-27")]
    public async Task Every_bucket_is_that_of_the_slow_reference(string zone, string date)
    {
        var change = DateTimeOffset.Parse($"{date}T12:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var random = new Random(zone.Length + (int)change);
        var samples = new List<TaggedSample>();
        for (var second = change - 18 * 3600; second < change + 18 * 3600; second += random.Next(30) == 0 ? random.Next(3001, 9000) : random.Next(60, 900))
            samples.Add(new TaggedSample(second, random.Next(-2000, 30_000) / 10.0, random.Next(3) == 0));
        var sensor = await site.AddSensorAsync(samples, 600); // max_gap: 3000 s
        await using var elsewhere = await OtherZoneAsync(zone);
        var zoneInfo = TimeZoneInfo.FindSystemTimeZoneById(zone);
        foreach (var bucket in (string[])["quarter", "hour", "PT6H", "PT97M", "day", "week", "month", "year"])
        {
            var (from, until) = (change - random.Next(15 * 3600), change + random.Next(15 * 3600));
            var buckets = Buckets(await site.GetAsync($"/sensors/{sensor}/energy?from={from}&to={until}&bucket={bucket}"));
            long[] edges = [Second(buckets[0], "start"), .. buckets.Select(one => Second(one, "end"))];
            (edges[0], edges[^1]).ShouldBe((from, until));
            foreach (var edge in edges[1..^1])
            {
                var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(edge), zoneInfo);
                if (bucket is "day" or "week" or "month" or "year") local.TimeOfDay.ShouldBe(TimeSpan.Zero, $"{bucket} {local}");
                if (bucket is "hour") (local.Minute, local.Second).ShouldBe((0, 0));
            }

            foreach (var (one, (day, night, covered)) in buckets.Zip(ReferenceIntegral.Of(samples, edges, 3000)))
            {
                one.GetProperty("day_kwh").GetDouble().ShouldBe(day / 1000, 1e-9);
                one.GetProperty("night_kwh").GetDouble().ShouldBe(night / 1000, 1e-9);
                one.GetProperty("coverage").GetDouble().ShouldBe(covered / (Second(one, "end") - Second(one, "start")), 1e-9);
                if (covered > 0) one.GetProperty("mean_watts").GetDouble().ShouldBe((day + night) * 3600 / covered, 1e-6);
            }
        }
    }
}
