using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using PowerMeter.Tests.W3bstreamNode.Endpoints;

namespace PowerMeter.Tests.W3bstreamNode.Failures;

/// <summary>The wrong answers.</summary>
internal static class FailingAnswer
{
    /// <summary>Where a redirect points. Nothing is kept there.</summary>
    public const string MovedPath = "/moved";

    private const string Message = "The node was told to fail.";

    // The first byte can begin no UTF-8.
    private static readonly byte[] Garbage = [0xff, 0xfe, 0x00, .. "{\"results\":"u8, 0x80, 0x1b];

    /// <summary>These two answer as if all was well.</summary>
    public static bool IsGoodAnswer(Failure failure) => failure.Mode is FailureMode.Ok or FailureMode.Delay or FailureMode.WrongTime;

    public static Task WriteAsync(HttpContext context, Failure failure, bool isTask)
    {
        if ((failure.RetryAfterS ?? (failure.Mode == FailureMode.RateLimit ? 1 : null)) is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return failure.Mode switch
        {
            FailureMode.Refuse => Answers.ErrorAsync(context, isTask, failure.Status ?? 400, "BadRequest", Message),
            FailureMode.Unavailable => Answers.ErrorAsync(context, isTask, failure.Status ?? 503, "ServiceUnavailable", Message),
            FailureMode.RateLimit => Answers.ErrorAsync(context, isTask, failure.Status ?? 429, "TooManyRequests", Message),
            FailureMode.Unauthorised => Answers.ErrorAsync(context, isTask, failure.Status ?? 401, "InvalidAuthValue", Message),
            FailureMode.ErrorInside => InsideAsync(context, failure, isTask),
            FailureMode.Garbage => BytesAsync(context, failure.Status ?? 200, "application/json", Garbage),
            FailureMode.Html => BytesAsync(context, failure.Status ?? 200, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(
                "<!doctype html><title>Guest network</title><p>Please sign in to use this network.</p>")),
            FailureMode.Redirect => RedirectAsync(context, failure.Status ?? 302),
            FailureMode.Drop => Drop(context),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Mode, "This mode answers well."),
        };
    }

    private static Task InsideAsync(HttpContext context, Failure failure, bool isTask)
    {
        object body = isTask || failure.Inside == ErrorPlace.Top
            ? new { error = Message }
            : new { results = new[] { new { appletName = "power-meter", handler = "start", returnValue = (string?)null, code = -1, error = Message } } };
        return Answers.WriteAsync(context, failure.Status ?? (isTask ? 200 : 201), body);
    }

    private static Task BytesAsync(HttpContext context, int status, string type, byte[] bytes)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static Task RedirectAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = $"{context.Request.Scheme}://{context.Request.Host}{MovedPath}";
        return Task.CompletedTask;
    }

    private static Task Drop(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
