using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Api.V1.Tariffs;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Api.V1.W3bstream;

/// <summary>/w3bstream: how the signed readings get on, how they are set, and sending refused ones again.</summary>
internal static class W3bstreamResource
{
    private const string Last = "last";
    private const int MostRetried = 1_000_000;

    public static void Map(V1Routes routes)
    {
        routes.Get("/w3bstream/status", StatusAsync).WithSummary("How the signed readings get on")
            .WithDescription("How the device is known, whether readings are sent and if not why, how many were sent, wait or were refused, what the network said last, and what they should earn. JSON bears an ETag: If-None-Match answers 304 when nothing changed.")
            .Produces<W3bstreamStatusAnswer>().WithExample(W3bstreamExamples.Status).Produces(StatusCodes.Status304NotModified);
        routes.Get("/w3bstream/settings", SettingsAsync).WithSummary("What is set of W3bstream")
            .WithDescription("All settings. Of the token only whether there is one: nobody can read it again. JSON bears an ETag: If-None-Match answers 304 when nothing changed.")
            .Produces<W3bstreamSettingsAnswer>().WithExample(W3bstreamExamples.Settings).Produces(StatusCodes.Status304NotModified);
        routes.Put("/w3bstream/settings", TokenScope.Admin, PutAsync).WithSummary("Change what is set of W3bstream")
            .WithDescription("""
                Any of the fields; what is left out stays. All of them are changed or, if one is wrong, none. Readings are sent while publish_url is set, and for
                devnet a token, for task a project_id. What a profile has no use for is kept for the other one: a task's signature is always raw.
                """)
            .WithBody<W3bstreamSettingsShape>("Some of them", W3bstreamExamples.Change)
            .WithBody<W3bstreamSettingsShape>("Send nothing any more", """{"publish_url":"","token":""}""")
            .Produces<W3bstreamSettingsAnswer>().WithExample(W3bstreamExamples.Settings)
            .WithProblem(StatusCodes.Status400BadRequest, "window_s is '0'; allowed: a whole number of seconds from 1 to 300.")
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        routes.Post(
                "/w3bstream/retry", TokenScope.Admin, RetryAsync,
                new QueryParameter(Last, ParameterKind.Integer, "Only so many, the newest, 1 to 1000000. Default: all.", "10"))
            .WithSummary("Send refused readings again")
            .WithDescription("Readings that the network refused for good wait again, as if they had never been sent.")
            .Produces<W3bstreamRetryAnswer>().WithExample("""{"retried":12}""");
    }

    private static async Task<IResult> StatusAsync(W3bstreamReader reader, TimeProvider time, CancellationToken cancel) =>
        new TaggedJson<W3bstreamStatusAnswer>(W3bstreamJson.Of(await reader.ReadAsync(cancel), time.GetCurrentInstant()), W3bstreamJson.Plain.W3bstreamStatusAnswer);

    private static async Task<IResult> SettingsAsync(W3bstreamSettingsReader settings, CancellationToken cancel) =>
        new TaggedJson<W3bstreamSettingsAnswer>(W3bstreamJson.Of(await settings.ReadAsync(cancel)), W3bstreamJson.Plain.W3bstreamSettingsAnswer);

    private static async Task<IResult> PutAsync(HttpContext http, W3bstreamChanges changes, W3bstreamSettingsReader settings, CancellationToken cancel)
    {
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        try
        {
            await changes.ChangeAsync(W3bstreamBody.Parse(body.RootElement), Caller.Of(http).Name, cancel);
        }
        catch (W3bstreamFaultException e)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (SettingException e)
        {
            // The keys that protect the token are gone.
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, e.Message);
        }

        return TypedResults.Json(W3bstreamJson.Of(await settings.ReadAsync(cancel)), W3bstreamJson.Plain.W3bstreamSettingsAnswer);
    }

    private static async Task<IResult> RetryAsync(HttpContext http, W3bstreamChanges changes, CancellationToken cancel)
    {
        var last = QueryText.WholeNumberOf(http.Request, Last, 1, MostRetried);
        return TypedResults.Json(new W3bstreamRetryAnswer(await changes.RetryAsync(last, Caller.Of(http).Name, cancel)), W3bstreamJson.Plain.W3bstreamRetryAnswer);
    }
}
