using System.Globalization;
using NodaTime;
using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>What the API answers over a year of samples, beside the bare SQL.</summary>
internal static class QueryBenchmark
{
    private const int Runs = 200;
    private const long Day = 86_400;

    public static async Task RunAsync(Report report)
    {
        report.Section("Answers over a year of 8 s samples (3.94 million)", $"Median of {Runs} calls over HTTP with a warm connection and a session cookie; beside it the median of the bare SQL, prepared, rows read. Steps as CitizenWatt's clients send them.");
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await FillAsync(database);
        await using var site = await WebSite.StartAsync(database);
        using var client = await site.SignInAsync();

        var end = YearOfSamples.End.ToUnixTimeSeconds() - 2 * Day;
        var empty = await Timing.MedianAsync(Runs, () => GetAsync(client, "api/time"));
        report.Row("an empty call (/api/time)", Milliseconds(empty));
        await BinsAsync(report, database, client, "a day by hour", end - Day, end, 3600, 5);
        await BinsAsync(report, database, client, "a month by day", end - 30 * Day, end, Day, 5);
        await BinsAsync(report, database, client, "a year by day", end - 360 * Day, end, Day, 5);
        await BinsAsync(report, database, client, "a year by day in money", end - 360 * Day, end, Day, 5, "euros");
        await BinsAsync(report, database, client, "a year by day, edges on no boundary", end - 360 * Day + 1234, end + 1234, Day, null);
        await RawAsync(report, database, client, end - Day, end);
    }

    private static async Task FillAsync(TestDatabase database)
    {
        await database.AddSensorAsync("household");
        await database.AddContractAsync(new DateOnly(2020, 1, 1), 0.21m, 0.17m);
        await database.AddContractAsync(new DateOnly(2026, 2, 1), 0.20m, 0.16m);
        await using (var receiver = await ReceiverParts.StartAsync(database))
            await receiver.WriteInChunksAsync(YearOfSamples.Of(1, YearOfSamples.Start, YearOfSamples.End));
        await new EnergyBacklog(database.Processor, new EnergyRollup(database.Processor), TimeProvider.System, TextWriter.Null).DrainAsync(CancellationToken.None);
        await database.Owner.ExecuteAsync("vacuum analyze");
    }

    private static async Task BinsAsync(
        Report report, TestDatabase database, HttpClient client, string what, long from, long until, long step, double? askedMilliseconds, string unit = "kwatthours")
    {
        const string Sql = """
            select date_bin($4, start, $2), sum(day_wh), sum(night_wh), sum(covered_s), min(min_w), max(max_w)
            from energy_hours where sensor_id = $1 and start >= $2 and start < $3 group by 1
            """;
        var http = await Timing.MedianAsync(Runs, () => GetAsync(client, $"api/1/get/{unit}/by_time/{from}/{until}/{step}"));
        var sql = await Timing.MedianAsync(Runs, () => ReadAsync(database, Sql, 1, Time(from), Time(until), TimeSpan.FromSeconds(step)));
        report.Row(what, Milliseconds(http), Milliseconds(sql), askedMilliseconds is { } asked ? $"under {asked} ms" : "", askedMilliseconds is { } limit ? http < limit : null);
    }

    private static async Task RawAsync(Report report, TestDatabase database, HttpClient client, long from, long until)
    {
        const string Sql = "select id, time, watts, night_rate from measures where sensor_id = $1 and time >= $2 and time < $3 order by time";
        var bytes = (await client.GetByteArrayAsync(new Uri($"api/1/get/watts/by_time/{from}/{until}", UriKind.Relative))).Length;
        var http = await Timing.MedianAsync(Runs / 2, () => GetAsync(client, $"api/1/get/watts/by_time/{from}/{until}"));
        var sql = await Timing.MedianAsync(Runs / 2, () => ReadAsync(database, Sql, 1, Time(from), Time(until)));
        report.Row(string.Create(CultureInfo.InvariantCulture, $"a raw day (10,800 samples, {bytes / 1e6:F2} MB of JSON)"), Milliseconds(http), Milliseconds(sql), "under 40 ms", http < 40);
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

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F2} ms");
}
