using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>
/// The schema of a type, with every record of ours among the document's components. What the library makes on demand has
/// them written out, each with the name that it would have had.
/// </summary>
internal static class SchemaReferences
{
    /// <summary>Where the library keeps a schema's name, and what a property that is one says of itself.</summary>
    private const string NameKey = "x-schema-id";
    private const string DescriptionKey = "x-ref-description";

    public static async Task<IOpenApiSchema> OfAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancel) =>
        Refer(await context.GetOrCreateSchemaAsync(type, null, cancel), context.Document!);

    public static IOpenApiSchema Refer(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema own) return schema;
        if (own.Items is { } items) own.Items = Refer(items, document);
        if (own.AdditionalProperties is { } values) own.AdditionalProperties = Refer(values, document);
        own.OneOf = own.OneOf?.Select(one => Refer(one, document)).ToList();
        own.AnyOf = own.AnyOf?.Select(one => Refer(one, document)).ToList();
        foreach (var (name, property) in own.Properties?.ToList() ?? []) own.Properties![name] = Refer(property, document);
        if (TextOf(own, NameKey) is not { Length: > 0 } id) return own;
        document.AddComponent<IOpenApiSchema>(id, own);
        return new OpenApiSchemaReference(id, document) { Description = TextOf(own, DescriptionKey) };
    }

    private static string? TextOf(OpenApiSchema schema, string key) =>
        schema.Metadata is { } all && all.TryGetValue(key, out var value) ? value as string : null;
}
