using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>/api/{sensor}/get/watts/by_id/{id} and …/{id1}/{id2}: measures by id, or by place from the end.</summary>
internal static class MeasureById
{
    public static async Task<JsonHttpResult<RatedAnswer<MeasureAnswer>>> GetOneAsync(
        int sensor, string id, SampleIdQuery samples, SiteCache site, TimeProvider time, CancellationToken cancel) =>
        MeasureAt.Of(sensor, await samples.FindAsync(sensor, PathIds.Parse(id), cancel), CurrentRate.Of(site, time));

    public static async Task<JsonHttpResult<RatedAnswer<MeasureAnswer[]>>> GetManyAsync(
        int sensor, string first, string end, SampleIdQuery samples, WebOptions options, SiteCache site, TimeProvider time, CancellationToken cancel)
    {
        var found = await samples.ListAsync(sensor, PathIds.Parse(first, end, options.MostIds), cancel);
        return TypedResults.Json(
            new RatedAnswer<MeasureAnswer[]>(found.Count == 0 ? null! : [.. found.Select(sample => MeasureAnswer.Of(sensor, sample))], CurrentRate.Of(site, time)),
            MeasureAnswerJson.Default.RatedAnswerMeasureAnswerArray);
    }
}
