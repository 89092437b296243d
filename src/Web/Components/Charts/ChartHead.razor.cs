using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>The chart's switches.</summary>
public sealed partial class ChartHead
{
    private static readonly LocalDatePattern MonthPattern = LocalDatePattern.CreateWithInvariantCulture("yyyy-MM");

    [Parameter, EditorRequired]
    public required ChartView View { get; set; }

    [Parameter, EditorRequired]
    public required ChartPeriod Period { get; set; }

    /// <summary>When the first sample was taken, in unix milliseconds; null while it is not known.</summary>
    [Parameter, EditorRequired]
    public required long? Begin { get; set; }

    [Parameter, EditorRequired]
    public required string Currency { get; set; }

    /// <summary>Whether more than one sensor is shown.</summary>
    [Parameter, EditorRequired]
    public required bool Several { get; set; }

    /// <summary>Somebody chose what to compare with.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<Comparison> Compared { get; set; }

    private LocalDate Today => Period.Today;

    private LocalDate First => Begin is { } begin ? UnixMicroseconds.ToInstant(begin * 1000).InZone(Period.Zone).Date : Today;

    // The same period of last year is the year before, at the scale of years.
    private Comparison Shown => View is { Scale: Scale.Year, Compare: Comparison.Year } ? Comparison.Previous : View.Compare;

    private ChartView Of(ChartUnit unit) =>
        View.Zoom is null ? View with { Unit = unit } : Period.Of(Period.FirstDate) with { Unit = unit, Zoom = unit == ChartUnit.Watts ? View.Zoom : null };

    private void PickDay(ChangeEventArgs chosen) => GoTo(ChartView.ParseDate(chosen.Value as string));

    private void PickMonth(ChangeEventArgs chosen) =>
        GoTo(MonthPattern.Parse(chosen.Value as string ?? "") is { Success: true } month ? month.Value : null);

    private void PickYear(ChangeEventArgs chosen) => GoTo(ChartView.ParseDate($"{chosen.Value}-01-01"));

    // What a browser without a calendar lets one type may be anything; later than today there is nothing, nor before the first sample.
    private void GoTo(LocalDate? date)
    {
        if (date is { } day) Navigation.NavigateTo(Period.Of(LocalDate.Min(Today, LocalDate.Max(day, First))).ToUrl());
    }

    private async Task CompareWithAsync(ChangeEventArgs chosen)
    {
        if (Enum.TryParse<Comparison>(chosen.Value as string, true, out var comparison) && Enum.IsDefined(comparison))
            await Compared.InvokeAsync(comparison);
    }

    private string UnitName(ChartUnit unit) => unit switch
    {
        ChartUnit.Watts => "W",
        ChartUnit.Kwh => "kWh",
        _ => Figures.Symbol(Currency),
    };

    private static string Day(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private static string Month(LocalDate date) => date.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
