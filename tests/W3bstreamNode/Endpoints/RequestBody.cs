using Microsoft.AspNetCore.Http;

namespace PowerMeter.Tests.W3bstreamNode.Endpoints;

/// <summary>A request's body, of which nothing is left out.</summary>
internal static class RequestBody
{
    /// <summary>Kestrel refuses more with 413.</summary>
    public const int MostBytes = 64 * 1024;

    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}
