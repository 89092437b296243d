using System.Globalization;
using NodaTime;
using Npgsql;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Api;

/// <summary>Energy in bins, at the HTTP client, beside the plainest SQL for it.</summary>
internal static class EnergyAnswers
{
    private const int Runs = 200;
    private const long Hour = 3600;
    private const long Day = 24 * Hour;

    public static async Task RunAsync(Report report, TestDatabase database, HttpClient client, int sensors, string house)
    {
        report.Section("Energy over HTTP", $"{house}. Median of {Runs} calls of the compatible face for one of the sensors, with a warm connection and a session cookie; the baseline is the median of a prepared statement that sums the coarsest roll-ups in bins from whole hours or quarters on, all rows read, and of an empty call (/api/time). All three by turns.");
        var sensor = sensors / 2 + 1;
        var end = YearOfSamples.End.ToUnixTimeSeconds() - 2 * Day;
        foreach (var (what, length, step, tier, unit) in new[]
        {
            ("a day by quarter", Day, Hour / 4, "energy_quarters", "kwatthours"),
            ("a day by hour", Day, Hour, "energy_hours", "kwatthours"),
            ("a week by hour", 7 * Day, Hour, "energy_hours", "kwatthours"),
            ("a month by day", 30 * Day, Day, "energy_hours", "kwatthours"),
            ("a year by day", 360 * Day, Day, "energy_hours", "kwatthours"),
            ("a year by day, in money", 360 * Day, Day, "energy_hours", "euros"),
        })
        {
            var span = new Span(end - length, end, step, tier, unit);
            await RowAsync(report, database, client, sensor, what, span, "", 5, true);
            // On no boundary at either end; the last bin is shorter.
            await RowAsync(report, database, client, sensor, $"{what}, arbitrary edges", span, ".456", 10, false, 1234, 2021);
        }
    }

    private static async Task RowAsync(
        Report report, TestDatabase database, HttpClient client, int sensor, string what, Span span, string fraction, double mostMilliseconds, bool isBounded, long fromShift = 0, long untilShift = 0)
    {
        var sql = $"""
            select date_bin($4, start, $2), sum(day_wh), sum(night_wh), sum(covered_s), min(min_w), max(max_w)
            from {span.Tier} where sensor_id = $1 and start >= $2 and start < $3 group by 1
            """;
        var medians = await Timing.MediansAsync(
            Runs,
            () => GetAsync(client, string.Create(CultureInfo.InvariantCulture, $"api/{sensor}/get/{span.Unit}/by_time/{span.From + fromShift}{fraction}/{span.Until + untilShift}{fraction}/{span.Step}")),
            () => ReadAsync(database, sql, sensor, Time(span.From), Time(span.Until), TimeSpan.FromSeconds(span.Step)),
            () => GetAsync(client, "api/time"));
        var (http, statement, empty) = (medians[0], medians[1], medians[2]);
        var ratio = http / (statement + empty);
        report.Row(
            what,
            string.Create(CultureInfo.InvariantCulture, $"{http:F2} ms ({ratio:F2} ×)"),
            string.Create(CultureInfo.InvariantCulture, $"{statement:F2} ms of SQL and {empty:F2} ms of an empty call"),
            isBounded ? $"under {mostMilliseconds} ms and at most 2 ×" : $"under {mostMilliseconds} ms",
            http < mostMilliseconds && (!isBounded || ratio <= 2));
    }

    private static DateTime Time(long seconds) => Instant.FromUnixTimeSeconds(seconds).ToDateTimeUtc();

    private static async Task GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task ReadAsync(TestDatabase database, string sql, params object[] parameters)
    {
        await using var command = database.Web.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            for (var column = 0; column < reader.FieldCount; column++) _ = reader.GetValue(column);
    }

    /// <summary>Unix seconds.</summary>
    private readonly record struct Span(long From, long Until, long Step, string Tier, string Unit);
}
