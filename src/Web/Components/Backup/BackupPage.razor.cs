using Microsoft.AspNetCore.Components;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Nightly;
using PowerMeter.Web.Backup.Restore;

namespace PowerMeter.Web.Components.Backup;

/// <summary>The backups that there are, one for now, and the way back.</summary>
public sealed partial class BackupPage
{
    /// <summary>Backups that are shown at first.</summary>
    private const int Shown = 5;

    private (IReadOnlyList<ListedBackup> Files, BackupRun? Last, DateTimeOffset? Next)? _read;
    private RestoreRecord? _ended;
    private RestoreCard? _restore;
    private bool _all;

    /// <summary>Why a download came back.</summary>
    [SupplyParameterFromQuery(Name = "trouble")]
    private string? Reason { get; set; }

    [Inject] private BackupList List { get; set; } = default!;

    [Inject] private NightlyPlan Plan { get; set; } = default!;

    [Inject] private RestoreJobs Jobs { get; set; } = default!;

    [Inject] private RestoreJournal Journal { get; set; } = default!;

    [Inject] private AdministratorCheck Administrators { get; set; } = default!;

    private string LastText => _read switch
    {
        null => "–",
        { Last: null } => Text["Backup_NotYet"],
        { Last: { Error: null } last } => Text["Backup_LastGood", Moment(last.StartedAt)],
        { Last: { } failed } => Text["Backup_LastBad", Moment(failed.StartedAt)],
    };

    private string NextText => (Plan.IsOn, _read?.Next) switch
    {
        (false, _) => Text["Backup_Off"],
        (_, { } next) => next < Time.GetUtcNow() ? Text["Backup_Soon"] : Moment(next),
        _ => "–",
    };

    private string KeptText => (_read, List.FreeBytes) switch
    {
        (null, _) => "–",
        // What cannot be looked into is not empty.
        _ when List.Obstacle is not null => "–",
        ({ } read, { } free) => $"{CountText(read.Files)} · {Text["Backup_Free", Storage.ByteTexts.Size(Text, free)]}",
        ({ } read, null) => CountText(read.Files),
    };

    protected override async Task ReadAsync()
    {
        // What lies on the disk is shown also while the database is away.
        var files = await List.ReadFilesAsync(CancellationToken.None);
        _read = (files, _read?.Last, _read?.Next);
        var runs = await List.ReadRunsAsync(CancellationToken.None);
        var due = await Plan.ReadDueAsync(Sites.Current.Calendar.Zone, CancellationToken.None);
        _ended = await Journal.ReadAsync(CancellationToken.None);
        _read = (files, runs.Count > 0 ? runs[0] : null, due?.ToDateTimeOffset());
    }

    private static string Address(ListedBackup backup) => $"{BackupPageCalls.Files}/{Uri.EscapeDataString(backup.File.Name)}";

    private string CountText(IReadOnlyList<ListedBackup> files) => files.Count == 0
        ? Text["Backup_KeptNone"]
        : Text["Backup_KeptText", files.Count, Storage.ByteTexts.Size(Text, files.Sum(backup => (double)backup.File.Bytes))];

    private string Holds(ListedBackup backup)
    {
        if (backup.Manifest is not { } manifest) return Text["Backup_Unreadable"];
        var samples = manifest.SampleMonths is { } months
            ? Text["Backup_Holds", manifest.RowsOf("sensors"), manifest.Samples, RestoreReport.Month(months.First), RestoreReport.Month(months.Last)]
            : Text["Backup_HoldsNone", manifest.RowsOf("sensors")];
        return $"{samples} {Text[backup.IsVerified ? "Backup_Verified" : "Backup_Unverified"]}{(manifest.Secrets ? $" {Text["Backup_WithSecrets"]}" : "")}";
    }

    private Task<bool> RemoveAsync(ListedBackup backup) => TryAsync(
        async () =>
        {
            await Administrators.CheckAsync(Who, CancellationToken.None);
            List.Remove(backup.File.Name);
        },
        null);

    private async Task CheckAsync(ListedBackup backup)
    {
        if (_restore is not null) await _restore.CheckStoredAsync(backup.File.Name);
    }

    private Task<bool> CloseEndAsync() => TryAsync(
        async () =>
        {
            await Administrators.CheckAsync(Who, CancellationToken.None);
            await Jobs.DismissAsync();
        },
        null);
}
