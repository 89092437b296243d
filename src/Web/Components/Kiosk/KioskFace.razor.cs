using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NodaTime;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Components.Dashboard;
using PowerMeter.Web.Live;

namespace PowerMeter.Web.Components.Kiosk;

/// <summary>The power now, the tariff and today, to be read across a room. Keeps the screen awake where the browser allows it.</summary>
public sealed partial class KioskFace : IAsyncDisposable
{
    private string? _loadedSensors;
    private KioskPower? _power;
    private IJSObjectReference? _module;
    private string? _shownClock;

    /// <summary>As <see cref="SensorList"/> writes them; null is the first.</summary>
    [Parameter, EditorRequired]
    public required string? Sensors { get; set; }

    /// <summary>Comes from the first picture, as the model does.</summary>
    [PersistentState]
    public IReadOnlyList<HourBar>? Hours { get; set; }

    protected override string? SensorText => Sensors;

    [Inject]
    private HourReader HourReader { get; set; } = default!;

    [Inject]
    private IJSRuntime JavaScript { get; set; } = default!;

    private string Name => Model is { Sensors.Count: > 1 } ? string.Join(" + ", Model.Chosen.Select(watched => watched.Sensor.Name)) : "";

    private string Clock => Instant.FromDateTimeOffset(Time.GetUtcNow()).InZone(Sites.Current.Calendar.Zone).TimeOfDay.ToString("t", CultureInfo.CurrentCulture);

    private string DashboardUrl => Sensors is null ? "/conso" : $"/conso?sensor={Sensors}";

    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_module is null) return;
            await _module.InvokeVoidAsync("letSleep");
            await _module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone.
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        var isLoaded = Model is not null && (_loadedSensors is null || _loadedSensors == (Sensors ?? ""));
        _loadedSensors = Sensors ?? "";
        if (isLoaded) return;
        await ReloadAsync();
        await OnReloadedAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            _module = await JavaScript.InvokeAsync<IJSObjectReference>("import", Closed, $"/{Assets["js/kiosk.js"]}");
            await _module.InvokeVoidAsync("keepAwake", Closed);
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The page was closed.
        }
    }

    protected override Task OnSamplesAsync(FeedEvent.NewSamples news)
    {
        _power?.Show(Model!.Chosen);
        return Task.CompletedTask;
    }

    protected override Task OnSecondAsync()
    {
        _power?.Refresh();
        if (Failed || Clock == _shownClock) return Task.CompletedTask;
        _shownClock = Clock;
        StateHasChanged();
        return Task.CompletedTask;
    }

    protected override Task OnTilesReadAsync() => ReadHoursAsync();

    protected override Task OnReloadedAsync() => Failed ? Task.CompletedTask : TryAsync(ReadHoursAsync);

    private async Task ReadHoursAsync() => Hours = Model?.Measured is { Count: > 0 } measured ? await HourReader.ReadAsync(measured, Closed) : [];

    private string TariffText(TariffWords tariff) =>
        $"{(tariff.Until is { } until ? Text[tariff.IsOffPeak ? "Dash_OffPeakUntil" : "Dash_PeakUntil", until] : tariff.Name)} · {tariff.Price}";
}
