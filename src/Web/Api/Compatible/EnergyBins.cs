using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// /api/{sensor}/get/{unit}/by_time/{time1}/{time2} for energy and money, and …/{step} for mean power, energy and money
/// in groups. A group without coverage is null; mean power is over the covered time.
/// </summary>
internal static class EnergyBins
{
    public static async Task<IResult> GetOneAsync(
        int sensor, string unit, string from, string until, EnergyQuery energy, SiteCache site, TimeProvider time, CancellationToken cancel)
    {
        var span = PathSpan.Parse(from, until);
        var bin = span.From == span.Until ? null : (await energy.ReadAsync(sensor, [span.From, span.Until], cancel))[0];
        var rate = CurrentRate.Of(site, time);
        return unit == "euros"
            ? TypedResults.Json(new RatedAnswer<MoneyAnswer>(MoneyOf(bin)!, rate), AnswerJson.Default.RatedAnswerMoneyAnswer)
            : TypedResults.Json(new RatedAnswer<EnergyAnswer>(KwhOf(bin)!, rate), AnswerJson.Default.RatedAnswerEnergyAnswer);
    }

    public static async Task<IResult> GetManyAsync(
        int sensor, string unit, string from, string until, string step, EnergyQuery energy, SiteCache site, TimeProvider time, CancellationToken cancel)
    {
        var edges = PathSpan.Parse(from, until).Edges(step);
        var bins = edges.Length == 1 ? [] : await energy.ReadAsync(sensor, edges, cancel);
        var rate = CurrentRate.Of(site, time);
        return unit switch
        {
            "euros" => TypedResults.Json(new RatedAnswer<MoneyAnswer?[]>([.. bins.Select(MoneyOf)], rate), AnswerJson.Default.RatedAnswerMoneyAnswerArray),
            "watts" => TypedResults.Json(new RatedAnswer<EnergyAnswer?[]>([.. bins.Select(WattsOf)], rate), AnswerJson.Default.RatedAnswerEnergyAnswerArray),
            _ => TypedResults.Json(new RatedAnswer<EnergyAnswer?[]>([.. bins.Select(KwhOf)], rate), AnswerJson.Default.RatedAnswerEnergyAnswerArray),
        };
    }

    private static MoneyAnswer? MoneyOf(EnergyBin? bin) => bin is { Energy.IsCovered: true } ? new MoneyAnswer(bin.Cost) : null;

    private static EnergyAnswer? KwhOf(EnergyBin? bin) => Scaled(bin, 1 / 1000.0);

    private static EnergyAnswer? WattsOf(EnergyBin? bin) => Scaled(bin, 3600 / (bin?.Energy.CoveredSeconds ?? 1));

    private static EnergyAnswer? Scaled(EnergyBin? bin, double factor) => bin is { Energy: { IsCovered: true } energy }
        ? new EnergyAnswer(energy.WattHours * factor, energy.DayWattHours * factor, energy.NightWattHours * factor)
        : null;
}
