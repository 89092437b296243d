using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Npgsql;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Restore;
using PowerMeter.Web.Storage;

namespace PowerMeter.Web.Components.Backup;

/// <summary>Takes a file, says what is in it, and puts it in the place of what is there. What runs goes on without the page.</summary>
public sealed partial class RestoreCard : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(300);

    private ElementReference _title;
    private PresentContents? _here;
    private RestoreState? _shown;
    private string? _trouble;
    private bool _withoutSecrets;
    private string _passphrase = "";
    private string _word = "";
    private bool _isUnsure;

    /// <summary>The list of backups may be another one now.</summary>
    [Parameter] public EventCallback OnEnd { get; set; }

    [Inject] private RestoreJobs Jobs { get; set; } = default!;

    [Inject] private BackupList List { get; set; } = default!;

    [Inject] private OwnerLogin Login { get; set; } = default!;

    [Inject] private AdministratorCheck Administrators { get; set; } = default!;

    [Inject] private NpgsqlDataSource Database { get; set; } = default!;

    [Inject] private StorageQuery Query { get; set; } = default!;

    private RestoreJob? Job => Jobs.Current;

    /// <summary>Checks one of the list, and leads there.</summary>
    public async Task CheckStoredAsync(string name)
    {
        Clear();
        await TryAsync(
            async () =>
            {
                await Administrators.CheckAsync(Who, CancellationToken.None);
                try
                {
                    if (List.Open(name) is not { } file) _trouble = Text["Backup_Gone"];
                    else if (await Jobs.StartAsync(name, file, List.PathOf(name)) is null)
                    {
                        await file.DisposeAsync();
                        _trouble = Text["Backup_Busy"];
                    }
                }
                catch (BackupException)
                {
                    _trouble = Text["Backup_Gone"];
                }
            },
            null);
        StateHasChanged();
        await _title.FocusAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        _self?.Dispose();
        if (_module is null) return;
        try
        {
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page has gone, and its module with it.
        }
    }

    protected override async Task ReadAsync()
    {
        if (Job is { State: RestoreState.Checked }) _here = await PresentContents.ReadAsync(Database, Query, CancellationToken.None);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync();
    }

    private async Task FollowAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Tick, Time);
            _shown = Job?.State;
            while (await timer.WaitForNextTickAsync(Closed)) await InvokeAsync(LookAsync);
        }
        catch (Exception) when (Closed.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task LookAsync()
    {
        var now = Job?.State;
        if (now != _shown)
        {
            _shown = now;
            // What is there is asked for once, when somebody is to decide.
            if (now == RestoreState.Checked) await LoadAsync();
            if (now is RestoreState.Failed) await OnEnd.InvokeAsync();
            StateHasChanged();
        }
        else if (Job is { IsRunning: true })
        {
            StateHasChanged();
        }
    }

    private async Task RestoreAsync()
    {
        _isUnsure = !string.Equals(_word.Trim(), Text["Backup_Word"].Value, StringComparison.OrdinalIgnoreCase);
        if (_isUnsure || Job is not { State: RestoreState.Checked } job) return;
        await TryAsync(
            async () =>
            {
                await Administrators.CheckAsync(Who, CancellationToken.None);
                job.Restore(_passphrase, _withoutSecrets);
                _passphrase = "";
            },
            null);
    }

    private Task<bool> DismissAsync()
    {
        Clear();
        return TryAsync(
            async () =>
            {
                await Administrators.CheckAsync(Who, CancellationToken.None);
                await Jobs.DismissAsync();
                await OnEnd.InvokeAsync();
            },
            null);
    }

    private void Clear()
    {
        Forget();
        (_trouble, _word, _passphrase, _isUnsure, _withoutSecrets) = (null, "", "", false, false);
    }
}
