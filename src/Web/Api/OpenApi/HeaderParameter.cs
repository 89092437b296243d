namespace PowerMeter.Web.Api.OpenApi;

/// <summary>A header that a call looks at, for the OpenAPI document.</summary>
/// <param name="Example">A value that it understands.</param>
internal sealed record HeaderParameter(string Name, string Description, string Example);
