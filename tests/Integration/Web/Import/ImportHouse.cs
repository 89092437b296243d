using System.Globalization;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Sources;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.Import;

/// <summary>A real database, with the rights of the Web process, and files to import.</summary>
public abstract class ImportHouse(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    protected const long Start = 1_772_366_400;

    protected TestDatabase Database => fixture.Database;

    protected TemporaryDirectory Directory { get; } = new();

    protected ImportProgress Progress { get; } = new();

    protected Importer Importer => new(Database.Web, new SiteReader(Database.Web), TimeProvider.System);

    public void Dispose()
    {
        Directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected FileSource FileOf(IEnumerable<string> lines, string name = "rows.csv")
    {
        File.WriteAllLines(Directory.File(name), lines);
        return new FileSource(() => File.OpenRead(Directory.File(name)));
    }

    protected static IEnumerable<string> Rows(int count, long start = Start, int period = 8) => Enumerable.Range(0, count)
        .Select(i => string.Create(CultureInfo.InvariantCulture, $"{start + i * period},{100 + i % 50}")).Prepend("time,watts");

    protected async Task<(ImportTarget Target, ImportReport Report)> CheckAsync(int sensor, FileSource source, ImportOptions? options = null)
    {
        var target = await Importer.FindAsync(sensor.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        return (target, await Importer.CheckAsync(target, source, options ?? new ImportOptions(), Progress, CancellationToken.None));
    }

    protected async Task<(ImportReport Report, ImportResult Result)> ImportAsync(int sensor, FileSource source, ImportOptions? options = null)
    {
        options ??= new ImportOptions();
        var (target, report) = await CheckAsync(sensor, source, options);
        return (report, await Importer.LoadAsync(target, source, options, report, Progress, CancellationToken.None));
    }

    protected Task<long> CountAsync(int sensor) => Database.Web.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor);

    protected async Task<double> EnergyAsync(int sensor)
    {
        var rollup = new EnergyRollup(Database.Processor);
        while (await rollup.ClaimAsync(CancellationToken.None) is not null)
        {
        }

        return await Database.Web.ScalarAsync<double>("select coalesce(sum(day_wh + night_wh), 0) from energy_hours where sensor_id = $1", sensor);
    }

    /// <summary>Stops in the middle, and goes on when it is told to.</summary>
    protected sealed class PausingSource(string path, SemaphoreSlim reached, SemaphoreSlim goOn) : IImportSource
    {
        public Task<ImportInput> OpenAsync(CancellationToken cancel) =>
            Task.FromResult(new ImportInput(new PausingStream(File.OpenRead(path), reached, goOn), _ => double.NaN));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
