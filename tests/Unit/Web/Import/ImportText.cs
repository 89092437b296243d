using System.Text;
using NodaTime;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Csv;

namespace PowerMeter.Tests.Unit.Web.Import;

/// <summary>Reads a small file as an import does, without a database.</summary>
internal static class ImportText
{
    public static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 12, 0);

    public static readonly TariffCalendar TwoRates = new(
        Paris, [new Contract("Two rates", new LocalDate(2015, 1, 1), 0.2m, 0.1m, 0, OffPeakSchedule.Parse("22:34-06:34"), null)]);

    /// <summary>Rows as the parser makes them.</summary>
    public static async Task<(List<ImportRow> Rows, RejectLog Rejects, CsvRowReader Reader)> RowsOfAsync(byte[] file, ImportOptions? options = null)
    {
        var rejects = new RejectLog();
        await using var reader = await CsvRowReader.OpenAsync(new MemoryStream(file), options ?? new ImportOptions(), Paris, Now, rejects, CancellationToken.None);
        var (rows, buffer) = (new List<ImportRow>(), new ImportRow[3]);
        while (await reader.ReadAsync(buffer, CancellationToken.None) is > 0 and var count) rows.AddRange(buffer.AsSpan(0, count));
        return (rows, rejects, reader);
    }

    public static Task<(List<ImportRow> Rows, RejectLog Rejects, CsvRowReader Reader)> RowsOfAsync(string file, ImportOptions? options = null) =>
        RowsOfAsync(Encoding.UTF8.GetBytes(file), options);

    /// <summary>Samples as they would be stored.</summary>
    /// <param name="maxGap">Seconds.</param>
    public static async Task<(List<ImportRow> Samples, RejectLog Rejects, SampleReader Reader)> SamplesOfAsync(string file, ImportOptions? options = null, long maxGap = 60)
    {
        var rejects = new RejectLog();
        options ??= new ImportOptions();
        await using var rows = await CsvRowReader.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), options, Paris, Now, rejects, CancellationToken.None);
        var reader = new SampleReader(rows, options, TwoRates, maxGap * 1_000_000, rejects);
        var (samples, buffer) = (new List<ImportRow>(), new ImportRow[5]);
        while (await reader.ReadAsync(buffer, CancellationToken.None) is > 0 and var count) samples.AddRange(buffer.AsSpan(0, count));
        return (samples, rejects, reader);
    }
}
