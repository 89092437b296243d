using System.Globalization;
using System.Text.Json;
using Shouldly;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>
/// CitizenWatt's consumption page as its server saw it: the calls that its script makes, built as it builds them (GET with
/// the session's cookie, milliseconds divided by 1000, in JavaScript's way to write numbers), and what it reads out of the
/// answers.
/// </summary>
internal sealed class ConsoPage(HttpClient signedIn)
{
    private const int TimeStep = 8;
    private const int HourSeconds = 3600;
    private const int DaySeconds = 86_400;

    private int _sensor;

    /// <summary>The last rate that the page was told; its logo is the day's or the night's.</summary>
    public string? Rate { get; private set; }

    /// <summary>Where the next poll begins, in unix seconds.</summary>
    public double LastCall { get; set; }

    /// <summary>The page opens: it sets its clock by the server's, and looks for the sensor of its name.</summary>
    /// <returns>The server's time, in unix seconds.</returns>
    public async Task<double> OpenAsync()
    {
        var time = (await GetAsync("/time")).GetDouble();
        foreach (var sensor in (await GetAsync("/sensors")).EnumerateArray())
            if (sensor.GetProperty("name").GetString() == "CitizenWatt") _sensor = sensor.GetProperty("id").GetInt32();
        _sensor.ShouldBeGreaterThan(0);
        return time;
    }

    /// <summary>What the page reads of the current provider: the line of its graph, and what it adds to a sum.</summary>
    /// <returns>The subscribed power in watts, and the price of a kilowatt-hour by the rate that holds now.</returns>
    public async Task<(double Threshold, double Slope)> ProviderAsync()
    {
        var provider = await GetAsync("/energy_providers/current");
        return (provider.GetProperty("threshold").GetDouble(), provider.GetProperty($"{Rate}_slope_watt_euros").GetDouble());
    }

    /// <summary>Instant view: as many bars as fit, of 8 s each.</summary>
    /// <param name="now">Unix seconds, with milliseconds.</param>
    public Task<List<double?>> NowAsync(string unit, double now, int bars) => BarsAsync(unit, now - TimeStep * (bars + 1), now, TimeStep);

    /// <param name="midnight">The browser's local midnight.</param>
    public Task<List<double?>> DayAsync(string unit, DateTimeOffset midnight, DateTimeOffset next) => BarsAsync(unit, midnight, next, HourSeconds);

    /// <summary>Seven times 24 hours, also in a week with a change of the clock.</summary>
    public Task<List<double?>> WeekAsync(string unit, DateTimeOffset monday) => BarsAsync(unit, monday, monday.AddSeconds(7 * DaySeconds), DaySeconds);

    public Task<List<double?>> MonthAsync(string unit, DateTimeOffset first, DateTimeOffset next) => BarsAsync(unit, first, next, DaySeconds);

    /// <summary>What the page does every two seconds: it asks for what was since the last time.</summary>
    public async Task<List<double?>> PollAsync(string unit, double now)
    {
        var bars = await BarsAsync(unit, LastCall, now, TimeStep);
        LastCall = now;
        return bars;
    }

    private Task<List<double?>> BarsAsync(string unit, DateTimeOffset from, DateTimeOffset until, int step) =>
        BarsAsync(unit, from.ToUnixTimeMilliseconds() / 1000.0, until.ToUnixTimeMilliseconds() / 1000.0, step);

    private async Task<List<double?>> BarsAsync(string unit, double from, double until, int step)
    {
        var data = await GetAsync(string.Create(CultureInfo.InvariantCulture, $"/{_sensor}/get/{unit}/by_time/{from:R}/{until:R}/{step}"));
        // No list at all would end the script.
        data.ValueKind.ShouldBe(JsonValueKind.Array);
        return [.. data.EnumerateArray().Select(bar => bar.ValueKind == JsonValueKind.Null ? (double?)null : bar.GetProperty("value").GetDouble())];
    }

    private async Task<JsonElement> GetAsync(string target)
    {
        var answer = await signedIn.GetJsonAsync($"/api{target}");
        if (answer.TryGetProperty("rate", out var rate)) Rate = rate.GetString();
        return answer.GetProperty("data");
    }
}
