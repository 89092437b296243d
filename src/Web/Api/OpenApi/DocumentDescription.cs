using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts.Sessions;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>What the document says of /api/v1 as a whole.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    public const string Bearer = "token";
    public const string Cookie = "session";

    private const string About = """
        The samples, energy and cost of this base station, for programs. All answers are JSON unless a call says otherwise.

        **Authentication.** `Authorization: Bearer TOKEN`. `./powermeter token create NAME --scope read` makes a token. Its
        scope says what it may do: `read` looks, `write` also changes samples, `admin` does everything; never more than its
        user may. Who is signed in on the pages may call with the session's cookie, from this site only. A token in the
        address is never looked at.

        **Times** are given as RFC 3339 with an offset (`2026-03-01T12:00:00Z`) or as seconds since 1970 (`1772366400`), and
        answered as RFC 3339 in UTC. A span includes its start and excludes its end. Days, months and tariff hours are those
        of the site's time zone.

        **Units** stand in the descriptions: watts, kilowatt-hours, volts, seconds, and the contract's currency.

        **Errors** are problem details (RFC 9457): `status` says which, `detail` what was given and what is allowed. A query
        parameter that a call does not know is an error, as is one that stands there twice. A method that a path does not have
        is 405.

        **Caching.** Answers may not be stored, unless they bring an `ETag`: then ask again with `If-None-Match`, and 304 says
        that nothing has changed. Answers are compressed for who accepts `br` or `gzip`.

        **Limits.** A few of the calls that read or write a lot run at a time, the others wait their turn; 503 with
        `Retry-After` when too many wait. Wrong tokens from one address are answered with 429 after a while; right ones are
        always let in. A body may have 16 KiB unless a call says more.
        """;

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "PowerMeter",
            Version = typeof(DocumentDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
            Summary = "A local energy monitor",
            Description = LauncherCommand.In(About),
        };
        // Relative: whatever name and port the base station was reached by, a proxy's too.
        document.Servers = [new OpenApiServer { Url = "/", Description = "This base station" }];
        var used = document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(call => call.Tags!).Select(tag => tag.Reference.Id!).ToHashSet();
        document.Tags = Resources.Descriptions.Where(resource => used.Contains(resource.Key))
            .Select(resource => new OpenApiTag { Name = resource.Key, Description = resource.Value }).ToHashSet();
        DescribeAnswers(document);
        DescribeChoices(document);
        AddSecuritySchemes(document);
        SchemaReferences.Refer(await context.GetOrCreateSchemaAsync(typeof(ProblemAnswer), null, cancellationToken), document);
        foreach (var status in Problems.Statuses)
            document.AddComponent<IOpenApiResponse>(Problems.NameOf(status), Problems.Of(status, new OpenApiSchemaReference(nameof(ProblemAnswer), document)));
    }

    /// <summary>An answer is what its content is.</summary>
    private static void DescribeAnswers(OpenApiDocument document)
    {
        // What ProducesProblem brings; ours is another.
        document.Components?.Schemas?.Remove(nameof(ProblemDetails));
        foreach (var answer in document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(call => call.Responses!).Where(answer => answer.Key[0] == '2').Select(answer => answer.Value).OfType<OpenApiResponse>())
        {
            var content = answer.Content?.Values.Select(content => content.Schema).OfType<OpenApiSchemaReference>().FirstOrDefault();
            if (content?.Reference.Id is { } name && name != nameof(ProblemAnswer) && document.Components?.Schemas?.TryGetValue(name, out var schema) == true)
                answer.Description = schema.Description ?? answer.Description;
        }
    }

    /// <summary>A record that may be null is a choice of two: what is said of it belongs to the choice, where readers look.</summary>
    private static void DescribeChoices(OpenApiDocument document)
    {
        var properties = document.Components?.Schemas?.Values.SelectMany(schema => schema.Properties?.Values ?? []) ?? [];
        foreach (var choice in properties.OfType<OpenApiSchema>().Where(property => property.Description is null && property.OneOf is not null))
            choice.Description = choice.OneOf!.OfType<OpenApiSchemaReference>().Select(one => one.Reference.Description).FirstOrDefault();
    }

    private static void AddSecuritySchemes(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token with scope read, write or admin, each of which includes the one before it.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Cookie, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = SessionCookie.Name,
            Description = "The session of somebody who is signed in on the pages: an admin may do everything, a viewer looks.",
        });
    }
}
