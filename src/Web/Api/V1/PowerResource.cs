using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET /sensors/{id}/power: a line to draw, of a number of points that does not grow with the span.</summary>
internal static class PowerResource
{
    private const string Points = "points";
    private const int FewestPoints = 10;
    private const int MostPoints = 10_000;
    private const int DefaultPoints = 1000;

    public static void Map(V1Routes routes) => routes
        .Get("/sensors/{id:int}/power", GetAsync,
        [
            .. QuerySpan.Parameters("the first sample", "now"),
            new QueryParameter(Points, ParameterKind.Integer, "The most points of the line, 10 to 10000. Default: 1000.", "500"),
        ])
        .WithSummary("Power over time, for drawing")
        .WithDescription("""
            Mean, least and greatest power of equal steps of a span, so that no peak is lost however few points there are. A step without a sample is there with nulls, where the line breaks. An empty span has no point.
            The steps are whole minutes, quarters or hours where the span is long enough, so there may be fewer points than asked for, down to about half; none is shorter than the sensor's period.
            The answer bears an ETag: If-None-Match answers 304 when nothing changed.
            """)
        .Produces<PowerAnswer>(StatusCodes.Status200OK).WithExample("""
            {"sensor_id":1,"from":"2026-03-01T12:00:00Z","to":"2026-03-01T12:02:00Z","step_seconds":60,"source":"minutes","points":[
            {"start":"2026-03-01T12:00:00Z","end":"2026-03-01T12:01:00Z","mean_watts":250,"min_watts":40,"max_watts":2100,"coverage":1},
            {"start":"2026-03-01T12:01:00Z","end":"2026-03-01T12:02:00Z","mean_watts":null,"min_watts":null,"max_watts":null,"coverage":0}]}
            """)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AddEndpointFilter(new LongAnswerFilter(TurnFilter.Bins));

    private static async Task<IResult> GetAsync(
        int id, HttpContext http, SensorQuery sensors, RecordedSpanQuery recorded, EnergyQuery energy, TimeProvider time)
    {
        var cancel = http.RequestAborted;
        var asked = QuerySpan.Read(http.Request);
        var points = QueryText.WholeNumberOf(http.Request, Points, FewestPoints, MostPoints) ?? DefaultPoints;
        if (await sensors.FindAsync(id, cancel) is not { } sensor) return Problem.NoSensor(id);
        var (from, until) = await asked.OrRecordedAsync(id, recorded, time, cancel);
        var steps = PowerSteps.Of(from, until, points, (long)(sensor.PeriodSeconds * UnixMicroseconds.PerSecond));
        var bins = steps.Edges.Length == 0 ? [] : await energy.ReadAsync(id, steps.Edges, cancel);
        var answer = new PowerAnswer(
            id, MomentText.Of(from), MomentText.Of(until), steps.Length / (double)UnixMicroseconds.PerSecond, SourceOf(steps.Tier), bins.Select(PowerPointAnswer.Of));
        return new TaggedJson<PowerAnswer>(answer, PowerJson.Plain.PowerAnswer);
    }

    private static string SourceOf(EnergyTier? tier) =>
        tier == EnergyTier.Hours ? "hours" : tier == EnergyTier.Quarters ? "quarters" : tier == EnergyTier.Minutes ? "minutes" : "samples";
}
