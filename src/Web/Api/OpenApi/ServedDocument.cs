using System.Net.Mime;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>The document as it is sent: made once, when somebody first asks, since it only changes with the program.</summary>
internal sealed partial class ServedDocument(
    [FromKeyedServices(ApiDocuments.V1)] IOpenApiDocumentProvider documents, EndpointDataSource endpoints, ILogger<ServedDocument> logger) : IDisposable
{
    private readonly SemaphoreSlim _making = new(1);
    private byte[]? _body;
    private EntityTagHeaderValue? _tag;

    public void Dispose() => _making.Dispose();

    public static async Task<FileContentHttpResult> GetAsync(HttpContext http, ServedDocument document)
    {
        var body = await document.MakeAsync(http.RequestAborted);
        http.Response.Headers.CacheControl = "no-cache"; // may be kept, and is asked for again with its tag
        return TypedResults.Bytes(body, MediaTypeNames.Application.Json, entityTag: document._tag);
    }

    private async Task<byte[]> MakeAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref _body) is { } made) return made;
        await _making.WaitAsync(cancel);
        try
        {
            if (_body is not null) return _body;
            var document = await documents.GetOpenApiDocumentAsync(cancel);
            var missing = Mapped().Except(Described(document)).Order().ToList();
            if (missing.Count > 0) Incomplete(logger, string.Join(", ", missing));
            using var stream = new MemoryStream();
            await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1, cancel);
            var body = stream.ToArray();
            // Weak: the same document goes out compressed and as it is.
            _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"", isWeak: true);
            Volatile.Write(ref _body, body);
            return body;
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>The calls there are, such as GET /api/v1/sensors; what answers every other path or method is none.</summary>
    private IEnumerable<string> Mapped() =>
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        let path = $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}"
        where path.StartsWith($"{V1Api.Root}/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        select $"{method} {CallName.WithoutConstraints(path)}";

    private static IEnumerable<string> Described(OpenApiDocument document) =>
        from path in document.Paths
        from method in path.Value.Operations!.Keys
        select $"{method} {path.Key}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "The OpenAPI document lacks {Calls}")]
    private static partial void Incomplete(ILogger logger, string calls);
}
