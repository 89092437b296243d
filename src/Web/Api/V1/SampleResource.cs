using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Push;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api.V1;

/// <summary>
/// POST /sensors/{id}/samples: one sample, an array or CSV, to a sensor of kind push. All or nothing, unless
/// <c>partial=true</c> lets the good rows in.
/// </summary>
internal static class SampleResource
{
    private const string Partial = "partial";

    /// <summary>The calls of this resource wait for each other, not for those that read a lot.</summary>
    public const string Policy = "push";
    public const int AtOnce = 16;

    /// <summary>A sender that dribbles must not hold its place for ever.</summary>
    private static readonly TimeSpan LongestUpload = TimeSpan.FromSeconds(30);

    public static void Map(V1Routes routes) => routes
        .Post("/sensors/{id:int}/samples", TokenScope.Write, PostAsync, new QueryParameter(Partial, ParameterKind.Boolean, "Whether the good rows are written when others are wrong.", "true"))
        .WithSummary("Push samples")
        .WithDescription("One sample, an array or CSV of up to 10,000 rows, to a sensor of kind push. All or nothing, unless partial=true. The same samples may be sent again. A time may also be a number of seconds since 1970.")
        .WithBody<PushedSample>("One, of now", """{"watts":231.5}""")
        .WithBody<PushedSample[]>("Several", """[{"time":"2026-03-01T12:00:00Z","watts":230,"volts":229.8},{"time":"2026-03-01T13:00:10+01:00","watts":240,"battery":87}]""")
        .WithBody<string>("CSV with a header", "time,watts\n2026-03-01T12:00:20Z,230\n1772366430,250\n", MediaTypeNames.Text.Csv)
        .Produces<PushAnswer>().WithExample("""{"accepted":2,"inserted":2,"unchanged":0,"replaced":0,"rejected":[]}""")
        .WithProblem(StatusCodes.Status400BadRequest, "1 of 2 rows are wrong, and none was written. Row 1 (line 1): watts is missing; allowed: a number. With ?partial=true the others would be written.")
        .ProducesProblem(StatusCodes.Status408RequestTimeout).ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .WithProblem(StatusCodes.Status413PayloadTooLarge, $"Request body too large. The max request body size is {PushBody.LargestBody} bytes.")
        .WithMetadata(new RequestSizeLimitAttribute(PushBody.LargestBody)).RequireRateLimiting(Policy);

    private static async Task<IResult> PostAsync(
        int id, HttpContext http, PushTable table, PushStatus status, WebOptions options, TimeProvider time, CancellationToken cancel)
    {
        var isPartial = QueryText.TruthOf(http.Request, Partial) == true;
        if (await table.FindAsync(id, cancel) is not { } target) return Problem.NoSensor(id);
        if (ConflictOf(target) is { } conflict) return Problem.Of(StatusCodes.Status409Conflict, conflict);
        if (MediaTypeOf(http.Request, out var mediaType) is { } unsupported) return Problem.Of(StatusCodes.Status415UnsupportedMediaType, unsupported);
        if (await ReadAsync(http, time) is not { } body)
            return Problem.Of(StatusCodes.Status408RequestTimeout, $"The body did not come within {LongestUpload.TotalSeconds:0} s.");
        try
        {
            var now = time.GetCurrentInstant();
            var batch = PushBody.Parse(body.Span, mediaType, new PushRules(id, now, now + Duration.FromTimeSpan(options.SamplesAhead)));
            if (batch.Rejected.Count > 0 && (!isPartial || batch.Samples.Count == 0)) return await RefuseAsync(target, batch, status, cancel);
            var result = await table.WriteAsync(target, batch, cancel);
            return TypedResults.Json(
                new PushAnswer(batch.Samples.Count, result.Inserted, result.Unchanged, result.Replaced, batch.Rejected), V1Json.Plain.PushAnswer);
        }
        catch (PushFormatException e)
        {
            await status.NoteRefusalAsync(target, 1, e.Sentence, cancel);
            return Problem.Of(e.IsTooMuch ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, e.Message);
        }
    }

    private static async Task<JsonHttpResult<ProblemAnswer>> RefuseAsync(PushTarget target, PushBatch batch, PushStatus status, CancellationToken cancel)
    {
        var first = batch.Rejected[0];
        await status.NoteRefusalAsync(target, batch.Rejected.Count, first.Said!, cancel);
        var rest = batch.Samples.Count > 0 ? $" With ?{Partial}=true the others would be written." : "";
        return Problem.Of(StatusCodes.Status400BadRequest, string.Create(
            CultureInfo.InvariantCulture,
            $"{batch.Rejected.Count} of {batch.Rows} rows are wrong, and none was written. Row {first.Row} (line {first.Line}): {first.Reason}{rest}"), batch.Rejected);
    }

    private static string? ConflictOf(PushTarget target)
    {
        if (!target.IsPushed) return $"Sensor {target.Id} '{target.Name}' is of kind {target.Driver}, whose samples its own hardware gives; allowed: a sensor of kind {PushTarget.Push}.";
        return target.Enabled ? null : $"Sensor {target.Id} '{target.Name}' is paused: switch it on first.";
    }

    /// <returns>What is wrong with it; null when it is one of ours.</returns>
    private static string? MediaTypeOf(HttpRequest request, out string mediaType)
    {
        mediaType = "";
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding is not ("" or "identity")) return $"Content-Encoding is '{encoding}'; allowed: none.";
        var isOurs = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) && PushBody.IsKnown(mediaType = parsed.MediaType.ToString());
        if (!isOurs) return $"Content-Type is '{request.ContentType}'; allowed: {MediaTypeNames.Application.Json} or {MediaTypeNames.Text.Csv}. With curl: -H 'Content-Type: {MediaTypeNames.Application.Json}'.";
        var charset = HeaderUtilities.RemoveQuotes(parsed!.Charset).ToString();
        return charset.ToUpperInvariant() is "" or "UTF-8" or "US-ASCII" ? null : $"The charset is '{charset}'; allowed: utf-8.";
    }

    /// <returns>Null when it did not come in time.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext http, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(LongestUpload, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, patience.Token);
        var body = new MemoryStream();
        try
        {
            // Kestrel counts, and ends it with 413.
            await http.Request.Body.CopyToAsync(body, limit.Token);
            return body.GetBuffer().AsMemory(0, (int)body.Length);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }
}
