using System.Text.Json;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Commands;
using PowerMeter.Web.Push;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>POST /sensors/{id}/switch and /sensors/{id}/reset_timer: what a Receiver is asked to do, and whether it did.</summary>
internal static class CommandResource
{
    public static void Map(V1Routes routes)
    {
        routes.Post("/sensors/{id:int}/switch", TokenScope.Admin, SwitchAsync).WithSummary("Switch a load on or off")
            .WithDescription("The answer comes when the Receiver has done it, after at most 12 s; 504 means that it will not be done later either.")
            .WithBody<SwitchRequest>("On", """{"on":true}""").Produces<SwitchAnswer>().WithExample("""{"switched_on":true}""")
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status504GatewayTimeout)
            .WithProblem(StatusCodes.Status409Conflict, "Sensor 1 'Kitchen' is of kind push: nothing here drives it, so it can neither switch nor pair.");
        routes.Post("/sensors/{id:int}/reset_timer", TokenScope.Admin, PairAsync).WithSummary("Pair a radio sensor anew")
            .WithDescription("The sensor's next packet is believed whatever its counter says: for a sensor whose battery was changed.")
            .Produces<PairAnswer>().WithExample("""{"paired":true}""").ProducesProblem(StatusCodes.Status504GatewayTimeout)
            .WithProblem(StatusCodes.Status409Conflict, "Sensor 1 'Kitchen' is of kind push: nothing here drives it, so it can neither switch nor pair.");
    }

    private static async Task<IResult> SwitchAsync(int id, HttpContext http, SensorQuery sensors, SensorCommands commands, CancellationToken cancel)
    {
        if (!http.Request.HasJsonContentType())
            return Problem.Of(StatusCodes.Status415UnsupportedMediaType, $"Content-Type is '{http.Request.ContentType}'; allowed: application/json.");
        if (await ReadAsync(http.Request, cancel) is not { } on)
            return Problem.Of(StatusCodes.Status400BadRequest, "The body is not as it should be; allowed: {\"on\":true} or {\"on\":false}.");
        return await AskAsync(id, on ? SensorCommand.SwitchOn : SensorCommand.SwitchOff, http, sensors, commands, cancel)
            ?? TypedResults.Json(new SwitchAnswer(on), V1Json.Plain.SwitchAnswer);
    }

    private static async Task<IResult> PairAsync(int id, HttpContext http, SensorQuery sensors, SensorCommands commands, CancellationToken cancel) =>
        await AskAsync(id, SensorCommand.Pair, http, sensors, commands, cancel) ?? TypedResults.Json(new PairAnswer(true), V1Json.Plain.PairAnswer);

    /// <returns>Null when it was done.</returns>
    private static async Task<IResult?> AskAsync(
        int id, SensorCommand command, HttpContext http, SensorQuery sensors, SensorCommands commands, CancellationToken cancel)
    {
        if (await sensors.FindAsync(id, cancel) is not { } sensor) return Problem.NoSensor(id);
        if (sensor.Driver == PushTarget.Push)
            return Problem.Of(StatusCodes.Status409Conflict, $"Sensor {id} '{sensor.Name}' is of kind {PushTarget.Push}: nothing here drives it, so it can neither switch nor pair.");
        var outcome = await commands.AskAsync(id, command, Caller.Of(http).Name, cancel);
        if (outcome.Done) return null;
        return outcome.Answered
            ? Problem.Of(StatusCodes.Status409Conflict, outcome.Error!)
            : Problem.Of(StatusCodes.Status504GatewayTimeout, $"No Receiver did it within {SensorCommands.Patience.TotalSeconds:0} s, and it will not be done later. '{LauncherCommand.Name} status' says whether the Receiver runs.");
    }

    /// <returns>Null when it is anything else than one truth value called on.</returns>
    private static async Task<bool?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancel);
            if (body.RootElement.ValueKind != JsonValueKind.Object) return null;
            var fields = body.RootElement.EnumerateObject().ToList();
            return fields is [{ Value.ValueKind: JsonValueKind.True or JsonValueKind.False } only] && only.NameEquals("on") ? only.Value.GetBoolean() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a name that is no text: half a surrogate pair, escaped.
            return null;
        }
    }
}
