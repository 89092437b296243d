using NodaTime;
using Npgsql;
using NpgsqlTypes;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>
/// A year of several sensors, a sample every 8 s of each, as they come in life: in the order of time, the sensors by
/// turns, so that those of one lie between those of the others. Copied straight into the table, then rolled up.
/// </summary>
internal static class House
{
    private const int RowsOfCopy = 250_000;

    /// <summary>Loads at a time; each has months of its own.</summary>
    private const int Loaders = 2;

    /// <summary>How many samples later in the year each sensor begins, so that no two are alike: a week.</summary>
    private const int Shift = 75_600;

    public static Task FillAsync(TestDatabase database, int sensors) => FillAsync(database, sensors, YearOfSamples.Start, YearOfSamples.End);

    /// <param name="start">Included.</param>
    /// <param name="end">Excluded; a year later.</param>
    public static async Task FillAsync(TestDatabase database, int sensors, Instant start, Instant end)
    {
        for (var sensor = 1; sensor <= sensors; sensor++) await database.AddSensorAsync($"sensor {sensor}", YearOfSamples.PeriodSeconds);
        await database.AddContractAsync(new DateOnly(2020, 1, 1), 0.21m, 0.17m);
        await database.AddContractAsync(new DateOnly(2026, 2, 1), 0.20m, 0.16m);
        await database.Web.ScalarAsync<int>(
            "select ensure_measure_partitions($1, $2)", start.ToDateTimeUtc(), end.ToDateTimeUtc());
        var year = YearOfSamples.Of(1, start, end).ToArray();
        var calendar = (await new SiteReader(database.Web).ReadAsync(CancellationToken.None)).Calendar;
        var months = year.Select((sample, index) => (sample.Time, Index: index)).GroupBy(sample => (sample.Time.InUtc().Year, sample.Time.InUtc().Month))
            .Select(month => (First: month.First().Index, Last: month.Last().Index)).ToList();
        await Task.WhenAll(Enumerable.Range(0, Loaders).Select(loader => Task.Run(() =>
        {
            foreach (var (first, last) in months.Where((_, index) => index % Loaders == loader))
                Copy(database.Receiver, year, sensors, first, last, new TariffTagger(calendar));
        })));
        await database.Owner.ExecuteAsync("vacuum analyze");
        await RollUpAsync(database);
        await database.Owner.ExecuteAsync("vacuum analyze");
    }

    /// <summary>Computes the energy of all samples that wait for it.</summary>
    public static Task RollUpAsync(TestDatabase database) =>
        new EnergyBacklog(database.Processor, new EnergyRollup(database.Processor), TimeProvider.System, TextWriter.Null).DrainAsync(CancellationToken.None);

    private static void Copy(NpgsqlDataSource database, Sample[] year, int sensors, int first, int last, TariffTagger tagger)
    {
        using var connection = database.OpenConnection();
        for (var index = first; index <= last;)
        {
            using var copy = connection.BeginBinaryImport("copy measures (sensor_id, time, watts, night_rate) from stdin (format binary)");
            for (var end = Math.Min(last, index + RowsOfCopy / sensors); index <= end; index++)
            {
                var (time, night) = (UnixMicroseconds.ToPostgres(year[index].Time.ToUnixMicroseconds()), tagger.IsNight(year[index].Time));
                for (var sensor = 1; sensor <= sensors; sensor++)
                {
                    copy.StartRow();
                    copy.Write(sensor, NpgsqlDbType.Integer);
                    copy.Write(time, NpgsqlDbType.TimestampTz);
                    copy.Write(year[(index + (sensor - 1) * Shift) % year.Length].Watts, NpgsqlDbType.Double);
                    copy.Write(night, NpgsqlDbType.Boolean);
                }
            }

            copy.Complete();
        }
    }
}
