using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PowerMeter.Web.Components.Charts;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>Chooses a sensor.</summary>
public sealed partial class SensorNav
{
    private ElementReference _nav;
    private int? _shownId;

    [Parameter, EditorRequired]
    public required IReadOnlyList<SensorChoice> Sensors { get; set; }

    [Parameter, EditorRequired]
    public required int SelectedId { get; set; }

    /// <summary>What the chart shows: it stays, for another sensor.</summary>
    [Parameter, EditorRequired]
    public required ChartView View { get; set; }

    [Inject]
    private IJSRuntime JavaScript { get; set; } = default!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_shownId == SelectedId) return;
        _shownId = SelectedId;
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
}
