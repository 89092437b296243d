namespace PowerMeter.Web.Api.OpenApi;

/// <summary>An error that a call can answer, for the OpenAPI document.</summary>
/// <param name="Detail">As the call says it.</param>
internal sealed record ProblemExample(int Status, string Detail);
