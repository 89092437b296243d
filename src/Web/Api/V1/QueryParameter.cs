namespace PowerMeter.Web.Api.V1;

/// <summary>
/// A parameter that may stand after the question mark of a call: what <see cref="QueryFilter"/> lets through and the
/// OpenAPI document describes.
/// </summary>
/// <param name="Description">What it does, its unit, and what holds without it.</param>
/// <param name="Example">A value that works.</param>
internal sealed record QueryParameter(string Name, ParameterKind Kind, string Description, string Example)
{
    public bool Required { get; init; }

    /// <summary>The only values there are; empty when others are allowed too.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}
