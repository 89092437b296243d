using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PowerMeter.Tests.W3bstreamNode.Endpoints;

namespace PowerMeter.Tests.W3bstreamNode.Hosting;

/// <summary>The HTTP server of a node: one address, HTTP/1.1, with TLS also HTTP/2.</summary>
internal static class NodeServer
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">The certificate or its key is no such thing.</exception>
    public static WebApplication Create(NodeOptions options, TimeProvider clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        // Below a warning there are addresses of requests.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MostBytes;
            kestrel.Listen(options.Address, options.Port, listen => Secure(listen, options));
        });
        var app = builder.Build();
        app.Use(AnswerBadRequestsAsync);
        app.UseRouting();
        return app;
    }

    private static void Secure(ListenOptions listen, NodeOptions options)
    {
        // Without TLS a client cannot ask for HTTP/2.
        listen.Protocols = options.CertificateFile is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        if (options.CertificateFile is null) return;
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(options.CertificateFile);
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile),
            ServerCertificateChain = chain,
        });
    }

    // A body that is too long, or ends too early.
    private static async Task AnswerBadRequestsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e)
        {
            await Answers.ErrorAsync(context, context.Request.Path.StartsWithSegments("/v1"), e.StatusCode, "BadRequest", e.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The sender has gone: nobody is there to be answered.
        }
    }
}
