using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Components.Dashboard;

namespace PowerMeter.Web.Components.Charts;

/// <summary>The chart with its switches. The browser draws it (wwwroot/js/energy-chart.js); new samples go there directly.</summary>
public sealed partial class ChartCard : IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private ElementReference _figure;
    private IJSObjectReference? _module;
    private IJSObjectReference? _drawing;
    private (ChartView View, string Sensors)? _loaded;
    private CancellationTokenSource? _loading;
    private ChartPeriod _period = default!;
    private ChartData? _data;
    private ChartData? _drawn;

    [Parameter, EditorRequired]
    public required ChartView View { get; set; }

    /// <summary>At least one; of several the sum is shown, or each for itself.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<SensorChoice> Sensors { get; set; }

    /// <summary>Whether the database did not answer.</summary>
    public bool HasFailed { get; private set; }

    [Inject]
    private ChartReader Reader { get; set; } = default!;

    [Inject]
    private FirstPicture<ChartFirstPicture> First { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IJSRuntime JavaScript { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private List<ChartSensor> ChartSensors => [.. Sensors.Select(sensor => new ChartSensor(sensor.Id, sensor.Name, sensor.MaxGapSeconds))];

    private string Summary => _data is null ? Text["Loading"] : ChartSummary.Of(_data, Title, Text);

    // The words of the chart are in it.
    private string Key => $"{CultureInfo.CurrentUICulture.Name} {string.Join(',', Sensors.Select(sensor => sensor.Id))} {View.ToUrl()}";

    private string Title => View.Scale == Scale.Now ? Text["Chart_LastHour"] : _period.Title(CultureInfo.CurrentCulture);

    /// <summary>Whether energy of the span shows in the chart.</summary>
    public bool Shows(ChangedSpan span) =>
        _data is { } data && !(data is { Live: true, Kind: "line" }) && span.To / 1000 >= data.From && (span.From / 1000 < data.Until || View.Scale == Scale.Now);

    /// <summary>Reads the same view again.</summary>
    public async Task RefreshAsync()
    {
        await LoadAsync();
        if (!_closed.IsCancellationRequested) StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _loading?.Dispose();
        await CallAsync(async () =>
        {
            if (_drawing is not null)
            {
                await _drawing.InvokeVoidAsync("dispose");
                await _drawing.DisposeAsync();
            }

            if (_module is not null) await _module.DisposeAsync();
        });
        _closed.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        _period = new ChartPeriod(View, Sites.Current.Calendar.Zone, Time.GetCurrentInstant());
        var asked = (View, string.Join(',', Sensors.Select(sensor => sensor.Id)));
        if (_loaded == asked) return;
        _loaded = asked;
        if (_data is null && First.Recent() is { } first && first.Key == Key) _data = first.Data;
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await CallAsync(async () =>
            {
                _module = await JavaScript.InvokeAsync<IJSObjectReference>("import", _closed.Token, $"/{Assets["js/energy-chart.js"]}");
                _drawing = await _module.InvokeAsync<IJSObjectReference>("create", _closed.Token, _figure);
                await RememberAsync(_module);
            });
        if (_drawing is not null && _data is not null && !ReferenceEquals(_drawn, _data))
        {
            _drawn = _data;
            await CallAsync(() => _drawing.InvokeVoidAsync("show", _closed.Token, _data));
        }
    }

    // Whoever clicks on does not wait for what he left, and neither does the database.
    private async Task LoadAsync()
    {
        // A page that shows its fault instead still holds the chart that it had.
        if (_closed.IsCancellationRequested) return;
        if (_loading is not null) await _loading.CancelAsync();
        using var loading = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        _loading = loading;
        try
        {
            var data = await Reader.ReadAsync(View, ChartSensors, loading.Token);
            if (_loading != loading) return;
            (_data, HasFailed) = (data, false);
            First.Put(new ChartFirstPicture(Key, data));
        }
        catch (OperationCanceledException) when (loading.IsCancellationRequested)
        {
            // The page was closed, or shows something else by now.
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            if (_loading == loading) HasFailed = true;
        }
        finally
        {
            if (_loading == loading) _loading = null;
        }
    }

    private async Task CompareAsync(Comparison comparison)
    {
        await CallAsync(async () =>
        {
            if (_module is not null) await _module.InvokeVoidAsync("remember", _closed.Token, ChartView.Name(comparison));
        });
        Navigation.NavigateTo((View with { Compare = comparison }).ToUrl());
    }

    // An address that says nothing of it is compared as the last time in this browser.
    private async ValueTask RememberAsync(IJSObjectReference module)
    {
        var remembered = await module.InvokeAsync<string?>("remembered", _closed.Token);
        if (View.Compare == Comparison.None && Enum.TryParse<Comparison>(remembered, true, out var comparison) && comparison != Comparison.None)
            Navigation.NavigateTo((View with { Compare = comparison }).ToUrl(), replace: true);
    }

    // The browser goes away whenever it likes; what we would have told it does not matter then.
    private static async Task CallAsync(Func<ValueTask> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone.
        }
    }
}
