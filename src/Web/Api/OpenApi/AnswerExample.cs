namespace PowerMeter.Web.Api.OpenApi;

/// <summary>An answer as a call gives it, for the OpenAPI document.</summary>
/// <param name="Text">The body as it stands; JSON for a JSON media type, and then it fits the schema of the answer.</param>
internal sealed record AnswerExample(int Status, string MediaType, string Text);
