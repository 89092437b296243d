using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Api.V1.W3bstream;

/// <summary>GET /w3bstream/outbox: the readings that wait or were refused, in pages.</summary>
internal static class OutboxResource
{
    private const string State = "state";
    private const string Limit = "limit";
    private const string Before = "before";
    private const int DefaultLimit = 100;
    private const int MostReadings = 1000;

    public static void Map(V1Routes routes) => routes
        .Get("/w3bstream/outbox", GetAsync,
        [
            new QueryParameter(State, ParameterKind.Text, "Only those of this state. Default: both.", OutboxQuery.Failed) { Values = [OutboxQuery.Waiting, OutboxQuery.Failed] },
            new QueryParameter(Limit, ParameterKind.Integer, "The most readings of the answer, 1 to 1000. Default: 100.", "10"),
            new QueryParameter(Before, ParameterKind.Text, "The next_before of the page before, for the page that follows it; state and limit stay as they were.", new OutboxCursor(1_772_366_400_000_000, 17).ToString()),
        ])
        .WithSummary("Readings that wait or were refused")
        .WithDescription("""
            The newest windows first. A reading that the network took has left. They come in pages: while next_before is not null, the same call with it as
            before gives the next one; what comes or leaves meanwhile neither repeats nor hides another. JSON bears an ETag: If-None-Match answers 304 when nothing changed.
            """)
        .Produces<OutboxAnswer>().WithExample(W3bstreamExamples.Outbox).Produces(StatusCodes.Status304NotModified);

    private static async Task<IResult> GetAsync(HttpContext http, OutboxQuery outbox, CancellationToken cancel)
    {
        var request = http.Request;
        var state = QueryText.TextOf(request, State);
        if (state is not (null or OutboxQuery.Waiting or OutboxQuery.Failed)) throw ParameterException.NotAllowed(State, state, $"{OutboxQuery.Waiting} or {OutboxQuery.Failed}");
        var limit = QueryText.WholeNumberOf(request, Limit, 1, MostReadings) ?? DefaultLimit;
        var before = QueryText.TextOf(request, Before) is { } text
            ? OutboxCursor.Parse(text) ?? throw ParameterException.NotAllowed(Before, text, "the next_before of an answer")
            : OutboxCursor.Start;
        // One more tells whether there is another page.
        var found = await outbox.ListAsync(state, before, limit + 1, cancel);
        var next = found.Count > limit ? new OutboxCursor(found[limit - 1].WindowEnd.ToUnixMicroseconds(), found[limit - 1].Id).ToString() : null;
        var answer = new OutboxAnswer([.. found.Take(limit).Select(W3bstreamJson.Of)], next);
        return new TaggedJson<OutboxAnswer>(answer, W3bstreamJson.Plain.OutboxAnswer);
    }
}
