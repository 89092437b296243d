using Npgsql;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Secrets;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>One restore of the page's: it goes on when nobody looks.</summary>
public sealed class RestoreJob : IAsyncDisposable
{
    private readonly RestoreJobs _jobs;
    private readonly Stream _stream;
    private readonly CancellationTokenSource _cancel = new();
    private Task _work = Task.CompletedTask;
    private BackupFile? _file;
    private BackupSecrets? _secrets;
    private volatile RestoreState _state = RestoreState.Checking;

    /// <param name="stream">One that can seek; closed with the job.</param>
    internal RestoreJob(RestoreJobs jobs, string fileName, Stream stream) => (_jobs, FileName, _stream) = (jobs, fileName, stream);

    public string FileName { get; }

    public BackupProgress Progress { get; } = new();

    public RestoreState State => _state;

    public bool IsRunning => _state is RestoreState.Checking or RestoreState.Restoring;

    /// <summary>What is in the file; null while it is not known.</summary>
    public BackupManifest? Manifest => _file?.Manifest;

    /// <summary>Null before it is done.</summary>
    public RestoreResult? Result { get; private set; }

    /// <summary>Why nothing was changed, in English; null while all is well.</summary>
    public string? Error { get; private set; }

    internal void Check(string? passphrase, bool withoutSecrets) => _work = Task.Run(() => GuardAsync(async cancel =>
    {
        var given = string.IsNullOrEmpty(passphrase) ? null : Passphrase.Parse(passphrase);
        _file = await BackupFile.OpenAsync(_stream, Progress, cancel);
        await using var owner = _jobs.Owner.Connect();
        _secrets = await _jobs.RestorerOf(owner, Progress).CheckAsync(_file, given, withoutSecrets, cancel);
        _state = RestoreState.Checked;
    }));

    /// <summary>Replaces what the database has by what was checked.</summary>
    /// <exception cref="Server.ReadOnlyException">The site is read-only.</exception>
    public void Restore()
    {
        _jobs.CheckMayChange();
        if (_state != RestoreState.Checked) return;
        _state = RestoreState.Restoring;
        _work = Task.Run(() => GuardAsync(async cancel =>
        {
            using var mine = await _jobs.Turn.TakeAsync(cancel);
            await using var owner = _jobs.Owner.Connect();
            var target = await RestoreTarget.ReadAsync(owner, cancel);
            var before = target.HasData ? await BackupOfBefore.MakeAsync(owner, _jobs.Directory, Progress, _jobs.Clock, cancel) : null;
            var result = await _jobs.RestorerOf(owner, Progress).RestoreAsync(_file!, _secrets, cancel);
            Result = result with { BackupOfBefore = before };
            _state = RestoreState.Done;
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await _cancel.CancelAsync();
        await _work;
        await CloseAsync();
        _cancel.Dispose();
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
            Error = e is BackupException or NpgsqlException or IOException ? e.Message : e.GetBaseException().Message;
            _state = RestoreState.Failed;
        }

        if (_state is RestoreState.Done or RestoreState.Failed) await CloseAsync();
    }

    private async Task CloseAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
        await _stream.DisposeAsync();
    }
}
