using System.Globalization;
using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Components.Dashboard;
using PowerMeter.Web.Live;

namespace PowerMeter.Web.Components.Pages;

/// <summary>The dashboard: four tiles and the chart, kept up to date by the feed.</summary>
public sealed partial class DashboardPage
{
    /// <summary>The tiles of today and the month change slowly: they need not be read at every sample.</summary>
    private const int TicksBetweenTiles = 5;

    /// <summary>How often to ask how a sensor is that seems to be in trouble: a Receiver that was killed notifies nobody.</summary>
    private const int TicksBetweenDoubts = 3;

    private ChartView _view = new(Scale.Day, ChartUnit.Kwh, null);
    private NowTile? _nowTile;
    private TariffTile? _tariffTile;
    private ChartCard? _chart;
    private bool _failed;
    private bool _chartOutdated;
    private bool _tilesOutdated;
    private bool _everythingOutdated;
    private int _ticks;
    private int _doubts;

    /// <summary>Comes from the first picture, so that the live page begins with it.</summary>
    [PersistentState]
    public DashboardModel? Model { get; set; }

    [SupplyParameterFromQuery(Name = "scale")]
    public string? ScaleName { get; set; }

    [SupplyParameterFromQuery(Name = "unit")]
    public string? UnitName { get; set; }

    [SupplyParameterFromQuery(Name = "date")]
    public string? DateText { get; set; }

    [SupplyParameterFromQuery(Name = "sensor")]
    public string? SensorText { get; set; }

    [SupplyParameterFromQuery(Name = "compare")]
    public string? CompareName { get; set; }

    [SupplyParameterFromQuery(Name = "each")]
    public string? EachText { get; set; }

    [SupplyParameterFromQuery(Name = "span")]
    public string? SpanText { get; set; }

    [Inject]
    private TileReader Tiles { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>What the chart shows; of sensors that there are not, the selected one.</summary>
    private IReadOnlyList<SensorChoice> Shown =>
        Model!.Sensors.Where(sensor => _view.AllSensors || _view.Sensors.Contains(sensor.Id)).ToList() is { Count: > 0 } chosen ? chosen : [Model.Selected!];

    private string? Yesterday => Model?.Energy?.ChangeFromYesterday is { } change
        ? Text["Today_Change", Figures.Change(change, CultureInfo.CurrentCulture)]
        : Text["Today_NoComparison"];

    private string? PerDay
    {
        get
        {
            if (Model?.Energy is not { MonthPerDayWattHours: not 0 and var wattHours }) return null;
            var (number, unit) = Figures.Energy(wattHours, CultureInfo.CurrentCulture);
            return Text["Month_PerDay", $"{number} {unit}"];
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        _view = ChartView.Parse(ScaleName, UnitName, DateText, SensorText, CompareName, EachText, SpanText);
        if (Model is null || (_view.SensorId is { } chosen && Model.Selected?.Id != chosen && Model.Sensors.Any(sensor => sensor.Id == chosen)))
            await ReloadAsync();
    }

    protected override void OnAlive() => _everythingOutdated = true;

    protected override async Task OnEventAsync(FeedEvent happened)
    {
        switch (happened)
        {
            case FeedEvent.NewSamples news when news.SensorId == Model?.Selected?.Id:
                if (!Model.HasSamples) _everythingOutdated = true;
                Model = Model with { Recent = RecentPower.Add(Model.Recent, news.Stored) };
                if (_nowTile is not null) StateHasChanged();
                if (_chart is not null) await _chart.AppendAsync(news.Stored);
                break;
            case FeedEvent.EnergyChanged changed when changed.Span.SensorId == Model?.Selected?.Id:
                _tilesOutdated = true;
                _chartOutdated |= _chart?.Shows(changed.Span) ?? false;
                break;
            case FeedEvent.Resync or FeedEvent.ConfigurationChanged or FeedEvent.StatusChanged or FeedEvent.SamplesDeleted:
                _everythingOutdated = true;
                break;
        }
    }

    protected override async Task OnTickAsync()
    {
        _ticks = (_ticks + 1) % TicksBetweenTiles;
        if (_everythingOutdated)
        {
            _everythingOutdated = _chartOutdated = _tilesOutdated = false;
            await ReloadAsync();
            if (_chart is not null) await _chart.RefreshAsync();
            return;
        }

        _nowTile?.Refresh();
        _tariffTile?.Refresh();
        if (_chartOutdated && _chart is not null)
        {
            _chartOutdated = false;
            await _chart.RefreshAsync();
        }

        await DoubtAsync();
        if (_tilesOutdated && _ticks == 0 && Model is { Selected: { } sensor, HasSamples: true })
        {
            _tilesOutdated = false;
            await TryAsync(async () => Model = Model with { Energy = await Tiles.ReadEnergyAsync(sensor.Id, Closed) });
        }
    }

    private async Task DoubtAsync()
    {
        if (Model is not { HasSamples: true, Selected: { } sensor } || !(sensor.IsStopped || IsOverdue(sensor)))
        {
            _doubts = 0;
            return;
        }

        if (_doubts++ % TicksBetweenDoubts != 0) return;
        await TryAsync(async () =>
        {
            var state = await Tiles.ReadStateAsync(sensor, Closed);
            if (Model?.Selected == sensor) Model = Model with { Selected = state };
        });
    }

    private bool IsOverdue(SensorChoice sensor) =>
        Model is not { Recent: [.., var newest] } || Time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(newest.Time) > sensor.OverdueAfter;

    private Task ReloadAsync() => TryAsync(async () => Model = await Tiles.ReadAsync(_view.SensorId, Closed));

    private async Task TryAsync(Func<Task> read)
    {
        try
        {
            await read();
            _failed = false;
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // The feed says Resync when the database is back; then it is read again without being asked.
            _failed = true;
        }

        StateHasChanged();
    }
}
