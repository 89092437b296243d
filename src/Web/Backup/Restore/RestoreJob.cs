using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Secrets;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>One restore of the page's: it goes on when nobody looks.</summary>
public sealed class RestoreJob : IAsyncDisposable
{
    private readonly RestoreJobs _jobs;
    private readonly Stream _stream;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancel = new();
    private Task _work = Task.CompletedTask;
    private BackupFile? _file;
    private volatile RestoreState _state = RestoreState.Checking;

    /// <param name="stream">One that can seek; closed with the job.</param>
    /// <param name="path">Null: the file has no name here, it came from a browser.</param>
    internal RestoreJob(RestoreJobs jobs, string fileName, Stream stream, string? path) => (_jobs, FileName, _stream, Path) = (jobs, fileName, stream, path);

    public string FileName { get; }

    /// <summary>Where it lies; null for one that came from a browser.</summary>
    public string? Path { get; }

    public BackupProgress Progress { get; } = new();

    public RestoreState State => _state;

    public bool IsRunning => _state is RestoreState.Checking or RestoreState.Restoring;

    /// <summary>What is in the file; null while it is not known.</summary>
    public BackupManifest? Manifest => _file?.Manifest;

    /// <summary>Null before it is done.</summary>
    public RestoreResult? Result { get; private set; }

    /// <summary>Why it failed; null while all is well.</summary>
    public Sentence? Error { get; private set; }

    /// <summary>Whether it may be done although it failed.</summary>
    public bool IsOutcomeUnknown { get; private set; }

    /// <summary>Why the secrets could not be opened; it may be tried again.</summary>
    public Sentence? Refusal { get; private set; }

    internal void Check() => _work = Task.Run(() => GuardAsync(async cancel =>
    {
        _file = await BackupFile.OpenAsync(_stream, Progress, cancel);
        await _jobs.RestorerOf(_jobs.Database, Progress).CheckAsync(_file, null, withoutSecrets: true, cancel);
        _state = RestoreState.Checked;
    }));

    /// <summary>Replaces what the database has by what was checked. A passphrase that does not open the secrets leaves it checked.</summary>
    /// <param name="passphrase">Of the file's secrets, when they are wanted.</param>
    /// <param name="withoutSecrets">Leave the file's secrets.</param>
    /// <exception cref="Server.ReadOnlyException">The site is read-only.</exception>
    public void Restore(string? passphrase, bool withoutSecrets)
    {
        _jobs.CheckMayChange();
        lock (_gate)
        {
            if (_state != RestoreState.Checked) return;
            (_state, Refusal) = (RestoreState.Restoring, null);
            _work = Task.Run(() => GuardAsync(cancel => RestoreAsync(passphrase, withoutSecrets || !Manifest!.Secrets, cancel)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cancel.CancelAsync();
        await _work;
        await CloseAsync();
        _cancel.Dispose();
    }

    private async Task RestoreAsync(string? passphrase, bool withoutSecrets, CancellationToken cancel)
    {
        Progress.Begin(BackupPhase.Waiting);
        await using var owner = _jobs.Owner.Connect();
        var restorer = _jobs.RestorerOf(owner, Progress);
        BackupSecrets? secrets;
        try
        {
            secrets = withoutSecrets ? null : await restorer.OpenSecretsAsync(_file!, Passphrase.Parse(passphrase), cancel);
        }
        catch (BackupException e)
        {
            (Refusal, _state) = (e.Sentence, RestoreState.Checked);
            return;
        }

        using var mine = await _jobs.Turn.TakeAsync(cancel);
        var record = new RestoreRecord(FileName, Manifest!.MadeAt, _jobs.Clock.GetUtcNow(), await _jobs.Journal.ReadEpochAsync(cancel), null, null);
        _jobs.Journal.Write(record);
        try
        {
            var target = await RestoreTarget.ReadAsync(owner, cancel);
            var before = target.HasData ? await BackupOfBefore.MakeAsync(owner, _jobs.Directory, Progress, _jobs.Clock, cancel) : null;
            Result = await restorer.RestoreAsync(_file!, secrets, cancel) with { BackupOfBefore = before };
        }
        // Of an outcome that is not known, the epoch tells whoever opens the journal.
        catch (Exception e) when (e is not UnknownOutcomeException)
        {
            _jobs.Journal.TryWrite(record with { Error = ReasonOf(e) });
            throw;
        }

        _jobs.Journal.TryWrite(record with { Result = Result });
        _state = RestoreState.Done;
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_cancel.Token);
        }
#pragma warning disable CA1031 // It is told: nobody else would hear of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            (Error, IsOutcomeUnknown) = (ReasonOf(e), e is UnknownOutcomeException);
            _state = RestoreState.Failed;
        }

        if (_state is RestoreState.Done or RestoreState.Failed) await CloseAsync();
    }

    private Sentence ReasonOf(Exception e) => e switch
    {
        BackupException known => known.Sentence,
        UnknownOutcomeException lost => new Sentence("Backup_OutcomeUnknown", lost.InnerException!.Message),
        _ when _cancel.IsCancellationRequested => new Sentence("Backup_GivenUp"),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new Sentence("Disk_OfDatabase"),
        PostgresException refused => new Sentence("Backup_DatabaseSays", refused.MessageText),
        NpgsqlException or IOException => new Sentence("Backup_RestoreBroke", e.Message),
        _ => new Sentence("Backup_RestoreBroke", e.GetBaseException().Message),
    };

    private async Task CloseAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
        await _stream.DisposeAsync();
    }
}
