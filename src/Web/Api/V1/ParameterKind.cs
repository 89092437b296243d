namespace PowerMeter.Web.Api.V1;

/// <summary>What a query parameter is, as OpenAPI says it.</summary>
internal enum ParameterKind
{
    Text,

    /// <summary>See <see cref="Shared.Measurement.TimeText"/>.</summary>
    Time,

    Integer,
    Number,
    Boolean,
}
