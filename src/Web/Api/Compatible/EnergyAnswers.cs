using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// Bins in the unit that the path names: watts are the mean over the covered time, kwatthours the energy, euros the money.
/// What has no coverage is null.
/// </summary>
internal static class EnergyAnswers
{
    private const string Euros = "euros";
    private const string Watts = "watts";

    public static IResult One(string unit, EnergyBin? bin, string rate) => unit == Euros
        ? TypedResults.Json(new RatedAnswer<MoneyAnswer>(MoneyOf(bin)!, rate), AnswerJson.Default.RatedAnswerMoneyAnswer)
        : TypedResults.Json(new RatedAnswer<EnergyAnswer>(KwhOf(bin)!, rate), AnswerJson.Default.RatedAnswerEnergyAnswer);

    public static IResult Many(string unit, IEnumerable<EnergyBin?> bins, string rate) => unit switch
    {
        Euros => TypedResults.Json(new RatedAnswer<MoneyAnswer?[]>([.. bins.Select(MoneyOf)], rate), AnswerJson.Default.RatedAnswerMoneyAnswerArray),
        Watts => TypedResults.Json(new RatedAnswer<EnergyAnswer?[]>([.. bins.Select(WattsOf)], rate), AnswerJson.Default.RatedAnswerEnergyAnswerArray),
        _ => TypedResults.Json(new RatedAnswer<EnergyAnswer?[]>([.. bins.Select(KwhOf)], rate), AnswerJson.Default.RatedAnswerEnergyAnswerArray),
    };

    private static MoneyAnswer? MoneyOf(EnergyBin? bin) => bin is { Energy.IsCovered: true } ? new MoneyAnswer(bin.Cost) : null;

    private static EnergyAnswer? KwhOf(EnergyBin? bin) => Scaled(bin, 1 / 1000.0);

    private static EnergyAnswer? WattsOf(EnergyBin? bin) => Scaled(bin, 3600 / (bin?.Energy.CoveredSeconds ?? 1));

    private static EnergyAnswer? Scaled(EnergyBin? bin, double factor) => bin is { Energy: { IsCovered: true } energy }
        ? new EnergyAnswer(energy.WattHours * factor, energy.DayWattHours * factor, energy.NightWattHours * factor)
        : null;
}
