using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>The headers of a call: those that it looks at, those that its answers bear, and those of a call that can answer 304.</summary>
internal static class HeaderDescription
{
    private const string Tag = "\"5f3a9c1e7b2d4860a1c3e5f7\"";

    private static readonly HeaderParameter IfNoneMatch = new(
        "If-None-Match", "The ETag of an answer that the client has: 304 without a body when it would be the same again (RFC 9110, section 13.1.2).", Tag);

    public static void Add(OpenApiOperation operation, IList<object> metadata)
    {
        var looksAt = metadata.OfType<HeaderParameter>().ToList();
        var bears = metadata.OfType<AnswerHeader>().ToList();
        if (metadata.OfType<IProducesResponseTypeMetadata>().Any(answer => answer.StatusCode == StatusCodes.Status304NotModified))
        {
            looksAt.Add(IfNoneMatch);
            bears.Add(new AnswerHeader(StatusCodes.Status200OK, "ETag", "Names this answer, for If-None-Match. JSON bears it; what is streamed as it is computed does not.", Tag));
            bears.Add(new AnswerHeader(StatusCodes.Status304NotModified, "ETag", "That of the answer that the client has.", Tag));
        }

        foreach (var header in looksAt) (operation.Parameters ??= []).Add(Of(header));
        foreach (var header in bears)
        {
            if (operation.Responses?.GetValueOrDefault(header.Status.ToString(CultureInfo.InvariantCulture)) is not OpenApiResponse answer) continue;
            answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
            answer.Headers[header.Name] = new OpenApiHeader
            {
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = header.Example,
            };
        }
    }

    private static OpenApiParameter Of(HeaderParameter header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Description = header.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = header.Example,
    };
}
