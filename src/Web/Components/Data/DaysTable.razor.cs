using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Live;

namespace PowerMeter.Web.Components.Data;

/// <summary>A month by day: energy, money, power, how much was measured, and what was corrected; today's figures follow.</summary>
public sealed partial class DaysTable
{
    private const int TicksBetweenReads = 5;

    private bool _failed;
    private bool _reading;
    private bool _outdated;
    private int _ticks;

    [Parameter, EditorRequired]
    public required DataAddress Address { get; set; }

    [Parameter, EditorRequired]
    public int SensorId { get; set; }

    /// <summary>Comes from the first picture, so that the live page begins with it.</summary>
    [PersistentState]
    public DaysModel? Model { get; set; }

    [Inject]
    private DaysReader Reader { get; set; } = default!;

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private YearMonth Shown => Address.Month ?? Instant.FromDateTimeOffset(Time.GetUtcNow()).InZone(Sites.Current.Calendar.Zone).Date.ToYearMonth();

    private string Title
    {
        get
        {
            var title = Shown.ToDateInterval().Start.ToDateOnly().ToString("MMMM yyyy", CultureInfo.CurrentCulture);
            return $"{char.ToUpper(title[0], CultureInfo.CurrentCulture)}{title[1..]}";
        }
    }

    private string MonthText => YearMonthPattern.Iso.Format(Shown);

    private string Key => (Address with { SensorId = SensorId, Month = Shown }).ToUrl();

    protected override async Task OnParametersSetAsync()
    {
        if (Model?.Key != Key) await ReadAsync();
    }

    protected override bool MissesSomething => _failed;

    protected override void OnAlive() => _outdated = true;

    protected override Task OnEventAsync(FeedEvent happened)
    {
        _outdated |= happened is FeedEvent.EnergyChanged { Span: var span } ? span.SensorId == SensorId : happened is FeedEvent.Resync or FeedEvent.ConfigurationChanged;
        return Task.CompletedTask;
    }

    protected override async Task OnTickAsync()
    {
        _ticks = (_ticks + 1) % TicksBetweenReads;
        if (!_outdated || _ticks != 0) return;
        _outdated = false;
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        _reading = true;
        var key = Key;
        try
        {
            var model = await Reader.ReadAsync(key, SensorId, Shown, Closed);
            // Another month was chosen meanwhile, or has begun.
            _outdated |= key != Key;
            if (key != Key) return;
            (Model, _failed) = (model, false);
        }
        catch (Exception e) when (DatabaseTrouble.Is(e))
        {
            // Read again in a while, or at once when the feed says that the database is back.
            if (key != Key) return;
            _failed = true;
        }

        _reading = false;
    }

    private void Pick(ChangeEventArgs change)
    {
        if (YearMonthPattern.Iso.Parse(change.Value as string ?? "") is { Success: true, Value: var month })
            Navigation.NavigateTo((Address with { Month = month }).ToUrl());
    }

    private string Url(int months) => (Address with { Month = Shown.PlusMonths(months) }).ToUrl();

    private string ChartUrl(DayRow day) => new ChartView(Scale.Day, ChartUnit.Kwh, LocalDate.FromDateOnly(day.Date)).Of(SensorId).ToUrl();

    private string SamplesUrl(DayRow day) => (Address.With(DataView.Samples) with
    {
        At = CalendarBuckets.StartOfDay(Sites.Current.Calendar.Zone, LocalDate.FromDateOnly(day.Date)),
    }).ToUrl();

    private static string Kwh(DayRow row, double wattHours) => row.IsMeasured ? (wattHours / 1000).ToString("N2", CultureInfo.CurrentCulture) : "–";

    private string Money(DayRow row) => row.IsMeasured ? Components.Figures.Money(row.Cost, Model!.Currency, CultureInfo.CurrentCulture) : "–";

    private static string Power(DayRow row) => row is { MinWatts: { } least, MeanWatts: { } mean, MaxWatts: { } most }
        ? $"{Watts(least)} · {Watts(mean)} · {Watts(most)} W"
        : "–";

    private static string Watts(double watts) => watts.ToString("N0", CultureInfo.CurrentCulture);
}
