using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PowerMeter.Web.Components.Charts;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>Chooses a sensor, several, or all of them. The choice stands in the address.</summary>
public sealed partial class SensorNav
{
    private ElementReference _nav;
    private string? _shown;
    private bool _addsUp;

    [Parameter, EditorRequired]
    public required IReadOnlyList<SensorChoice> Sensors { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<WatchedSensor> Chosen { get; set; }

    /// <summary>What the chart shows: it stays, for another sensor.</summary>
    [Parameter, EditorRequired]
    public required ChartView View { get; set; }

    [Inject]
    private IJSRuntime JavaScript { get; set; } = default!;

    // Whoever opens a link to several goes on adding and taking away.
    protected override void OnInitialized() => _addsUp = View.Sensors.Count > 1;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var chosen = View.SensorText ?? "";
        if (_shown == chosen) return;
        _shown = chosen;
        try
        {
            await using var module = await JavaScript.InvokeAsync<IJSObjectReference>("import", $"/{Assets["js/sensor-nav.js"]}");
            await module.InvokeVoidAsync("showChosen", _nav);
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The page was closed.
        }
    }

    private bool IsChosen(SensorChoice sensor) => Chosen.Any(watched => watched.Sensor.Id == sensor.Id);

    /// <summary>Chooses it alone; where sensors are added up, adds it or takes it away. The last one stays.</summary>
    private string LinkTo(SensorChoice sensor)
    {
        if (!_addsUp || View.AllSensors) return View.Of(sensor.Id).ToUrl();
        var others = Chosen.Select(watched => watched.Sensor.Id).Where(id => id != sensor.Id).ToList();
        return (IsChosen(sensor) ? View.Of(others.Count > 0 ? others : [sensor.Id]) : View.Of(others.Append(sensor.Id))).ToUrl();
    }
}
