namespace PowerMeter.Web.Api.OpenApi;

/// <summary>A header that an answer bears, for the OpenAPI document.</summary>
/// <param name="Status">Of the answer.</param>
internal sealed record AnswerHeader(int Status, string Name, string Description, string Example);
