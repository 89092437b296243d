using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>/api/sensors, /api/sensors/{id} and /api/types.</summary>
internal static class SensorList
{
    public static async Task<JsonHttpResult<DataAnswer<SensorAnswer[]>>> GetAllAsync(SensorQuery sensors, CancellationToken cancel)
    {
        var all = await sensors.ListAsync(cancel);
        return TypedResults.Json(new DataAnswer<SensorAnswer[]>(all.Count == 0 ? null! : [.. all.Select(Of)]), AnswerJson.Default.DataAnswerSensorAnswerArray);
    }

    public static async Task<JsonHttpResult<DataAnswer<SensorAnswer>>> GetOneAsync(int id, SensorQuery sensors, CancellationToken cancel) =>
        TypedResults.Json(
            new DataAnswer<SensorAnswer>(await sensors.FindAsync(id, cancel) is { } sensor ? Of(sensor) : null!), AnswerJson.Default.DataAnswerSensorAnswer);

    public static async Task<JsonHttpResult<DataAnswer<TypeAnswer[]>>> GetTypesAsync(SensorQuery sensors, CancellationToken cancel) =>
        TypedResults.Json(
            new DataAnswer<TypeAnswer[]>([.. (await sensors.ListTypesAsync(cancel)).Select(type => new TypeAnswer(type.Id, type.Name))]),
            AnswerJson.Default.DataAnswerTypeAnswerArray);

    private static SensorAnswer Of(SensorView sensor) => new(sensor.Id, sensor.Name, sensor.Type, sensor.TypeId);
}
