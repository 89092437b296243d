using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>The bodies of a call in the document, those that it takes and those that it answers, with their examples.</summary>
internal static class AnswerDescription
{
    /// <summary>Whether it is what the call was made for, and no problem, whatever its status.</summary>
    public static bool IsAnswer(IProducesResponseTypeMetadata answer) => answer.Type is { } type && type != typeof(void) && type != typeof(ProblemDetails);

    /// <summary>Each media type of a status: the library knows but the last one.</summary>
    public static async Task AddAnswersAsync(
        OpenApiOperation operation, IEnumerable<IProducesResponseTypeMetadata> answers, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        foreach (var answer in answers.Where(IsAnswer))
        {
            var contents = ContentsOf(operation, answer.StatusCode);
            // A client looks for text/csv, whatever charset stands behind it.
            foreach (var full in answer.ContentTypes.Where(full => full.Contains(';', StringComparison.Ordinal))) contents.Remove(full);
            foreach (var kind in answer.ContentTypes.Select(full => full.Split(';')[0].Trim()))
                if (!contents.ContainsKey(kind)) contents.Add(kind, new OpenApiMediaType { Schema = await SchemaReferences.OfAsync(answer.Type!, context, cancel) });
        }

        // Readers and tools take the first one for the usual one.
        foreach (var response in operation.Responses!.Values.OfType<OpenApiResponse>().Where(response => response.Content?.Count > 1))
            response.Content = response.Content!.OrderBy(content => content.Key != MediaTypeNames.Application.Json).ToDictionary();
    }

    public static void AddExamples(OpenApiOperation operation, IEnumerable<AnswerExample> examples)
    {
        foreach (var example in examples)
        {
            var contents = ContentsOf(operation, example.Status);
            if (!contents.TryGetValue(example.MediaType, out var content))
                contents.Add(example.MediaType, content = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
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
                schemas.Add(await SchemaReferences.OfAsync(shape, context, cancel));
            contents[kind.Key] = new OpenApiMediaType
            {
                Schema = schemas is [var only] ? only : new OpenApiSchema { AnyOf = schemas },
                Examples = kind.ToDictionary(example => example.Name, IOpenApiExample (example) => new OpenApiExample { Value = ExampleOf(example.MediaType, example.Text) }),
            };
        }

        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = contents };
    }

    private static IDictionary<string, OpenApiMediaType> ContentsOf(OpenApiOperation operation, int status)
    {
        var key = status.ToString(CultureInfo.InvariantCulture);
        operation.Responses ??= [];
        if (!operation.Responses.TryGetValue(key, out var known))
            operation.Responses.Add(key, known = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status) });
        return ((OpenApiResponse)known).Content ??= new Dictionary<string, OpenApiMediaType>();
    }

    private static JsonNode ExampleOf(string mediaType, string text) =>
        mediaType.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(text)! : text;
}
