using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace PowerMeter.Web.Server;

/// <summary>
/// Answers of the API go out compressed to who accepts it, over HTTP and HTTPS alike: what lets a listener guess a secret
/// from the length of a compressed answer (BREACH) takes a secret and a text of the attacker's in the same answer, and no
/// answer of the API holds a secret (tokens are shown once, on a page; pages are not compressed here). Server-sent events
/// are left alone, since each must go out at once.
/// </summary>
internal static class Compression
{
    private static readonly string[] Kinds = [MediaTypeNames.Application.Json, MediaTypeNames.Application.ProblemJson, MediaTypeNames.Text.Csv];

    public static void AddCompression(this IHostApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = Kinds;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        // A base station has little to compute with, and samples shrink to a fraction at this level already.
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }

    public static void UseCompression(this IApplicationBuilder app, params string[] roots) => app.UseWhen(
        context => roots.Any(root => context.Request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase)),
        api => api.Use(VaryAsync).UseResponseCompression());

    // Also on an answer that goes out as it is: a cache must not give it to who would have had another.
    private static Task VaryAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        return next(context);
    }
}
