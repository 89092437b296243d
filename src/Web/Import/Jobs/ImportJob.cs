using PowerMeter.Shared.Language;
using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Import.Jobs;

/// <summary>One import of the page's: it goes on when nobody looks.</summary>
public sealed class ImportJob : IAsyncDisposable
{
    private readonly Importer _importer;
    private readonly ReadOnlyMode _readOnly;
    private readonly UnnamedFile _file;
    private readonly CancellationTokenSource _cancel = new();
    private Task _work = Task.CompletedTask;
    private FileSource? _source;
    private volatile ImportState _state = ImportState.Checking;

    /// <param name="file">Disposed of with the job, and as soon as it is not needed any more.</param>
    internal ImportJob(Importer importer, ReadOnlyMode readOnly, ImportTarget target, string fileName, UnnamedFile file, ImportOptions options) =>
        (_importer, _readOnly, Target, FileName, _file, Options) = (importer, readOnly, target, fileName, file, options);

    public ImportTarget Target { get; }

    public string FileName { get; }

    public ImportOptions Options { get; private set; }

    public ImportProgress Progress { get; } = new();

    public ImportState State => _state;

    public ImportReport? Report { get; private set; }

    public ImportResult? Result { get; private set; }

    /// <summary>Why it failed.</summary>
    public Sentence? Reason { get; private set; }

    /// <summary>Whether the energy is computed; false: no Processor runs.</summary>
    public bool EnergyIsComputed { get; private set; }

    public bool IsRunning => _state is ImportState.Checking or ImportState.Loading or ImportState.RollingUp;

    /// <summary>What can still be undone by cancelling.</summary>
    public bool CanCancel => _state is ImportState.Checking or ImportState.Loading;

    internal void Check() => _work = Task.Run(() => GuardAsync(async cancel =>
    {
        _source = await _file.SourceAsync(cancel);
        Report = await _importer.CheckAsync(Target, _source, Options, Progress, cancel);
        _state = ImportState.Checked;
    }));

    /// <summary>Loads what was checked.</summary>
    /// <param name="replace">Overwrite samples that are there with another value.</param>
    /// <param name="skipRejects">Leave out what cannot be taken.</param>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public void Load(bool replace, bool skipRejects)
    {
        _readOnly.Check();
        if (_state != ImportState.Checked) return;
        Options = Options with { Replace = replace, SkipRejects = skipRejects };
        _state = ImportState.Loading;
        _work = Task.Run(() => GuardAsync(async cancel =>
        {
            Result = await _importer.LoadAsync(Target, _source!, Options, Report!, Progress, cancel);
            _state = ImportState.RollingUp;
            await _file.DisposeAsync();
            EnergyIsComputed = await _importer.WaitForEnergyAsync(Target, Report!, Progress, cancel);
            _state = ImportState.Done;
        }));
    }

    /// <summary>Nothing of it is written.</summary>
    public Task CancelAsync() => CanCancel ? _cancel.CancelAsync() : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _cancel.CancelAsync();
        await _work;
        await _file.DisposeAsync();
        _cancel.Dispose();
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_cancel.Token);
        }
        catch (Exception) when (Result is not null)
        {
            // The samples are stored; only the wait for their energy ended.
            _state = ImportState.Done;
        }
        catch (Exception e)
        {
            Reason = (e as ImportException)?.Sentence ?? new Sentence("Import_BrokeOff", e is Npgsql.NpgsqlException or IOException ? e.Message : e.GetBaseException().Message);
            _state = _cancel.IsCancellationRequested && e is not ImportException ? ImportState.Cancelled : ImportState.Failed;
        }

        if (!IsRunning && _state != ImportState.Checked) await _file.DisposeAsync();
    }
}
