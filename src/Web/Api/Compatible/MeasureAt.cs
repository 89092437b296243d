using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>/api/{sensor}/get/watts/by_time/{time}: the measure of exactly that moment.</summary>
internal static class MeasureAt
{
    public static async Task<JsonHttpResult<RatedAnswer<MeasureAnswer>>> GetAsync(
        int sensor, string moment, SampleIdQuery samples, SiteCache site, TimeProvider time, CancellationToken cancel) =>
        Of(sensor, await samples.FindAtAsync(sensor, PathSpan.ParseMoment(moment), cancel), CurrentRate.Of(site, time));

    /// <param name="sample">Null when there is none.</param>
    public static JsonHttpResult<RatedAnswer<MeasureAnswer>> Of(int sensor, StoredSample? sample, string rate) => TypedResults.Json(
        new RatedAnswer<MeasureAnswer>(sample is { } found ? MeasureAnswer.Of(sensor, found) : null!, rate), MeasureAnswerJson.Default.RatedAnswerMeasureAnswer);
}
