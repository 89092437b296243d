using NodaTime;
using NodaTime.Text;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET /sensors, /sensors/{id} and /sensors/{id}/status.</summary>
internal static class SensorResource
{
    public static void Map(V1Routes routes)
    {
        routes.Get("/sensors", ListAsync).WithSummary("The sensors");
        routes.Get("/sensors/{id:int}", FindAsync).WithSummary("One sensor");
        routes.Get("/sensors/{id:int}/status", StatusAsync).WithSummary("How a sensor is")
            .WithDescription("Its state, since when, its newest sample, what was rejected and why, and how many samples wait on disk for the database.");
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
        sensor.Id, sensor.State, TextOf(sensor.Since), TextOf(sensor.LastSeen), sensor.LastWatts, sensor.Volts, sensor.Battery, sensor.SwitchedOn,
        sensor.Samples, sensor.Rejected, sensor.Error, sensor.SpoolDepth);

    private static string? TextOf(Instant? time) => time is { } known ? InstantPattern.ExtendedIso.Format(known) : null;
}
