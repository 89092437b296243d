using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Restore;

namespace PowerMeter.Web.Components.Backup;

// How a file comes here: the browser sends it by a call of its own, and tells how far it is.
public sealed partial class RestoreCard
{
    private const int GivenUp = -1;

    private IJSObjectReference? _module;
    private DotNetObjectReference<RestoreCard>? _self;
    private ElementReference _form;
    private Sentence? _refusalBefore;
    private bool _sending;
    private double _sent;

    [Inject] private BackupUploads Uploads { get; set; } = default!;

    [Inject] private IJSRuntime JavaScript { get; set; } = default!;

    private string TooLarge => Text["Backup_TooLarge", Storage.ByteTexts.Size(Text, Uploads.Most)];

    [JSInvokable]
    public void OnProgress(double share)
    {
        _sent = share;
        StateHasChanged();
    }

    /// <param name="status">Of HTTP; 0: nothing came back, −1: it was given up.</param>
    [JSInvokable]
    public void OnSent(int status)
    {
        _sending = false;
        _trouble = status switch
        {
            StatusCodes.Status200OK or GivenUp => null,
            StatusCodes.Status403Forbidden => Text["Accounts_NotAllowedAnyMore"],
            StatusCodes.Status409Conflict => Text["Backup_Busy"],
            _ when Uploads.Refusal is { } refusal && !ReferenceEquals(refusal, _refusalBefore) => RestoreFailure.Of(refusal).In(CultureInfo.CurrentUICulture),
            StatusCodes.Status400BadRequest => Text["Accounts_NotAllowedAnyMore"],
            StatusCodes.Status413PayloadTooLarge => TooLarge,
            _ => Text["Backup_NotSent"],
        };
        StateHasChanged();
    }

    private async Task SendAsync()
    {
        Clear();
        _refusalBefore = Uploads.Refusal;
        _module ??= await JavaScript.InvokeAsync<IJSObjectReference>("import", Closed, $"/{Assets["js/backup-upload.js"]}");
        _self ??= DotNetObjectReference.Create(this);
        var obstacle = await _module.InvokeAsync<string?>("send", Closed, _form, _self, BackupPageCalls.Upload, Uploads.Most);
        _trouble = obstacle switch
        {
            null => null,
            "none" => Text["Backup_NoFile"],
            // The disk may have room again.
            _ => long.TryParse(obstacle, CultureInfo.InvariantCulture, out var length) && Uploads.ObstacleTo(length) is { } said ? said.In(CultureInfo.CurrentUICulture) : TooLarge,
        };
        (_sending, _sent) = (obstacle is null, 0);
    }

    private async Task StopAsync()
    {
        if (_module is not null) await _module.InvokeVoidAsync("stop", Closed);
    }
}
