using Microsoft.Extensions.Localization;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Api.V1.Tariffs;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Api.V1.Corrections;

/// <summary>/sensors/{id}/corrections: what was corrected and deleted, correcting a span, and undoing it.</summary>
internal static class CorrectionsResource
{
    private const string Path = "/sensors/{id:int}/corrections";
    private const string Limit = "limit";
    private const string Before = "before";
    private const int DefaultLimit = 50;
    private const int MostCorrections = 500;

    public static void Map(V1Routes routes)
    {
        routes.Get(
                Path, ListAsync,
                new QueryParameter(Limit, ParameterKind.Integer, "The most corrections of the answer, 1 to 500. Default: 50.", "10"),
                new QueryParameter(Before, ParameterKind.Integer, "The next_before of the page before, for the page that follows it.", "12"))
            .WithSummary("What was corrected")
            .WithDescription("Each correction and deletion of the sensor's samples, newest first, with who did it, why, and what it did. An undone one stays. JSON bears an ETag: If-None-Match answers 304 when nothing changed.")
            .Produces<CorrectionsAnswer>().WithExample(CorrectionExamples.List).Produces(StatusCodes.Status304NotModified);
        routes.Post($"{Path}/preview", TokenScope.Admin, PreviewAsync).WithSummary("What a correction would do")
            .WithDescription("Takes what a correction takes, and answers samples, energy and cost before and after. Nothing is written.")
            .WithBody<CorrectionBodyShape>("Multiply an hour", CorrectionExamples.Scale)
            .Produces<CorrectionPreviewAnswer>().WithExample(CorrectionExamples.Preview)
            .WithProblem(StatusCodes.Status400BadRequest, "to: There are no samples in this span.")
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .AddEndpointFilter(new LongAnswerFilter(TurnFilter.Deletions));
        routes.Post(Path, TokenScope.Admin, ApplyAsync).WithSummary("Correct or delete a span")
            .WithDescription("""
                Deletes the samples of a span, sets them to a power, multiplies them by a factor, or moves them in time, all of them or, when the call fails,
                none; at most 3,000,000 at a time. They are kept as they were, so that it can be undone. Energy and cost follow within moments. Readings
                that were already made for W3bstream stay as they are. 409 when the samples are no longer those that were expected.
                """)
            .WithBody<CorrectionBodyShape>("Multiply an hour", CorrectionExamples.Scale)
            .Produces<CorrectionAnswer>().WithExample(CorrectionExamples.One)
            .WithProblem(StatusCodes.Status400BadRequest, "to: There are no samples in this span.")
            .WithProblem(StatusCodes.Status409Conflict, "preview: The span held 450 samples and now holds 452: go back and look at it anew.")
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .AddEndpointFilter(new LongAnswerFilter(TurnFilter.Deletions));
        routes.Post($"{Path}/{{correction:long}}/undo", TokenScope.Admin, UndoAsync).WithSummary("Undo a correction")
            .WithDescription("Puts the samples back as they were. What was written anew since stays as it is. 409 when it is undone already, or when later corrections build upon it: those must be undone first.")
            .WithPathParameter("correction", "The number of the correction, as GET lists it.", "1")
            .Produces<CorrectionUndoAnswer>().WithExample("""{"restored":450}""")
            .WithProblem(StatusCodes.Status404NotFound, "undo: There is no correction 12 of this sensor.")
            .WithProblem(StatusCodes.Status409Conflict, "undo: Later corrections build upon this one; undo them first: 14.")
            .AddEndpointFilter(new LongAnswerFilter(TurnFilter.Deletions));
    }

    private static async Task<IResult> ListAsync(int id, HttpContext http, SensorQuery sensors, CorrectionTrail trail, CancellationToken cancel)
    {
        var limit = QueryText.WholeNumberOf(http.Request, Limit, 1, MostCorrections) ?? DefaultLimit;
        var before = QueryText.WholeNumberOf(http.Request, Before, 1, int.MaxValue);
        if (await sensors.FindAsync(id, cancel) is null) return Problem.NoSensor(id);
        // One more tells whether there is another page.
        var found = await trail.ListAsync(id, before, limit + 1, cancel);
        var answer = new CorrectionsAnswer([.. found.Take(limit).Select(CorrectionJson.Of)], found.Count > limit ? found[limit - 1].Id : null);
        return new TaggedJson<CorrectionsAnswer>(answer, CorrectionJson.Plain.CorrectionsAnswer);
    }

    private static async Task<IResult> PreviewAsync(
        int id, HttpContext http, SensorQuery sensors, SampleCorrections corrections, IStringLocalizer<Texts> texts, CancellationToken cancel)
    {
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var (request, _) = CorrectionBody.Parse(id, body.RootElement);
        if (await sensors.FindAsync(id, cancel) is null) return Problem.NoSensor(id);
        return await OrProblemAsync(texts, async () => TypedResults.Json(CorrectionJson.Of(await corrections.PreviewAsync(request, cancel)), CorrectionJson.Plain.CorrectionPreviewAnswer));
    }

    private static async Task<IResult> ApplyAsync(
        int id, HttpContext http, SensorQuery sensors, SampleCorrections corrections, CorrectionTrail trail, IStringLocalizer<Texts> texts, CancellationToken cancel)
    {
        using var body = await JsonBody.ReadAsync(http.Request, cancel);
        var (request, expected) = CorrectionBody.Parse(id, body.RootElement);
        if (await sensors.FindAsync(id, cancel) is null) return Problem.NoSensor(id);
        return await OrProblemAsync(texts, async () =>
        {
            var made = await corrections.ApplyAsync(request, expected, Caller.Of(http).Name, cancel);
            var entry = (await trail.ListAsync(id, made + 1, 1, cancel)).Single();
            return TypedResults.Json(CorrectionJson.Of(entry), CorrectionJson.Plain.CorrectionAnswer);
        });
    }

    private static async Task<IResult> UndoAsync(
        int id, long correction, HttpContext http, SensorQuery sensors, SampleCorrections corrections, IStringLocalizer<Texts> texts, CancellationToken cancel)
    {
        if (await sensors.FindAsync(id, cancel) is null) return Problem.NoSensor(id);
        return await OrProblemAsync(texts, async () => TypedResults.Json(
            new CorrectionUndoAnswer(await corrections.UndoAsync(id, correction, Caller.Of(http).Name, cancel)), CorrectionJson.Plain.CorrectionUndoAnswer));
    }

    private static async Task<IResult> OrProblemAsync(IStringLocalizer<Texts> texts, Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (FieldFaultException e)
        {
            return Problem.Of(StatusOf(e.Faults[0]), string.Join(" ", e.Faults.Select(fault => fault.InEnglish(texts))));
        }
    }

    private static int StatusOf(FieldFault fault) => fault switch
    {
        { Key: "Tables_Bad_NoCorrection" or "Tables_Bad_NoSensor" } => StatusCodes.Status404NotFound,
        { Field: CorrectionFields.Undo or CorrectionFields.Preview } => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };
}
