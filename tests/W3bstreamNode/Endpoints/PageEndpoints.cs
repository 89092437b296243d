using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PowerMeter.Tests.W3bstreamNode.Endpoints;

/// <summary>The page that lists readings as they arrive. Nothing of it comes from elsewhere.</summary>
internal static class PageEndpoints
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => WriteAsync(context, "index.html", "text/html; charset=utf-8"));
        routes.MapGet("/node.js", context => WriteAsync(context, "node.js", "text/javascript; charset=utf-8"));
        routes.MapGet("/node.css", context => WriteAsync(context, "node.css", "text/css; charset=utf-8"));
    }

    private static async Task WriteAsync(HttpContext context, string name, string type)
    {
        var headers = context.Response.Headers;
        (headers.ContentSecurityPolicy, headers.XContentTypeOptions, headers.CacheControl) = (Policy, "nosniff", "no-cache");
        context.Response.ContentType = type;
        await using var page = typeof(PageEndpoints).Assembly.GetManifestResourceStream($"page/{name}")!;
        await page.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
