namespace PowerMeter.Web.Api.OpenApi;

/// <summary>What stands for a name in braces in a call's path, for the OpenAPI document.</summary>
/// <param name="Example">A value that works.</param>
internal sealed record PathParameter(string Name, string Description, string Example);
