using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Components.Dashboard;
using PowerMeter.Web.Live;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Components.Pages;

/// <summary>The dashboard: the tiles and the chart, kept up to date by the feed.</summary>
public sealed partial class DashboardPage
{
    /// <summary>Samples of several sensors are not added up one by one: the newest steps are read this often, if there is anything new.</summary>
    private const int SecondsBetweenSums = 2;

    private ChartView _view = new(Scale.Day, ChartUnit.Kwh, null);
    private string? _loadedSensors;
    private NowTile? _nowTile;
    private TariffTile? _tariffTile;
    private ChartCard? _chart;
    private bool _chartOutdated;
    private bool _lineOutdated;
    private int _seconds;
    private bool _maySetUp;

    [SupplyParameterFromQuery(Name = "scale")]
    public string? ScaleName { get; set; }

    [SupplyParameterFromQuery(Name = "unit")]
    public string? UnitName { get; set; }

    [SupplyParameterFromQuery(Name = "date")]
    public string? DateText { get; set; }

    [SupplyParameterFromQuery(Name = "sensor")]
    public string? SensorQuery { get; set; }

    [SupplyParameterFromQuery(Name = "compare")]
    public string? CompareName { get; set; }

    [SupplyParameterFromQuery(Name = "each")]
    public string? EachText { get; set; }

    [SupplyParameterFromQuery(Name = "span")]
    public string? SpanText { get; set; }

    protected override string? SensorText => _view.SensorText;

    protected override bool MissesSomething => base.MissesSomething || _chart is { HasFailed: true };

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ReadOnlyMode ReadOnly { get; set; } = default!;

    private IReadOnlyList<SensorChoice> ChartSensors => [.. Model!.Chosen.Select(watched => watched.Sensor)];

    protected override async Task OnParametersSetAsync()
    {
        _maySetUp = (await Authentication).User.IsInRole(User.Admin) && !ReadOnly.IsOn;
        _view = ChartView.Parse(ScaleName, UnitName, DateText, SensorQuery, CompareName, EachText, SpanText);
        var isLoaded = Model is not null && (_loadedSensors is null || _loadedSensors == Key(_view));
        _loadedSensors = Key(_view);
        if (!isLoaded) await ReloadAsync();
    }

    protected override async Task OnSamplesAsync(FeedEvent.NewSamples news)
    {
        ArgumentNullException.ThrowIfNull(news);
        _nowTile?.Show(Model!.Chosen);
        if (_chart is null) return;
        if (Model!.Chosen.Count == 1) await _chart.AppendAsync(news.Stored);
        else _lineOutdated = true;
    }

    protected override void OnEnergyChanged(ChangedSpan span) => _chartOutdated |= _chart?.Shows(span) ?? false;

    protected override async Task OnSecondAsync()
    {
        _nowTile?.Refresh();
        _tariffTile?.Refresh();
        if (_chart is null) return;
        _seconds = (_seconds + 1) % SecondsBetweenSums;
        if (_chartOutdated)
        {
            _chartOutdated = _lineOutdated = false;
            await _chart.RefreshAsync();
        }
        else if (_lineOutdated && _seconds == 0)
        {
            _lineOutdated = false;
            await _chart.FollowAsync();
        }
    }

    protected override async Task OnReloadedAsync()
    {
        _chartOutdated = _lineOutdated = false;
        if (_chart is not null) await _chart.RefreshAsync();
    }

    private static string Key(ChartView view) => view.SensorText ?? "";
}
