using Microsoft.AspNetCore.Mvc;
using PowerMeter.Web.Accounts;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// The calls of CitizenWatt's clients, under /api: JSON with the answer under <c>data</c>, GET and POST alike. A path that
/// is not known is 404 before anything else; then the credentials count, then the numbers in the path.
/// </summary>
internal static class CompatibleApi
{
    /// <summary>Bytes: a login and a password need no more.</summary>
    private const int LargestForm = 16 * 1024;

    public static void MapCompatibleApi(this IEndpointRouteBuilder app)
    {
        // The group admits everybody so that its own filter can answer as CitizenWatt did.
        var group = app.MapGroup("/api").AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(LargestForm))
            .AddEndpointFilter<CallFailures<FailureForm>>()
            .AddEndpointFilter<CredentialFilter>();
        var routes = new CompatibleRoutes(app, group);
        routes.RefuseUnknown();
        var bins = app.ServiceProvider.GetRequiredKeyedService<TurnFilter>(TurnFilter.Bins);
        var lists = app.ServiceProvider.GetRequiredKeyedService<TurnFilter>(TurnFilter.Lists);
        routes.Read("/time", ServerTime.Get);
        routes.Read("/types", SensorList.GetTypesAsync);
        routes.Read("/sensors", SensorList.GetAllAsync);
        routes.Read("/sensors/{id:int}", SensorList.GetOneAsync);
        MapIds(routes, bins);
        routes.Read("/{sensor:int}/get/watts/by_time/{moment}", MeasureAt.GetAsync);
        routes.Read("/{sensor:int}/get/watts/by_time/{from}/{until}", MeasureList.GetAsync).AddEndpointFilter(lists);
        routes.Read("/{sensor:int}/get/{unit:regex(^(kwatthours|euros)$)}/by_time/{from}/{until}", EnergyBins.GetOneAsync).AddEndpointFilter(bins);
        routes.Read("/{sensor:int}/get/{unit:regex(^(watts|kwatthours|euros)$)}/by_time/{from}/{until}/{step}", EnergyBins.GetManyAsync).AddEndpointFilter(bins);
        routes.Read("/energy_providers", EnergyProviders.GetAllAsync);
        routes.Read("/energy_providers/{provider:regex(^(current|[0-9]+)$)}", EnergyProviders.GetOneAsync);
        routes.Read("/{provider:regex(^(current|[0-9]+)$)}/watt_to_euros/{tariff:regex(^(day|night)$)}/{kwh}", WattToEuros.GetAsync);
        routes.Write("/{sensor:int}/insert/{value}/{timestamp}/{nightRate}", TokenScope.Write, MeasureInsert.PostAsync);
        routes.Write("/sensors/{id:int}/reset_timer", TokenScope.Admin, TimerReset.PostAsync);
        MapDeletions(routes, app.ServiceProvider.GetRequiredKeyedService<TurnFilter>(TurnFilter.Deletions));
    }

    // A place far from the end may take a while to count to: these wait their turn too.
    private static void MapIds(CompatibleRoutes routes, TurnFilter bins)
    {
        routes.Read("/{sensor:int}/get/watts/by_id/{id}", MeasureById.GetOneAsync).AddEndpointFilter(bins);
        routes.Read("/{sensor:int}/get/watts/by_id/{first}/{end}", MeasureById.GetManyAsync).AddEndpointFilter(bins);
        routes.Read("/{sensor:int}/get/{unit:regex(^(kwatthours|euros)$)}/by_id/{first}/{end}", EnergyById.GetOneAsync).AddEndpointFilter(bins);
        routes.Read("/{sensor:int}/get/{unit:regex(^(watts|kwatthours|euros)$)}/by_id/{first}/{end}/{step}", EnergyById.GetManyAsync).AddEndpointFilter(bins);
    }

    private static void MapDeletions(CompatibleRoutes routes, TurnFilter turns)
    {
        routes.Write("/{sensor:int}/delete/by_id/{id}", TokenScope.Write, MeasureDeletion.PostIdAsync).AddEndpointFilter(turns);
        routes.Write("/{sensor:int}/delete/by_id/{first}/{end}", TokenScope.Write, MeasureDeletion.PostIdsAsync).AddEndpointFilter(turns);
        routes.Write("/{sensor:int}/delete/by_time/{moment}", TokenScope.Write, MeasureDeletion.PostTimeAsync).AddEndpointFilter(turns);
        routes.Write("/{sensor:int}/delete/by_time/{from}/{until}", TokenScope.Write, MeasureDeletion.PostTimesAsync).AddEndpointFilter(turns);
    }
}
