using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>The errors of /api/v1 as the document has them: one answer a status, with an example, that the calls refer to.</summary>
internal static class Problems
{
    /// <summary>Those that every call can give.</summary>
    public static IReadOnlyList<int> OfAll { get; } = [StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable];

    /// <summary>Those of a call that not everybody may make.</summary>
    public static IReadOnlyList<int> OfProtected { get; } =
        [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests];

    /// <summary>When it is given, and an example of what it says.</summary>
    private static readonly Dictionary<int, (string When, string Detail)> Known = new()
    {
        [StatusCodes.Status400BadRequest] = ("A parameter or the body is wrong.", "There is no query parameter 'form'; allowed: from, to."),
        [StatusCodes.Status401Unauthorized] = ("No token and no session, or a token that is wrong or revoked.", $"The call brings no token; allowed: the header 'Authorization: Bearer TOKEN'. '{LauncherCommand.Name} token create NAME' makes one."),
        [StatusCodes.Status403Forbidden] = ("The token or its user may not do this, or a session's cookie came from another site.", "This call needs admin rights, and token grafana has read: the lesser of what the token and its user may."),
        [StatusCodes.Status404NotFound] = ("There is no such thing.", $"There is no sensor 7: GET {V1Api.Root}/sensors lists those there are."),
        [StatusCodes.Status405MethodNotAllowed] = ("The path has no such method; the header Allow names those it has.", "The method is PATCH; allowed: GET."),
        [StatusCodes.Status408RequestTimeout] = ("The body came too slowly.", "The body did not come within 30 s."),
        [StatusCodes.Status409Conflict] = ("It cannot be done as things are.", "Sensor 1 'Kitchen' is paused: switch it on first."),
        [StatusCodes.Status412PreconditionFailed] = ("What If-Match names is no longer so.", $"Nothing was changed: the contracts are no longer those of If-Match. GET {V1Api.Root}/contracts tells how they are now."),
        [StatusCodes.Status413PayloadTooLarge] = ("The body is too big.", "Request body too large. The max request body size is 16384 bytes."),
        [StatusCodes.Status415UnsupportedMediaType] = ("The body is of another kind than the call takes.", "Content-Type is 'text/plain'; allowed: application/json."),
        [StatusCodes.Status429TooManyRequests] = ("Too many wrong tokens came from this address. A right one is let in at once.", "Too many wrong tokens came from this address: try again in 30 s. A right one is let in at once."),
        [StatusCodes.Status502BadGateway] = ("Another server, which this one had to ask, did not answer as it should.", "The other server answered 404."),
        [StatusCodes.Status503ServiceUnavailable] = ("The database does not answer, or too many calls wait already.", "The database does not answer just now: try again soon."),
        [StatusCodes.Status504GatewayTimeout] = ("Nobody did it in time, and it will not be done later.", $"No Receiver did it within 12 s, and it will not be done later. '{LauncherCommand.Name} status' says whether the Receiver runs."),
    };

    public static IEnumerable<int> Statuses => Known.Keys;

    public static string NameOf(int status) => ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);

    /// <param name="schema">What a problem is.</param>
    /// <param name="detail">What the call itself says; null for the usual example.</param>
    public static OpenApiResponse Of(int status, IOpenApiSchema schema, string? detail = null)
    {
        var title = ReasonPhrases.GetReasonPhrase(status);
        var (when, usual) = Known.GetValueOrDefault(status, ($"{title}.", $"{title}."));
        return new OpenApiResponse
        {
            Description = when,
            Headers = HeadersOf(status),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problem.ContentType] = new()
                {
                    Schema = schema,
                    Example = JsonSerializer.SerializeToNode(new ProblemAnswer(title, status, detail ?? usual, null), V1Json.Plain.ProblemAnswer),
                },
            },
        };
    }

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => Header("WWW-Authenticate", "What is missing (RFC 6750, section 3).", JsonSchemaType.String, "Bearer realm=\"PowerMeter\""),
        StatusCodes.Status405MethodNotAllowed => Header("Allow", "The methods that the path has.", JsonSchemaType.String, "GET"),
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => Header("Retry-After", "When to try again, in seconds; not always there.", JsonSchemaType.Integer, 5),
        _ => null,
    };

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, JsonSchemaType type, JsonNode example) => new()
    {
        [name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type }, Example = example },
    };
}
