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
        if (data.Kind == "line")
        {
            var watts = data.Watts.OfType<double>().ToList();
            return text["Summary_Power", title, watts.Min().ToString("N0", culture), watts.Average().ToString("N0", culture), watts.Max().ToString("N0", culture)];
        }

        var kwh = data.Bars.Sum(bar => bar.Kwh).ToString("N2", culture);
        return text["Summary_Energy", title, kwh, Figures.Money(data.Bars.Sum(bar => bar.Cost), data.Currency, culture)];
    }
}
