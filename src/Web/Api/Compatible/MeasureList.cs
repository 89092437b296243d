using PowerMeter.Shared.Queries;
using PowerMeter.Web.Api.Rows;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>/api/{sensor}/get/watts/by_time/{time1}/{time2}: the samples themselves, streamed however many there are.</summary>
internal static class MeasureList
{
    public static Task GetAsync(
        int sensor, string from, string until, HttpContext http, SampleQuery samples, SiteCache site, TimeProvider time)
    {
        var span = PathSpan.Parse(from, until);
        var blocks = samples.StreamBlocksAsync(sensor, span.From, span.Until, http.RequestAborted);
        return RowStream.SendBlocksAsync(http, new MeasureJson(sensor, CurrentRate.Of(site, time)), blocks);
    }
}
