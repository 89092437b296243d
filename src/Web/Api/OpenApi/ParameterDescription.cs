using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>The parameters of a call: those of its query from what it maps, those of its path from where they stand.</summary>
internal static class ParameterDescription
{
    public static OpenApiParameter Of(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Required = parameter.Required,
        Description = parameter.Kind == ParameterKind.Time && !parameter.Description.Contains("RFC 3339", StringComparison.Ordinal)
            ? $"{parameter.Description} RFC 3339 with its offset, or seconds since 1970."
            : parameter.Description,
        Schema = SchemaOf(parameter),
        Example = ExampleOf(parameter.Kind, parameter.Example),
    };

    public static void Describe(OpenApiParameter parameter, string path, IEnumerable<PathParameter> described)
    {
        parameter.Required = true;
        if (described.FirstOrDefault(known => known.Name == parameter.Name) is { } own)
        {
            parameter.Description = own.Description;
            parameter.Example = IsNumber(parameter) ? JsonNode.Parse(own.Example) : own.Example;
            return;
        }

        var list = CallName.ListBefore(path, parameter.Name ?? "");
        parameter.Description = $"The number of the {CallName.Singular(list)}, as GET {V1Api.Root}/{list} lists it.";
        parameter.Example = 1;
    }

    private static bool IsNumber(OpenApiParameter parameter) => parameter.Schema?.Type is JsonSchemaType.Integer or JsonSchemaType.Number;

    private static OpenApiSchema SchemaOf(QueryParameter parameter) => new()
    {
        Type = parameter.Kind switch
        {
            ParameterKind.Integer => JsonSchemaType.Integer,
            ParameterKind.Number => JsonSchemaType.Number,
            ParameterKind.Boolean => JsonSchemaType.Boolean,
            _ => JsonSchemaType.String,
        },
        Enum = parameter.Values.Count == 0 ? null : [.. parameter.Values.Select(value => ExampleOf(parameter.Kind, value))],
    };

    private static JsonNode ExampleOf(ParameterKind kind, string text) =>
        kind is ParameterKind.Integer or ParameterKind.Number or ParameterKind.Boolean ? JsonNode.Parse(text)! : text;
}
