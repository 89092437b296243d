using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// POST /api/{sensor}/delete/by_id/{id}, …/{id1}/{id2}, /delete/by_time/{time} and …/{time1}/{time2}: how many measures were
/// deleted, or null when there were none. Whoever goes away before the answer has deleted all or nothing.
/// </summary>
internal static class MeasureDeletion
{
    public static async Task<JsonHttpResult<DataAnswer<int?>>> PostIdAsync(int sensor, string id, SampleDeletion measures, HttpContext http, CancellationToken cancel) =>
        Of(await measures.DeleteAsync(sensor, IdRange.Of(PathIds.Parse(id)), Caller.Of(http).Name, cancel));

    public static async Task<JsonHttpResult<DataAnswer<int?>>> PostIdsAsync(
        int sensor, string first, string end, SampleDeletion measures, WebOptions options, HttpContext http, CancellationToken cancel) =>
        Of(await measures.DeleteAsync(sensor, PathIds.Parse(first, end, options.MostIds), Caller.Of(http).Name, cancel));

    public static async Task<JsonHttpResult<DataAnswer<int?>>> PostTimeAsync(int sensor, string moment, SampleDeletion measures, HttpContext http, CancellationToken cancel)
    {
        var time = PathSpan.ParseMoment(moment);
        return Of(await measures.DeleteSpanAsync(sensor, time, time + 1, Caller.Of(http).Name, cancel));
    }

    public static async Task<JsonHttpResult<DataAnswer<int?>>> PostTimesAsync(int sensor, string from, string until, SampleDeletion measures, HttpContext http, CancellationToken cancel)
    {
        var span = PathSpan.Parse(from, until);
        return Of(await measures.DeleteSpanAsync(sensor, span.From, span.Until, Caller.Of(http).Name, cancel));
    }

    private static JsonHttpResult<DataAnswer<int?>> Of(int deleted) =>
        TypedResults.Json(new DataAnswer<int?>(deleted == 0 ? null : deleted), MeasureAnswerJson.Default.DataAnswerNullableInt32);
}
