using System.Text.Json;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>Reads the body of a call that brings JSON.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <exception cref="ParameterException">It is no JSON.</exception>
    /// <exception cref="BadHttpRequestException">415: it does not say that it is JSON. 413: it is too long.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasJsonContentType())
            throw new BadHttpRequestException($"Content-Type is '{request.ContentType}'; allowed: application/json.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await JsonDocument.ParseAsync(request.Body, Options, cancel);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: a name that is no Unicode text, half a surrogate pair, while names are compared.
            var place = e is JsonException { LineNumber: { } line } json ? $"look at line {line + 1}, byte {json.BytePositionInLine + 1}." : e.Message;
            throw new ParameterException($"The body is no JSON: {place}", e);
        }
    }
}
