using System.Text.Json;

namespace PowerMeter.Tests.Integration.Web.OpenApi;

/// <summary>A call as the document describes it.</summary>
internal sealed record ApiCall(string Method, string Path, JsonElement Description)
{
    public string Name => $"{Method} {Path}";

    public IEnumerable<JsonElement> Parameters => Description.TryGetProperty("parameters", out var all) ? all.EnumerateArray() : [];

    public IEnumerable<JsonElement> QueryParameters => Parameters.Where(parameter => parameter.GetProperty("in").GetString() == "query");

    public IEnumerable<JsonElement> Headers => Parameters.Where(parameter => parameter.GetProperty("in").GetString() == "header");

    public IEnumerable<JsonProperty> Responses => Description.GetProperty("responses").EnumerateObject();

    /// <summary>The examples of its body, each with its media type.</summary>
    public IEnumerable<(string MediaType, string Text)> Bodies =>
        Description.TryGetProperty("requestBody", out var body)
            ? from content in body.GetProperty("content").EnumerateObject()
              from example in content.Value.GetProperty("examples").EnumerateObject()
              let value = example.Value.GetProperty("value")
              select (content.Name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText())
            : [];

    public static IReadOnlyList<ApiCall> Of(JsonElement document) =>
        [.. from path in document.GetProperty("paths").EnumerateObject()
            from call in path.Value.EnumerateObject()
            select new ApiCall(call.Name, path.Name, call.Value)];

    /// <summary>Its address with the examples of its path, of the parameters that it must have, and of another one.</summary>
    /// <param name="number">What stands for every parameter of the path instead of its example.</param>
    public string Address(JsonElement? other = null, string? number = null)
    {
        var path = Parameters.Where(parameter => parameter.GetProperty("in").GetString() == "path")
            .Aggregate(Path, (made, parameter) => made.Replace($"{{{NameOf(parameter)}}}", number ?? Uri.EscapeDataString(ExampleOf(parameter)), StringComparison.Ordinal));
        var query = QueryParameters.Where(parameter => parameter.TryGetProperty("required", out var required) && required.GetBoolean()).ToList();
        if (other is { } more && !query.Any(parameter => NameOf(parameter) == NameOf(more))) query.Add(more);
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query.Select(parameter => $"{NameOf(parameter)}={Uri.EscapeDataString(ExampleOf(parameter))}"))}";
    }

    public static string NameOf(JsonElement parameter) => parameter.GetProperty("name").GetString()!;

    private static string ExampleOf(JsonElement parameter) =>
        parameter.GetProperty("example") is var example && example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText();
}
