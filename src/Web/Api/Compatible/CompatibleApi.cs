using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// The calls of CitizenWatt's clients, under /api: JSON with the answer under <c>data</c>, GET and POST alike. A path that
/// is not known is 404 before anything else; then the credentials count, then the numbers in the path.
/// </summary>
internal static class CompatibleApi
{
    /// <summary>Bytes: a login and a password need no more.</summary>
    private const int LargestForm = 16 * 1024;

    private static readonly string[] GetAndPost = [HttpMethods.Get, HttpMethods.Post];

    /// <summary>The routing's own 405 would ask who it is first, and know neither tokens nor what to say.</summary>
    private static readonly string[] OtherMethods =
        [HttpMethods.Head, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Patch, HttpMethods.Options, HttpMethods.Trace, HttpMethods.Connect];

    public static void MapCompatibleApi(this IEndpointRouteBuilder app)
    {
        // The group admits everybody so that its own filter can answer as CitizenWatt did.
        var group = app.MapGroup("/api").AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(LargestForm))
            .AddEndpointFilter<FailureFilter>()
            .AddEndpointFilter<CredentialFilter>();
        // Only for these methods, so that another one for a path that is known is 405.
        app.MapMethods("/api/{**path}", GetAndPost, (string? path) => ApiError.Of(StatusCodes.Status404NotFound, $"There is no /api/{path}."))
            .AllowAnonymous().DisableAntiforgery().WithOrder(int.MaxValue);
        app.MapMethods("/api/{**path}", OtherMethods, RefuseMethod)
            .AllowAnonymous().DisableAntiforgery().WithOrder(int.MaxValue).WithMetadata(new ChangesNothingAttribute()).ExcludeFromDescription();
        var bins = app.ServiceProvider.GetRequiredKeyedService<TurnFilter>(TurnFilter.Bins);
        var lists = app.ServiceProvider.GetRequiredKeyedService<TurnFilter>(TurnFilter.Lists);
        group.MapMethods("/time", GetAndPost, ServerTime.Get);
        group.MapMethods("/types", GetAndPost, SensorList.GetTypesAsync);
        group.MapMethods("/sensors", GetAndPost, SensorList.GetAllAsync);
        group.MapMethods("/sensors/{id:int}", GetAndPost, SensorList.GetOneAsync);
        MapIds(group, bins);
        group.MapMethods("/{sensor:int}/get/watts/by_time/{moment}", GetAndPost, MeasureAt.GetAsync);
        group.MapMethods("/{sensor:int}/get/watts/by_time/{from}/{until}", GetAndPost, MeasureList.GetAsync).AddEndpointFilter(lists);
        group.MapMethods("/{sensor:int}/get/{unit:regex(^(kwatthours|euros)$)}/by_time/{from}/{until}", GetAndPost, EnergyBins.GetOneAsync).AddEndpointFilter(bins);
        group.MapMethods("/{sensor:int}/get/{unit:regex(^(watts|kwatthours|euros)$)}/by_time/{from}/{until}/{step}", GetAndPost, EnergyBins.GetManyAsync).AddEndpointFilter(bins);
        group.MapMethods("/energy_providers", GetAndPost, EnergyProviders.GetAllAsync);
        group.MapMethods("/energy_providers/{provider:regex(^(current|[0-9]+)$)}", GetAndPost, EnergyProviders.GetOneAsync);
        group.MapMethods("/{provider:regex(^(current|[0-9]+)$)}/watt_to_euros/{tariff:regex(^(day|night)$)}/{kwh}", GetAndPost, WattToEuros.GetAsync);
        MapWrite(app, group, "/{sensor:int}/insert/{value}/{timestamp}/{nightRate}", TokenScope.Write, MeasureInsert.PostAsync);
        MapWrite(app, group, "/sensors/{id:int}/reset_timer", TokenScope.Admin, TimerReset.PostAsync);
        MapDeletions(app, group);
    }

    // A place far from the end may take a while to count to: these wait their turn too.
    private static void MapIds(RouteGroupBuilder group, TurnFilter bins)
    {
        group.MapMethods("/{sensor:int}/get/watts/by_id/{id}", GetAndPost, MeasureById.GetOneAsync).AddEndpointFilter(bins);
        group.MapMethods("/{sensor:int}/get/watts/by_id/{first}/{end}", GetAndPost, MeasureById.GetManyAsync).AddEndpointFilter(bins);
        group.MapMethods("/{sensor:int}/get/{unit:regex(^(kwatthours|euros)$)}/by_id/{first}/{end}", GetAndPost, EnergyById.GetOneAsync).AddEndpointFilter(bins);
        group.MapMethods("/{sensor:int}/get/{unit:regex(^(watts|kwatthours|euros)$)}/by_id/{first}/{end}/{step}", GetAndPost, EnergyById.GetManyAsync).AddEndpointFilter(bins);
    }

    private static void MapDeletions(IEndpointRouteBuilder app, RouteGroupBuilder group)
    {
        var turns = app.ServiceProvider.GetRequiredKeyedService<TurnFilter>(TurnFilter.Deletions);
        MapWrite(app, group, "/{sensor:int}/delete/by_id/{id}", TokenScope.Write, MeasureDeletion.PostIdAsync).AddEndpointFilter(turns);
        MapWrite(app, group, "/{sensor:int}/delete/by_id/{first}/{end}", TokenScope.Write, MeasureDeletion.PostIdsAsync).AddEndpointFilter(turns);
        MapWrite(app, group, "/{sensor:int}/delete/by_time/{moment}", TokenScope.Write, MeasureDeletion.PostTimeAsync).AddEndpointFilter(turns);
        MapWrite(app, group, "/{sensor:int}/delete/by_time/{from}/{until}", TokenScope.Write, MeasureDeletion.PostTimesAsync).AddEndpointFilter(turns);
    }

    // What changes something is never a GET: the routing prefers what names the method.
    private static RouteHandlerBuilder MapWrite(IEndpointRouteBuilder app, RouteGroupBuilder group, string path, TokenScope scope, Delegate handler)
    {
        app.MapGet($"/api{path}", RefuseGet).AllowAnonymous().DisableAntiforgery();
        return group.MapPost(path, handler).WithMetadata(new NeedsScope(scope));
    }

    private static JsonHttpResult<ErrorAnswer> RefuseMethod(HttpContext http)
    {
        http.Response.Headers.Allow = string.Join(", ", GetAndPost);
        return ApiError.Of(StatusCodes.Status405MethodNotAllowed, $"The method is {http.Request.Method}; allowed: {string.Join(" and ", GetAndPost)}.");
    }

    private static JsonHttpResult<ErrorAnswer> RefuseGet(HttpContext http)
    {
        http.Response.Headers.Allow = HttpMethods.Post;
        return ApiError.Of(StatusCodes.Status405MethodNotAllowed, "The method is GET; allowed: POST.");
    }
}
