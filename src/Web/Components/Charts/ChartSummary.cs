using System.Globalization;
using Microsoft.Extensions.Localization;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Components.Charts;

/// <summary>The chart in one sentence, for those who cannot see it.</summary>
internal static class ChartSummary
{
    public static string Of(ChartData data, string title, IStringLocalizer<Texts> text)
    {
        var culture = CultureInfo.CurrentCulture;
        if (data.IsEmpty) return text["Summary_Nothing", title];
        if (data.Unit == ChartView.Name(ChartUnit.Watts))
        {
            var (least, mean, greatest) = Powers(data);
            return text["Summary_Power", title, least.ToString("N0", culture), mean.ToString("N0", culture), greatest.ToString("N0", culture)];
        }

        var kwh = data.Bars.Sum(bar => bar.Kwh).ToString("N2", culture);
        return text["Summary_Energy", title, kwh, Figures.Money(data.Bars.Sum(bar => bar.Cost), data.Currency, culture)];
    }

    private static (double Least, double Mean, double Greatest) Powers(ChartData data)
    {
        if (data.Kind == "line")
        {
            var watts = data.Watts.OfType<double>().ToList();
            return (Least(data.MinWatts, watts.Min()), watts.Average(), Greatest(data.MaxWatts, watts.Max()));
        }

        // A bar that was measured for an hour only counts for an hour.
        var bars = data.Bars.Where(bar => bar.MeanWatts is not null).ToList();
        var mean = bars.Sum(bar => bar.MeanWatts!.Value * bar.CoveredSeconds) / bars.Sum(bar => bar.CoveredSeconds);
        return (bars.Min(bar => bar.MinWatts ?? bar.MeanWatts!.Value), mean, bars.Max(bar => bar.MaxWatts ?? bar.MeanWatts!.Value));
    }

    private static double Least(IEnumerable<double?> extremes, double otherwise) => extremes.OfType<double>().DefaultIfEmpty(otherwise).Min();

    private static double Greatest(IEnumerable<double?> extremes, double otherwise) => extremes.OfType<double>().DefaultIfEmpty(otherwise).Max();
}
