using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Components.W3bstream;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Queries;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Settings.Sensors;

/// <summary>A sensor in the list. One panel at a time is open below its actions.</summary>
public sealed partial class SensorCard
{
    /// <summary>A cell says volts, which are few; anything above is percent.</summary>
    private const float MostCellVolts = 5;

    private Panel? _panel;
    private bool _busy;
    private string? _trouble;

    private enum Panel
    {
        Pair,
        Calibrate,
        Retire,
        Remove,
    }

    [Parameter, EditorRequired]
    public required ListedSensor Sensor { get; set; }

    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    [Parameter, EditorRequired]
    public required DateTimeZone Zone { get; set; }

    [Parameter]
    public bool MayChange { get; set; }

    /// <summary>Who asks, for the record.</summary>
    [Parameter]
    public string Who { get; set; } = "";

    /// <summary>Something was done: what, in a sentence.</summary>
    [Parameter]
    public EventCallback<string> Done { get; set; }

    [Inject]
    private SensorChanges Changes { get; set; } = default!;

    /// <summary>Before the page is alive nobody would hear a button.</summary>
    private bool IsShut => _busy || !RendererInfo.IsInteractive;

    private string Tone => Sensor.IsRunning ? "running" : Sensor.IsInTrouble ? "troubled" : "calm";

    private string KindName => SensorKind.Find(Sensor.Kind) is null ? Sensor.Kind : Text[$"Sensors_Kind_{Sensor.Kind}"];

    private string Watts => Sensor.View?.LastWatts is { } watts && Figures.Power(watts, CultureInfo.CurrentCulture) is var (number, unit) ? $"{number} {unit}" : "–";

    private string? LastSeen => Sensor.View?.LastSeen is { } time ? Ages.From(Text, time.ToUnixTimeMilliseconds(), Now) : null;

    private string? Since => Sensor.Stored.RetiredAt is { } retired ? SinceText(Instant.FromDateTimeOffset(retired))
        : Sensor.State is not SensorView.Stopped && Sensor.View?.Since is { } since && Sensor.State == Sensor.View?.State ? SinceText(since)
        : null;

    private static string Whole(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private string SinceText(Instant since)
    {
        var local = since.InZone(Zone).LocalDateTime;
        return local.Date == Instant.FromDateTimeOffset(Now).InZone(Zone).Date
            ? Text["Sensors_Since", local.TimeOfDay.ToString("t", CultureInfo.CurrentCulture)]
            : Text["Sensors_Since", local.ToString("g", CultureInfo.CurrentCulture)];
    }

    private string Battery(float battery) => battery <= MostCellVolts
        ? $"{battery.ToString("0.00", CultureInfo.CurrentCulture)} V"
        : Text["Sensors_Percent", battery.ToString("0", CultureInfo.CurrentCulture)];

    private void Toggle(Panel panel) => (_panel, _trouble) = (_panel == panel ? null : panel, null);

    private void Close() => _panel = null;

    private Task PauseAsync(bool paused) =>
        DoAsync(cancel => Changes.PauseAsync(Sensor.Id, paused, cancel), paused ? "Sensors_SaidPaused" : "Sensors_SaidResumed");

    private Task RetireAsync(bool retired) =>
        DoAsync(cancel => retired ? Changes.RetireAsync(Sensor.Id, cancel) : Changes.RestoreAsync(Sensor.Id, cancel), retired ? "Sensors_SaidRetired" : "Sensors_SaidRestored");

    private async Task DoAsync(Func<CancellationToken, Task> change, string said)
    {
        if (_busy || !MayChange) return;
        (_busy, _trouble) = (true, null);
        try
        {
            await change(CancellationToken.None);
            _panel = null;
            await Done.InvokeAsync(Text[said, Sensor.Name]);
        }
        catch (FieldFaultException e)
        {
            _trouble = e.Faults[0].Say(Text);
        }
        catch (Exception e) when (e is ReadOnlyException || DatabaseTrouble.Is(e))
        {
            _trouble = Text["Sensors_NotDone"];
        }
        finally
        {
            _busy = false;
        }
    }
}
