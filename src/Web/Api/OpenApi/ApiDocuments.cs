using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>The OpenAPI document of /api/v1. It holds nothing secret: everybody may read it.</summary>
internal static class ApiDocuments
{
    public const string V1 = "v1";
    public const string Path = $"/openapi/{V1}.json";

    public static void AddApiDocuments(this IHostApplicationBuilder builder)
    {
        // The schemas are made of these options: as the answers are written, see V1Json.
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        builder.Services.AddOpenApi(V1, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = call => $"/{call.RelativePath}".StartsWith($"{V1Api.Root}/", StringComparison.Ordinal);
            options.AddSchemaTransformer<SchemaDescription>();
            options.AddOperationTransformer<CallDescription>();
            options.AddDocumentTransformer<DocumentDescription>();
        });
        builder.Services.AddSingleton<ServedDocument>();
    }

    public static void MapApiDocuments(this IEndpointRouteBuilder app) =>
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], ServedDocument.GetAsync).AllowAnonymous().ExcludeFromDescription();
}
