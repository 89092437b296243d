using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>The bodies of a call in the document, those that it takes and those that it answers, with their examples.</summary>
internal static class AnswerDescription
{
    public static void AddExamples(OpenApiOperation operation, IEnumerable<AnswerExample> examples)
    {
        foreach (var response in operation.Responses?.Values.OfType<OpenApiResponse>() ?? []) DropMediaTypeParameters(response);
        foreach (var example in examples)
        {
            var status = example.Status.ToString(CultureInfo.InvariantCulture);
            operation.Responses ??= [];
            if (!operation.Responses.TryGetValue(status, out var known))
                operation.Responses.Add(status, known = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(example.Status) });
            var response = (OpenApiResponse)known;
            response.Content ??= new Dictionary<string, OpenApiMediaType>();
            if (!response.Content.TryGetValue(example.MediaType, out var content))
                response.Content.Add(example.MediaType, content = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            content.Example = ExampleOf(example.MediaType, example.Text);
        }
    }

    public static async Task AddBodiesAsync(
        OpenApiOperation operation, IReadOnlyList<BodyExample> examples, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        if (examples.Count == 0) return;
        var contents = new Dictionary<string, OpenApiMediaType>();
        foreach (var kind in examples.GroupBy(example => example.MediaType))
        {
            var schemas = new List<IOpenApiSchema>();
            foreach (var shape in kind.Select(example => example.Shape).Distinct())
                schemas.Add(await SchemaOfAsync(shape, context, cancel));
            contents[kind.Key] = new OpenApiMediaType
            {
                Schema = schemas is [var only] ? only : new OpenApiSchema { AnyOf = schemas },
                Examples = kind.ToDictionary(example => example.Name, IOpenApiExample (example) => new OpenApiExample { Value = ExampleOf(example.MediaType, example.Text) }),
            };
        }

        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = contents };
    }

    /// <summary>A client looks for text/csv, whatever charset stands behind it.</summary>
    private static void DropMediaTypeParameters(OpenApiResponse response)
    {
        if (response.Content is not { } contents) return;
        foreach (var (full, content) in contents.Where(content => content.Key.Contains(';', StringComparison.Ordinal)).ToList())
        {
            contents.Remove(full);
            contents[full.Split(';')[0].Trim()] = content;
        }
    }

    /// <summary>A text, or a reference to a record of ours, or a list of these.</summary>
    private static async Task<IOpenApiSchema> SchemaOfAsync(Type shape, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        if (shape == typeof(string)) return new OpenApiSchema { Type = JsonSchemaType.String };
        if (shape.GetElementType() is { } row) return new OpenApiSchema { Type = JsonSchemaType.Array, Items = await SchemaOfAsync(row, context, cancel) };
        context.Document!.AddComponent<IOpenApiSchema>(shape.Name, await context.GetOrCreateSchemaAsync(shape, null, cancel));
        return new OpenApiSchemaReference(shape.Name, context.Document);
    }

    private static JsonNode ExampleOf(string mediaType, string text) =>
        mediaType.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(text)! : text;
}
