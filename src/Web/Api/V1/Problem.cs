using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using PowerMeter.Web.Push;

namespace PowerMeter.Web.Api.V1;

/// <summary>Every error is a problem (RFC 9457): the status says which, the detail what was given and what is allowed.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static JsonHttpResult<ProblemAnswer> Of(int status, string detail, IReadOnlyList<RejectedRow>? rejected = null) => TypedResults.Json(
        new ProblemAnswer(ReasonPhrases.GetReasonPhrase(status), status, detail, rejected), V1Json.Plain.ProblemAnswer, ContentType, status);

    public static JsonHttpResult<ProblemAnswer> NoSensor(int id) => Of(StatusCodes.Status404NotFound, $"There is no sensor {id}: GET {V1Api.Root}/sensors lists those there are.");
}
