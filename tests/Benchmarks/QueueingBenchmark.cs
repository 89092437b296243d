using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Readings;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>How fast samples that wait become rows of the outbox, the signature aside.</summary>
internal static class QueueingBenchmark
{
    private const int Days = 7;
    private const int Windows = Days * 17_280;

    // As many rows with bodies as long, in transactions as big, without any samples.
    private const string Baseline = """
        insert into w3bstream_outbox (stream, window_start, window_end, watts, covered_s, profile, event_id, body)
        select 'baseline', to_timestamp($1 + n * 5), to_timestamp($1 + n * 5 + 5), n, 5, 'devnet', gen_random_uuid(), decode(repeat('61', 300), 'hex')
        from generate_series(0, 499) as n
        """;

    public static async Task RunAsync(Report report)
    {
        report.Section("Queueing of readings", $"{Days} days of the simulated household at 8 s, stored but not made into readings ({Windows:N0} windows of 5 s), through the Processor's part with messages of 300 bytes that nobody signs; the baseline is one `insert … select` of 500 such rows a transaction, without samples, of as many rows.");
        await using var database = await StoreAsync(Days);
        var baseline = await Timing.OnceAsync(() => InsertAsync(database));
        await database.Owner.ExecuteAsync("truncate w3bstream_outbox");
        var (took, cpu) = await MakeAsync(database, Windows, new UnsignedMessages());
        var (rate, bare) = (Windows / took.TotalSeconds, Windows / baseline.TotalSeconds);
        report.Row(
            "readings from samples to the outbox", string.Create(CultureInfo.InvariantCulture, $"{rate:N0} readings/s ({rate / bare:P0})"),
            string.Create(CultureInfo.InvariantCulture, $"{bare:N0} rows/s"), "at least 2,000 readings/s", rate >= 2000);
        report.Row("processor time of the Processor's part of it", string.Create(CultureInfo.InvariantCulture, $"{cpu.TotalMicroseconds / Windows:F0} µs a reading"));
    }

    private static async Task InsertAsync(TestDatabase database)
    {
        for (var from = 0; from < Windows; from += 500) await database.Processor.ExecuteAsync(Baseline, (double)(1_500_000_000 + from * 5));
    }

    /// <summary>Samples of the last days of the year, of which no readings have been made.</summary>
    public static async Task<TestDatabase> StoreAsync(int days)
    {
        var (span, edge) = (NodaTime.Duration.FromDays(days), NodaTime.Duration.FromMinutes(5));
        var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await database.AddSensorAsync("household");
        await using (var receiver = await ReceiverParts.StartAsync(database))
            await receiver.WriteInChunksAsync(YearOfSamples.Of(1, YearOfSamples.End - span - edge, YearOfSamples.End + edge));
        await database.Owner.ExecuteAsync("update w3bstream_settings set publish_url = 'http://localhost/', token = 'protected:x', max_age_s = 31536000");
        await database.Owner.ExecuteAsync("update w3bstream_status set forwards_since = $1", (YearOfSamples.End - span).ToDateTimeUtc());
        await database.Owner.ExecuteAsync("vacuum analyze");
        return database;
    }

    /// <summary>Makes the readings of the stored samples.</summary>
    /// <returns>How long it took, and what it took of the processor in this process.</returns>
    public static async Task<(TimeSpan Took, TimeSpan Cpu)> MakeAsync(TestDatabase database, int windows, IMessageMaker messages)
    {
        var time = new ManualTimeProvider(YearOfSamples.End.ToDateTimeOffset());
        var settings = await new W3bstreamSettingsReader(database.Processor).ReadAsync(CancellationToken.None);
        using var outbox = new OutboxSignal();
        var part = new ReadingsPart(
            database.Processor, new NotificationListener(database.Processor, time, NullLogger<NotificationListener>.Instance),
            new ReadingMaker(database.Processor, messages), outbox, new FaultNote(database.Processor, time), time, NullLogger<ReadingsPart>.Instance);
        using var stop = new CancellationTokenSource();
        var (watch, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var running = part.RunAsync(settings, stop.Token);
        await Eventually.BecomesTrueAsync(
            "all readings wait", async () => await database.Owner.ScalarAsync<long>("select count(*) from w3bstream_outbox") == windows, TimeSpan.FromMinutes(5));
        var (took, cpu) = (Stopwatch.GetElapsedTime(watch), Environment.CpuUsage.TotalTime - before);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (took, cpu);
    }

    private sealed class UnsignedMessages : IMessageMaker
    {
        public byte[] Make(Reading reading, W3bstreamSettings settings) =>
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"sensor_reading\":{reading.Watts:R},\"timestamp\":{reading.End / UnixMicroseconds.PerSecond}}}").PadRight(300));
    }
}
