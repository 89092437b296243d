using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>What the types themselves do not say: that a text is a moment, and that a property is left out rather than null.</summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    /// <summary>A text whose comment says so is a moment.</summary>
    private const string Moment = "RFC 3339";

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var isText = (schema.Type & ~JsonSchemaType.Null) == JsonSchemaType.String;
        if (isText && context.JsonPropertyInfo is not null && schema.Description?.Contains(Moment, StringComparison.Ordinal) == true) schema.Format = "date-time";
        if (context.JsonPropertyInfo is not null) return Task.CompletedTask;
        foreach (var property in context.JsonTypeInfo.Properties.Where(IsLeftOutWhenNull))
        {
            schema.Required?.Remove(property.Name);
            if (schema.Properties is { } all && all.TryGetValue(property.Name, out var left) && left is OpenApiSchema { Type: { } type } own)
                own.Type = type & ~JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }

    private static bool IsLeftOutWhenNull(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }, ..];
}
