namespace PowerMeter.Web.Api.OpenApi;

/// <summary>A body that a call takes, for the OpenAPI document. A call may have several, of one media type or of many.</summary>
/// <param name="Shape">What its schema is made of; text for a media type that is no JSON.</param>
/// <param name="Text">The body as it stands. The call accepts it.</param>
internal sealed record BodyExample(Type Shape, string MediaType, string Name, string Text);
