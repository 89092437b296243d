using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts.Sessions;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Live;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET /live: server-sent events (WHATWG HTML, section 9.2) of every new sample and of what else changes.</summary>
internal static class LiveResource
{
    public const string MediaType = "text/event-stream";

    private const string Sensor = "sensor";
    private const string LastEventId = "last_event_id";
    private const int RetryAfterSeconds = 30;

    private const string Example = """
        retry: 3000

        event: status
        data: {"sensor_id":1,"state":"running","since":"2026-03-01T11:00:00Z","last_seen":"2026-03-01T12:00:00Z","last_watts":231.5,"volts":null,"battery":null,"switched_on":null,"samples":450,"rejected":0,"error":null,"spool_depth":0}

        id: 1772366408-8123:8123:

        event: sample
        data: {"sensor_id":1,"time":"2026-03-01T12:00:08Z","watts":240,"night_rate":false}

        event: energy
        data: {"sensor_id":1,"from":"2026-03-01T12:00:00Z","to":"2026-03-01T12:01:00Z"}

        event: resync
        data: {"reason":"deleted","sensor_id":1}


        """;

    public static void Map(V1Routes routes) => routes.Get(
            "/live", GetAsync,
            new QueryParameter(Sensor, ParameterKind.Integer, "Only the events of this sensor. Default: all sensors.", "1"),
            new QueryParameter(LastEventId, ParameterKind.Text, "The id of the event that was heard last, for a client that cannot send the header Last-Event-ID, which counts before it. Default: only what happens from now on.", "1790000000-100:105:101,103"))
        .Produces<string>(StatusCodes.Status200OK, MediaType).WithExample(Example, MediaType)
        .WithHeader("Last-Event-ID", "The id of the event that was heard last: a browser that connects again sends it by itself. One that is not known here is answered with resync.", "1790000000-100:105:101,103")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .WithProblem(StatusCodes.Status503ServiceUnavailable, "There are 500 live streams already, which is the most (setting Web:LiveClients): try again in 30 s.")
        .WithSummary("Follow what happens")
        .WithDescription(
            "Server-sent events, each with one line of JSON: sample (a new or corrected sample), status (how a sensor is: first of all sensors, then of each that changes), energy (roll-ups of a span are new), "
            + "configuration (settings, sensors or contracts changed), resync (read again: events were missed, or samples were deleted). "
            + "With the id of the last event a client gets every sample that it missed within the last hour, 10,000 at most; some may come twice. A comment comes every 15 s. The answer has no end: what waits for the whole of it shows nothing, and curl -N shows it as it comes.");

    private static async Task<IResult> GetAsync(
        HttpContext http, SensorQuery sensors, MeasureFeed feed, LiveStreams streams, LiveStream stream, ContinuedAccess access,
        IHostApplicationLifetime lifetime, CancellationToken cancel)
    {
        var sensorId = QueryText.WholeNumberOf(http.Request, Sensor, 1, int.MaxValue);
        var (last, isUnknown) = LastOf(http.Request);
        if (sensorId is { } id && await sensors.FindAsync(id, cancel) is null) return Problem.NoSensor(id);
        if (!feed.IsFollowing) return TooEarly(http, "The database has not answered yet: try again soon.");
        if (streams.TryEnter() is not { } place)
            return TooEarly(http, string.Create(CultureInfo.InvariantCulture, $"There are {streams.Most} live streams already, which is the most (setting Web:LiveClients): try again in {RetryAfterSeconds} s."));
        http.Response.RegisterForDispose(place);
        return new Events(stream, sensorId, last, isUnknown, access, lifetime.ApplicationStopping);
    }

    private static JsonHttpResult<ProblemAnswer> TooEarly(HttpContext http, string detail)
    {
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Problem.Of(StatusCodes.Status503ServiceUnavailable, detail);
    }

    // A browser sends the header by itself, and must not be shut out for an id of another time or another server: it is told to read again.
    private static (FeedPosition? Last, bool IsUnknown) LastOf(HttpRequest request)
    {
        if (request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header) return (FeedPosition.Parse(header), FeedPosition.Parse(header) is null);
        if (QueryText.TextOf(request, LastEventId) is not { } text) return (null, false);
        return (FeedPosition.Parse(text) ?? throw ParameterException.NotAllowed(LastEventId, text, "the id of an event as it was sent"), false);
    }

    /// <summary>The stream itself, written when all checks are passed.</summary>
    private sealed class Events(LiveStream stream, int? sensorId, FeedPosition? last, bool isUnknown, ContinuedAccess access, CancellationToken stopping) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = MediaType;
            response.Headers["X-Accel-Buffering"] = "no";
            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
            try
            {
                await stream.RunAsync(response.BodyWriter, sensorId, last, isUnknown, cancel => access.HoldsAsync(httpContext, cancel), end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The client went, or this process stops and the client will come again.
            }
        }
    }
}
