using System.Globalization;
using Microsoft.AspNetCore.Components;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Live;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Data;

/// <summary>Where nothing was measured for longer than the sensor's gap.</summary>
public sealed partial class GapsTable
{
    private const int MostShown = 200;
    private const long Day = 24 * UnixMicroseconds.PerHour;

    private IReadOnlyList<Gap>? _gaps;
    private long _now;
    private string? _key;
    private bool _failed;
    private bool _reading;
    private bool _outdated;

    [Parameter, EditorRequired]
    public required DataAddress Address { get; set; }

    [Parameter, EditorRequired]
    public int SensorId { get; set; }

    [Parameter, EditorRequired]
    public double MaxGapSeconds { get; set; }

    [Parameter, EditorRequired]
    public bool MayChange { get; set; }

    [Inject]
    private GapQuery Gaps { get; set; } = default!;

    [Inject]
    private FirstPicture<GapsFirstPicture> First { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    private LocalMoments Moments => new(Sites.Current.Calendar.Zone, CultureInfo.CurrentCulture);

    private string Summary => _gaps is not { Count: > 0 } gaps
        ? Text["Tables_Gaps"]
        : Text["Tables_GapSummary", gaps.Count.ToString("N0", CultureInfo.CurrentCulture), Moments.Length(gaps.Sum(Lost), Text["Data_DayUnit"])];

    protected override async Task OnParametersSetAsync()
    {
        var key = (Address with { SensorId = SensorId }).ToUrl();
        if (_key == key) return;
        _key = key;
        if (_gaps is null && First.Recent() is { } first && first.Key == key) (_gaps, _now) = (first.Gaps, first.Now);
        await ReadAsync();
    }

    protected override bool MissesSomething => _failed;

    protected override void OnMissed() => _outdated = true;

    protected override void OnAlive()
    {
    }

    protected override Task OnEventAsync(FeedEvent happened)
    {
        _outdated |= happened is FeedEvent.Resync || (happened is FeedEvent.SamplesDeleted gone && gone.SensorId == SensorId);
        return Task.CompletedTask;
    }

    protected override async Task OnTickAsync()
    {
        if (!_outdated) return;
        _outdated = false;
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        _reading = true;
        var (key, now) = (_key!, Time.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
        try
        {
            var gaps = await Gaps.ReadAsync(SensorId, now - Address.Days * Day, now, Closed);
            // Another span was chosen meanwhile: its own reading shows it.
            if (key != _key) return;
            (_gaps, _now, _failed) = (gaps, now, false);
            First.Put(new GapsFirstPicture(key, gaps, now));
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            if (key != _key) return;
            _failed = true;
        }

        _reading = false;
    }

    /// <summary>As much of a gap as lies in the span that is searched.</summary>
    private long Lost(Gap gap) => (gap.Until ?? _now) - Math.Max(gap.From, _now - Address.Days * Day);

    private string Length(Gap gap) => Moments.Length((gap.Until ?? _now) - gap.From, Text["Data_DayUnit"]);

    private static string Around(Gap gap) => gap.WattsAfter is { } after ? $"{Watts(gap.WattsBefore)} → {Watts(after)}" : Watts(gap.WattsBefore);

    private static string Watts(double? watts) => watts is { } power ? $"{power.ToString("#,##0.#", CultureInfo.CurrentCulture)}\u00A0W" : "–";

    private string SamplesUrl(Gap gap) => (Address.With(DataView.Samples) with { Before = (gap.Until ?? gap.From) + 1 }).ToUrl();
}
