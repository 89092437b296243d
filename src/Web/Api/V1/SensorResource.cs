using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET /sensors, /sensors/{id} and /sensors/{id}/status.</summary>
internal static class SensorResource
{
    private const string Kitchen =
        """{"id":1,"name":"Kitchen","type":"Electricity","kind":"acs712","period_seconds":8,"max_gap_seconds":60,"enabled":true,"state":"running"}""";

    public static void Map(V1Routes routes)
    {
        routes.Get("/sensors", ListAsync).WithSummary("The sensors").WithDescription("All of them, by number, also those that are paused.")
            .Produces<SensorsAnswer>().WithExample($$"""{"sensors":[{{Kitchen}}]}""");
        routes.Get("/sensors/{id:int}", FindAsync).WithSummary("One sensor").WithDescription("What it measures, how often, and how it is.")
            .Produces<SensorAnswer>().WithExample(Kitchen);
        routes.Get("/sensors/{id:int}/status", StatusAsync).WithSummary("How a sensor is")
            .WithDescription("Its state, since when, its newest sample, what was rejected and why, and how many samples wait on disk for the database.")
            .Produces<StatusAnswer>().WithExample("""
                {"sensor_id":1,"state":"running","since":"2026-03-01T11:00:00Z","last_seen":"2026-03-01T12:00:00.25Z","last_watts":231.5,"volts":229.8,
                 "battery":null,"switched_on":null,"samples":450,"rejected":0,"error":null,"spool_depth":0}
                """);
    }

    private static async Task<IResult> ListAsync(SensorQuery sensors, CancellationToken cancel) => TypedResults.Json(
        new SensorsAnswer([.. (await sensors.ListAsync(cancel)).Select(Of)]), V1Json.Plain.SensorsAnswer);

    private static async Task<IResult> FindAsync(int id, SensorQuery sensors, CancellationToken cancel) =>
        await sensors.FindAsync(id, cancel) is { } sensor ? TypedResults.Json(Of(sensor), V1Json.Plain.SensorAnswer) : Problem.NoSensor(id);

    private static async Task<IResult> StatusAsync(int id, SensorQuery sensors, CancellationToken cancel) =>
        await sensors.FindAsync(id, cancel) is { } sensor ? TypedResults.Json(StatusOf(sensor), V1Json.Plain.StatusAnswer) : Problem.NoSensor(id);

    private static SensorAnswer Of(SensorView sensor) => new(
        sensor.Id, sensor.Name, sensor.Type, sensor.Driver, sensor.PeriodSeconds, sensor.MaxGapSeconds, sensor.Enabled, sensor.State);

    internal static StatusAnswer StatusOf(SensorView sensor) => new(
        sensor.Id, sensor.State, MomentText.Of(sensor.Since), MomentText.Of(sensor.LastSeen), sensor.LastWatts, sensor.Volts, sensor.Battery, sensor.SwitchedOn,
        sensor.Samples, sensor.Rejected, sensor.Error, sensor.SpoolDepth);
}
