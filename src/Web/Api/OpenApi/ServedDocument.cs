using System.Net.Mime;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>The document as it is sent: made once, when somebody first asks, since it only changes with the program.</summary>
internal sealed class ServedDocument([FromKeyedServices(ApiDocuments.V1)] IOpenApiDocumentProvider documents) : IDisposable
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
}
