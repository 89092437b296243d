using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime.Text;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Offers;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// /api/energy_providers, /api/energy_providers/{id} and /api/energy_providers/current. Of the provider in use the figures
/// are the contract's; of others their offer's, or else their latest contract's. CitizenWatt knew one off-peak span for
/// all days: of several it is the first that begins on a weekday, and the hours are left out when there is none.
/// </summary>
internal static class EnergyProviders
{
    private static readonly LocalTimePattern HourAndMinute = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static async Task<JsonHttpResult<DataAnswer<EnergyProviderAnswer[]>>> GetAllAsync(ProviderQuery providers, CancellationToken cancel)
    {
        var all = await providers.ListAsync(cancel);
        return TypedResults.Json(
            new DataAnswer<EnergyProviderAnswer[]>(all.Count == 0 ? null! : [.. all.Select(Of)]), EnergyProviderJson.Default.DataAnswerEnergyProviderAnswerArray);
    }

    /// <param name="provider">An id or "current".</param>
    public static async Task<JsonHttpResult<DataAnswer<EnergyProviderAnswer>>> GetOneAsync(string provider, ProviderQuery providers, CancellationToken cancel) =>
        TypedResults.Json(
            new DataAnswer<EnergyProviderAnswer>(await providers.FindAsync(provider, cancel) is { } found ? Of(found) : null!),
            EnergyProviderJson.Default.DataAnswerEnergyProviderAnswer);

    private static EnergyProviderAnswer Of(ProviderView provider)
    {
        var prices = provider.Prices;
        var span = prices is { HasTwoRates: true } ? OffPeakSchedule.Parse(prices.OffPeak).FirstWeekdaySpan() : null;
        return new EnergyProviderAnswer(
            provider.Id,
            provider.Name,
            provider.TypeId,
            prices?.DayPricePerKwh,
            prices?.StandingChargePerMonth,
            prices?.NightPricePerKwh,
            prices?.StandingChargePerMonth,
            provider.IsCurrent ? 1 : 0,
            provider.ThresholdWatts,
            span is { } starting ? HourAndMinute.Format(starting.Start) : null,
            span is { } ending ? HourAndMinute.Format(ending.End) : null);
    }
}
