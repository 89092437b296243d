using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Import.Jobs;

/// <summary>The imports of the pages, at most one a sensor; the last one of each is remembered until it is dismissed.</summary>
public sealed class ImportJobs(Importer importer, ReadOnlyMode readOnly) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, ImportJob> _jobs = [];

    /// <summary>A sensor whose import runs, so that a page that is opened again shows it; null when none does.</summary>
    public int? RunningSensor
    {
        get
        {
            lock (_gate) return _jobs.Values.FirstOrDefault(job => job.IsRunning)?.Target.Id ?? _jobs.Values.FirstOrDefault()?.Target.Id;
        }
    }

    public ImportJob? Of(int sensor)
    {
        lock (_gate) return _jobs.GetValueOrDefault(sensor);
    }

    /// <summary>Begins with the dry run.</summary>
    /// <param name="file">Its own from now on, unless it is refused.</param>
    /// <returns>Null: an import for the sensor is under way.</returns>
    /// <exception cref="ImportException">There is no such sensor any more.</exception>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public async Task<ImportJob?> StartAsync(int sensor, string fileName, UnnamedFile file, ImportOptions options, CancellationToken cancel)
    {
        readOnly.Check();
        var target = await importer.FindAsync(sensor.ToString(System.Globalization.CultureInfo.InvariantCulture), cancel);
        var job = new ImportJob(importer, readOnly, target, fileName, file, options);
        ImportJob? old;
        lock (_gate)
        {
            old = _jobs.GetValueOrDefault(target.Id);
            if (old is { IsRunning: true }) return null;
            _jobs[target.Id] = job;
            job.Check();
        }

        if (old is not null) await old.DisposeAsync();
        return job;
    }

    /// <summary>Forgets one that does not run.</summary>
    public async Task DismissAsync(ImportJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (_gate)
        {
            if (job.IsRunning || !_jobs.Remove(job.Target.Id)) return;
        }

        await job.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var job in _jobs.Values) await job.DisposeAsync();
    }
}
