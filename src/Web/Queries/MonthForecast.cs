using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>
/// What a whole month will come to when it goes on as it has been: mean power and cost of the time that samples cover so
/// far, for all of the month. What lies in gaps is so made up for.
/// </summary>
/// <param name="Cost">Without the standing charge, in the site's currency; prices that change later in the month are not foreseen.</param>
public sealed record MonthForecast(double WattHours, decimal Cost)
{
    /// <summary>A day of samples: an hour in which the kettle ran says nothing about a month.</summary>
    public const double LeastCoveredSeconds = 86_400;

    /// <param name="soFar">The month until now.</param>
    /// <param name="monthSeconds">The length of the whole month.</param>
    /// <returns>Null while less than a day of it is covered.</returns>
    public static MonthForecast? Of(EnergyBin soFar, double monthSeconds)
    {
        ArgumentNullException.ThrowIfNull(soFar);
        if (soFar.Energy.CoveredSeconds < LeastCoveredSeconds) return null;
        var factor = monthSeconds / soFar.Energy.CoveredSeconds;
        return new MonthForecast(soFar.Energy.WattHours * factor, soFar.Cost * (decimal)factor);
    }
}
