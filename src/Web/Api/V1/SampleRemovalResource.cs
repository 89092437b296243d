using System.Text.Json.Serialization;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>DELETE /sensors/{id}/samples: all samples of a span, or none when it fails.</summary>
internal static class SampleRemovalResource
{
    public static void Map(V1Routes routes) => routes
        .Delete("/sensors/{id:int}/samples", TokenScope.Write, DeleteAsync, QuerySpan.RequiredParameters())
        .WithSummary("Delete samples")
        .WithDescription("Deletes the samples of a span, all of them or, when the call fails or is given up, none. Energy and cost follow within moments. An empty span deletes nothing. The samples are kept aside and the deletion stands in the trail of corrections, from where the data page can undo it.")
        .Produces<RemovalAnswer>(StatusCodes.Status200OK).WithExample("""{"deleted":8640}""")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AddEndpointFilter(new LongAnswerFilter(TurnFilter.Deletions));

    private static async Task<IResult> DeleteAsync(int id, HttpContext http, SensorQuery sensors, SampleDeletion deletion, CancellationToken cancel)
    {
        var (from, until) = QuerySpan.ReadRequired(http.Request);
        if (await sensors.FindAsync(id, cancel) is null) return Problem.NoSensor(id);
        var deleted = await deletion.DeleteSpanAsync(id, from, until, Caller.Of(http).Name, cancel);
        return TypedResults.Json(new RemovalAnswer(deleted), RemovalJson.Plain.RemovalAnswer);
    }
}

/// <summary>What became of the samples of a span.</summary>
/// <param name="Deleted">How many samples there were.</param>
internal sealed record RemovalAnswer(int Deleted);

[JsonSerializable(typeof(RemovalAnswer))]
internal sealed partial class RemovalJson : JsonSerializerContext
{
    public static RemovalJson Plain { get; } = new(V1Json.CreateOptions());
}
