using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;

namespace PowerMeter.Web.Api.V1;

/// <summary>
/// An answer with an entity tag: who has it already, and says so by If-None-Match, gets 304 and no body (RFC 9110, 13.1.2).
/// <para>
/// The tag is a digest of the answer itself, so it is right whatever changed it: a late sample, a deletion, a re-tagging, a
/// contract, a gap rule, roll-ups that were pending. Nothing cheaper is: a span in the past is never closed. It saves the
/// transfer, not the work. The tag is weak, since the same answer may be sent compressed. The answer may be kept by its
/// reader alone, who must ask each time whether it still holds.
/// </para>
/// <para>It is written twice, so that it need not be held as text: the answer must be the same each time it is enumerated.</para>
/// </summary>
internal sealed class TaggedJson<T>(T answer, JsonTypeInfo<T> type) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = TagOf(answer, type);
        AnswerFormat.SetHeaders(response);
        response.Headers.ETag = tag.ToString();
        if (request.GetTypedHeaders().IfNoneMatch.Any(known => known == EntityTagHeaderValue.Any || known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return response.WriteAsJsonAsync(answer, type, cancellationToken: httpContext.RequestAborted);
    }

    private static EntityTagHeaderValue TagOf(T answer, JsonTypeInfo<T> type)
    {
        using var digest = SHA256.Create();
        using (var sink = new CryptoStream(Stream.Null, digest, CryptoStreamMode.Write)) JsonSerializer.Serialize(sink, answer, type);
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(digest.Hash.AsSpan(0, 16))}\"", isWeak: true);
    }
}
