using System.Globalization;
using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>A house of many sensors that measure each second: what its first picture has read is much to bring along.</summary>
public sealed class ManySensorsTests(WebFixture site) : IClassFixture<WebFixture>
{
    private const int Count = 12;

    [Theory]
    [InlineData("/conso?scale=now&unit=watts&sensor=all")]
    [InlineData("/kiosk?sensor=all")]
    public async Task Their_sum_comes_alive(string path)
    {
        var last = 0;
        for (var i = 1; i <= Count; i++)
        {
            last = await site.Database.AddSensorAsync(string.Create(CultureInfo.InvariantCulture, $"{path} {i}"), WebFixture.PatientPeriodSeconds);
            await site.FillAsync(last, TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(20), 100);
            await site.Database.Web.ExecuteAsync(
                """
                insert into measures (sensor_id, time, watts, night_rate)
                select $1, now() - second * interval '1 second', 100.123456 + second / 7.0, false from generate_series(0, 600) second
                on conflict do nothing
                """,
                last);
        }

        await using var visit = await site.LoginAsync(path);
        var before = await visit.Page.Locator("[data-watts]").InnerTextAsync();
        // Only a page that is connected hears of a new sample.
        await Eventually.BecomesTrueAsync("the sum follows a sample", async () =>
        {
            await site.Database.Web.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), 5000, false)", last);
            return await visit.Page.Locator("[data-watts]").InnerTextAsync() != before;
        });
    }
}
