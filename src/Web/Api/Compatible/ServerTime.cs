using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>/api/time: the server's clock, in unix seconds.</summary>
internal static class ServerTime
{
    public static JsonHttpResult<DataAnswer<double>> Get(TimeProvider time) => TypedResults.Json(
        new DataAnswer<double>(time.GetCurrentInstant().ToUnixMicroseconds() / (double)UnixMicroseconds.PerSecond), AnswerJson.Default.DataAnswerDouble);
}
