using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Commands;
using PowerMeter.Web.Push;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>POST /api/sensors/{id}/reset_timer: pairs the sensor anew. True, or false for a sensor that there is not.</summary>
internal static class TimerReset
{
    public static async Task<IResult> PostAsync(int id, HttpContext http, SensorQuery sensors, SensorCommands commands, CancellationToken cancel)
    {
        if (await sensors.FindAsync(id, cancel) is not { } sensor) return Of(false);
        if (sensor.Driver == PushTarget.Push) return ApiError.Of(StatusCodes.Status409Conflict, $"Sensor {id} '{sensor.Name}' is of kind {PushTarget.Push}: nothing here drives it.");
        var outcome = await commands.AskAsync(id, SensorCommand.Pair, Caller.Of(http).Name, cancel);
        if (outcome.Done) return Of(true);
        return outcome.Answered
            ? ApiError.Of(StatusCodes.Status409Conflict, outcome.Error!)
            : ApiError.Of(StatusCodes.Status504GatewayTimeout, $"No Receiver did it within {SensorCommands.Patience.TotalSeconds:0} s, and it will not be done later.");
    }

    private static JsonHttpResult<DataAnswer<bool>> Of(bool done) => TypedResults.Json(new DataAnswer<bool>(done), AnswerJson.Default.DataAnswerBoolean);
}
