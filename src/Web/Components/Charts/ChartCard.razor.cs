using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Components.Dashboard;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>The chart with its switches. The browser draws it (wwwroot/js/energy-chart.js); new samples go there directly.</summary>
public sealed partial class ChartCard : IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private ElementReference _canvas;
    private ElementReference _readout;
    private IJSObjectReference? _module;
    private IJSObjectReference? _drawing;
    private (ChartView View, int Sensor)? _loaded;
    private ChartPeriod _period = default!;
    private ChartData? _data;
    private ChartData? _drawn;
    private bool _failed;

    [Parameter, EditorRequired]
    public required ChartView View { get; set; }

    [Parameter, EditorRequired]
    public required SensorChoice Sensor { get; set; }

    [Inject]
    private ChartReader Reader { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IJSRuntime JavaScript { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Summary => _data is null ? Text["Loading"] : ChartSummary.Of(_data, Title, Text);

    private string Title => View.Scale == Scale.Now ? Text["Chart_LastHour"] : _period.Title(CultureInfo.CurrentCulture);

    /// <summary>Whether energy of the span shows in the chart.</summary>
    public bool Shows(ChangedSpan span) =>
        _data is { } data && !(data.Live && data.Kind == "line") && span.To / 1000 >= data.From && (span.From / 1000 < data.Until || data.Live);

    /// <summary>Adds new samples to the live line, past the renderer.</summary>
    public async Task AppendAsync(IReadOnlyList<StoredSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (_drawing is null || _drawn is not { Live: true, Kind: "line" }) return;
        await CallAsync(() => _drawing.InvokeVoidAsync(
            "append", _closed.Token, samples.Select(sample => sample.Time / 1000).ToArray(), samples.Select(sample => sample.Watts).ToArray()));
    }

    /// <summary>Reads the same view again.</summary>
    public async Task RefreshAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
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
        if (_loaded == (View, Sensor.Id)) return;
        _loaded = (View, Sensor.Id);
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await CallAsync(async () =>
            {
                _module = await JavaScript.InvokeAsync<IJSObjectReference>("import", _closed.Token, $"/{Assets["js/energy-chart.js"]}");
                _drawing = await _module.InvokeAsync<IJSObjectReference>("create", _closed.Token, _canvas, _readout);
            });
        if (_drawing is not null && _data is not null && !ReferenceEquals(_drawn, _data))
        {
            _drawn = _data;
            await CallAsync(() => _drawing.InvokeVoidAsync("show", _closed.Token, _data));
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            var view = View;
            var data = await Reader.ReadAsync(view, Sensor.Id, Sensor.MaxGapSeconds, _closed.Token);
            _failed = false;
            if (view == View) _data = data;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            _failed = true;
        }
    }

    private void OnKeyDown(KeyboardEventArgs key)
    {
        var target = key.Key switch
        {
            "ArrowLeft" when View.Scale != Scale.Now => _period.Previous,
            "ArrowRight" when View.Scale != Scale.Now => _period.Next,
            _ => null,
        };
        if (target is not null) Navigation.NavigateTo(target.ToUrl());
    }

    private string UnitName(ChartUnit unit) => unit switch
    {
        ChartUnit.Watts => "W",
        ChartUnit.Kwh => "kWh",
        _ => Figures.Symbol(Sites.Current.Currency),
    };

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
