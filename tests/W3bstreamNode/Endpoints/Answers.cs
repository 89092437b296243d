using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PowerMeter.Tests.W3bstreamNode.Endpoints;

/// <summary>Answers as the two profiles write them.</summary>
internal static class Answers
{
    // The network names its members as they stand in the code.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(HttpContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body, Json, context.RequestAborted);
    }

    /// <param name="key">devnet: the kind of error.</param>
    public static Task ErrorAsync(HttpContext context, bool isTask, int status, string key, string message) => isTask
        ? WriteAsync(context, status, new { error = message })
        : WriteAsync(context, status, new
        {
            key,
            code = (status * 1_000_000) + 1,
            msg = message,
            desc = "",
            canBeTalk = false,
            id = "",
            sources = new[] { "srv-applet-mgr" },
        });

    /// <summary>The devnet's answer to an event: how the applets fared.</summary>
    /// <param name="error">Why the applet failed; null when it did not.</param>
    /// <param name="hasApplet">Without one, <c>results</c> is empty.</param>
    public static Task EventAsync(HttpContext context, string channel, string eventId, DateTimeOffset now, bool hasApplet, string? error = null)
    {
        object result = error is null
            ? new { appletName = "power-meter", handler = "start", returnValue = (string?)null, code = 0 }
            : new { appletName = "power-meter", handler = "start", returnValue = (string?)null, code = -1, error };
        return WriteAsync(context, StatusCodes.Status201Created, new
        {
            channel,
            publisherID = "1",
            eventID = eventId,
            timestamp = now.ToUnixTimeMilliseconds(),
            results = hasApplet ? new[] { result } : [],
        });
    }
}
