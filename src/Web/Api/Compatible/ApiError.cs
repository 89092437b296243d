using Microsoft.AspNetCore.Http.HttpResults;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>Errors are JSON: what was given, what is allowed.</summary>
internal static class ApiError
{
    public static JsonHttpResult<ErrorAnswer> Of(int status, string message) =>
        TypedResults.Json(new ErrorAnswer(message), AnswerJson.Default.ErrorAnswer, statusCode: status);
}
