using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using NodaTime;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Jobs;
using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Data;

/// <summary>Takes a file, shows what a dry run found in it, loads it. What runs goes on without the page.</summary>
public sealed partial class ImportCard : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _closed = new();
    private IBrowserFile? _file;
    private CancellationTokenSource? _uploading;
    private double _uploaded;
    private string? _trouble;
    private string _format = "";
    private string _value = "";
    private string _sourceSensor = "";
    private string _statistic = "";
    private string _zone = "";
    private bool _keepTariff;
    private bool _replace;
    private bool _skipRejects;

    [Parameter, EditorRequired]
    public int SensorId { get; set; }

    [Parameter, EditorRequired]
    public bool IsAdmin { get; set; }

    [Inject]
    private ImportJobs Jobs { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    [Inject]
    private WebOptions Options { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private ImportJob? Job => Jobs.Of(SensorId);

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
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
            var shown = Job?.State;
            while (await timer.WaitForNextTickAsync(_closed.Token))
            {
                var now = Job?.State;
                if (now != shown || Job is { IsRunning: true } || _uploading is not null) await InvokeAsync(StateHasChanged);
                shown = now;
            }
        }
        catch (Exception) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private void Choose(InputFileChangeEventArgs chosen) => (_file, _trouble) = (chosen.File, null);

    private async Task UploadAsync()
    {
        if (!IsAdmin || ReadOnly.IsOn || _uploading is not null || _file is not { } file) return;
        if (OptionsOf() is not { } options) return;
        if (file.Size > Options.LargestImport)
        {
            _trouble = Text["Data_TooLarge", Number(file.Size >> 20), Number(Options.LargestImport >> 20)];
            return;
        }

        if (DiskRoom.ObstacleTo(Options.UploadDirectory, DiskRoom.FreeOf(Options.UploadDirectory), file.Size + DiskRoom.ReserveOf(Options.UploadDirectory)) is { } obstacle)
        {
            _trouble = obstacle.In(CultureInfo.CurrentUICulture);
            return;
        }

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        (_uploading, _uploaded, _trouble, _replace, _skipRejects) = (cancel, 0, null, false, false);
        UnnamedFile? kept = null;
        try
        {
            kept = UnnamedFile.CreateIn(Options.UploadDirectory);
            await CopyAsync(file, kept.Stream, cancel.Token);
            if (await Jobs.StartAsync(SensorId, file.Name, kept, options, cancel.Token) is null) _trouble = Text["Data_Busy"];
            else kept = null;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // As asked for, or the page was closed.
        }
        // A browser that does not send for a minute is a timeout, one whose file is gone or was changed a JSException.
        catch (Exception e) when (e is ImportException or InvalidOperationException or OperationCanceledException or JSException || DiskFault.Is(e) || DatabaseTrouble.Is(e))
        {
            _trouble = WordsOf(e, kept?.Stream.Length ?? 0);
        }
        finally
        {
            if (kept is not null) await kept.DisposeAsync();
            // The field that held the file is made anew.
            (_uploading, _file) = (null, null);
        }
    }

    private async Task CopyAsync(IBrowserFile file, Stream into, CancellationToken cancel)
    {
        await using var stream = file.OpenReadStream(Options.LargestImport, cancel);
        var buffer = new byte[1 << 16];
        var total = 0L;
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var count)
        {
            await into.WriteAsync(buffer.AsMemory(0, count), cancel);
            _uploaded = file.Size == 0 ? 1 : (double)(total += count) / file.Size;
        }
    }

    private string WordsOf(Exception e, long written) => e switch
    {
        ImportException refused => refused.Sentence.In(CultureInfo.CurrentUICulture),
        TimeoutException or OperationCanceledException => Text["Data_UploadCut"],
        _ when DatabaseTrouble.Is(e) => Text["Failed_Title"],
        // What was written is freed in a moment.
        _ when DiskFault.Of(e, Options.UploadDirectory, DiskRoom.FreeOf(Options.UploadDirectory) + written, written) is { } said => said.In(CultureInfo.CurrentUICulture),
        _ => Text["Data_UploadFailed", e.Message],
    };

    private void CancelUpload() => _uploading?.Cancel();

    private ImportOptions? OptionsOf()
    {
        int? source = null;
        if (_sourceSensor.Trim() is { Length: > 0 } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                _trouble = Text["Data_WrongNumber"];
                return null;
            }

            source = number;
        }

        return new ImportOptions
        {
            Format = ImportFormats.Named(_format),
            Value = _value switch { "watts" => ImportValue.Watts, "kwh" => ImportValue.Kwh, _ => null },
            SourceSensor = source,
            Statistic = _statistic.Trim() is { Length: > 0 } statistic ? statistic : null,
            Zone = _zone.Length > 0 ? DateTimeZone.Utc : null,
            KeepTariff = _keepTariff,
        };
    }

    private long ToLoad(ImportReport report) => report.New + (_replace ? report.StoredDifferent : 0);

    private bool CanLoad(ImportReport report) => ToLoad(report) > 0 && (report.Rejected == 0 || _skipRejects);

    private void Load(ImportJob job)
    {
        if (IsAdmin) job.Load(_replace, _skipRejects);
    }

    private Task DismissAsync(ImportJob job)
    {
        _trouble = null;
        return Jobs.DismissAsync(job);
    }

    private static string PhaseName(ImportJob job) => job.Progress.Phase switch
    {
        ImportPhase.Reading => "Data_Checking",
        ImportPhase.Sorting => "Data_Sorting",
        ImportPhase.Loading => "Data_Loading",
        _ => "Data_RollingUp",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
