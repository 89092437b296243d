using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>Asks for a change, and says in a problem why it is refused.</summary>
internal static class TariffAnswer
{
    /// <exception cref="ParameterException">What is wanted cannot be.</exception>
    public static async Task<TariffOutcome> ChangeAsync(TariffChanges changes, TariffRequest request, CancellationToken cancel)
    {
        try
        {
            return await changes.ChangeAsync(request, cancel);
        }
        catch (TariffException e)
        {
            throw new ParameterException(e.Message, e);
        }
    }

    /// <returns>Null when it was not refused.</returns>
    public static IResult? RefusalOf(TariffOutcome outcome) => outcome.Result switch
    {
        TariffResult.Busy => Problem.Of(
            StatusCodes.Status409Conflict,
            $"Nothing was changed, since another change is not finished: {outcome.State.Change}. {ContractsResource.LocationOf(outcome.State.Change!.Id)} says how far it is."),
        TariffResult.NotExpected => Problem.Of(
            StatusCodes.Status412PreconditionFailed, $"Nothing was changed: the contracts are no longer those of If-Match. GET {V1Api.Root}/contracts tells how they are now."),
        _ => null,
    };
}
