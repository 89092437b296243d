using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace PowerMeter.Tests.Integration.Processor.W3bstream.Delivery;

/// <summary>A server of HTTP/1.1, with TLS also of HTTP/2, that notes what comes and answers as the test says.</summary>
internal sealed class StandInNetwork : IAsyncDisposable
{
    public const string Good = """{"results":[{"appletName":"a","handler":"start","returnValue":null,"code":0}]}""";

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<Post> _posts = new();

    private StandInNetwork(WebApplication server) => _server = server;

    /// <summary>Gets the request and its number, from 0.</summary>
    public Func<HttpContext, Post, int, Task> Answer { get; set; } = (context, _, _) => context.Response.WriteAsync(Good);

    public string Address => _server.Urls.Single().Replace("[::]", "127.0.0.1", StringComparison.Ordinal);

    public IReadOnlyList<Post> Posts => [.. _posts];

    public IReadOnlyList<int> Numbers => [.. _posts.Select(post => post.Number)];

    public static async Task<StandInNetwork> StartAsync(X509Certificate2? certificate = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        var network = new StandInNetwork(builder.Build());
        network._server.Run(network.HandleAsync);
        await network._server.StartAsync();
        return network;
    }

    /// <summary>Answers with a status, and a body.</summary>
    public void AnswerWith(int status, string body = "") => Answer = (context, _, _) => WriteAsync(context, status, body);

    public static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        return body.Length > 0 ? context.Response.WriteAsync(body) : Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var post = new Post(
            context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget, context.Request.Protocol,
            context.Request.Headers.Authorization, context.Request.Headers.ProxyAuthorization, context.Request.ContentType, body);
        int number;
        lock (_posts)
        {
            number = _posts.Count;
            _posts.Enqueue(post);
        }

        await Answer(context, post, number);
    }
}
