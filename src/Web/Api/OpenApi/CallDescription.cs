using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>A call of /api/v1 in the document, from what it says of itself where it is mapped.</summary>
internal sealed class CallDescription : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var path = $"/{context.Description.RelativePath}"[V1Api.Root.Length..];
        var document = context.Document!;
        // What is said at the mapping comes before the comments that the handlers carry for who reads the code.
        operation.Summary = metadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary;
        operation.Description = metadata.OfType<IEndpointDescriptionMetadata>().LastOrDefault()?.Description;
        operation.OperationId ??= CallName.IdOf(context.Description.HttpMethod!, path);
        var resource = CallName.ResourceOf(path, [.. Resources.Descriptions.Keys]);
        operation.Tags = new HashSet<OpenApiTagReference> { new(resource, document) };
        Protect(operation, metadata.OfType<NeedsScope>().LastOrDefault(), document);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path))
            ParameterDescription.Describe(parameter, path, metadata.OfType<PathParameter>());
        foreach (var parameter in metadata.OfType<QueryParameter>())
            (operation.Parameters ??= []).Add(ParameterDescription.Of(parameter));
        await AnswerDescription.AddBodiesAsync(operation, [.. metadata.OfType<BodyExample>()], context, cancellationToken);
        await AnswerDescription.AddAnswersAsync(operation, metadata.OfType<IProducesResponseTypeMetadata>(), context, cancellationToken);
        AnswerDescription.AddExamples(operation, metadata.OfType<AnswerExample>());
        AddProblems(operation, path, metadata, document);
        HeaderDescription.Add(operation, metadata);
    }

    private static void Protect(OpenApiOperation operation, NeedsScope? needed, OpenApiDocument document)
    {
        operation.Security = [];
        if (needed is null) return;
        var scope = needed.Scope.ToString().ToLowerInvariant();
        // Either one.
        operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDescription.Bearer, document)] = [scope] });
        operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDescription.Cookie, document)] = [] });
        operation.Description = $"{operation.Description}\n\nNeeds the scope `{scope}`.".TrimStart();
    }

    private static void AddProblems(OpenApiOperation operation, string path, IList<object> metadata, OpenApiDocument document)
    {
        var own = metadata.OfType<ProblemExample>().ToDictionary(problem => problem.Status, problem => problem.Detail);
        var statuses = new SortedSet<int>([.. Problems.OfAll, .. own.Keys]);
        if (operation.Security!.Count > 0) statuses.UnionWith(Problems.OfProtected);
        if (path.Contains('{', StringComparison.Ordinal)) statuses.Add(StatusCodes.Status404NotFound);
        if (operation.RequestBody is not null) statuses.Add(StatusCodes.Status413PayloadTooLarge);
        statuses.UnionWith(metadata.OfType<IProducesResponseTypeMetadata>().Select(answer => answer.StatusCode).Where(status => status >= StatusCodes.Status400BadRequest));
        var answered = metadata.OfType<IProducesResponseTypeMetadata>().Where(AnswerDescription.IsAnswer).Select(answer => answer.StatusCode).ToHashSet();
        foreach (var status in statuses)
        {
            var key = status.ToString(CultureInfo.InvariantCulture);
            var isUsual = Problems.Statuses.Contains(status) && !own.ContainsKey(status) && !answered.Contains(status);
            var problem = isUsual ? null : Problems.Of(status, new OpenApiSchemaReference(nameof(ProblemAnswer), document), own.GetValueOrDefault(status));
            // A status may be both an answer of the call's and a problem.
            if (problem is not null && answered.Contains(status))
                foreach (var (kind, content) in operation.Responses![key].Content ?? new Dictionary<string, OpenApiMediaType>()) problem.Content!.TryAdd(kind, content);
            operation.Responses![key] = problem is null ? new OpenApiResponseReference(Problems.NameOf(status), document) : problem;
        }
    }
}
