using PowerMeter.Web.Push;

namespace PowerMeter.Web.Api.V1;

/// <summary>A sample as it is pushed. The OpenAPI document is made of it; <see cref="PushJson"/> reads the samples themselves.</summary>
internal sealed record PushedSample
{
    /// <summary>When it was taken, RFC 3339 with its offset; seconds since 1970 are taken too. A single object may leave it out: then it is now.</summary>
    public string? Time { get; init; }

    /// <summary>Power in watts, from -1000000000 to 1000000000; negative when the flow is reversed.</summary>
    public required double Watts { get; init; }

    /// <summary>Mains voltage in volts, from -100000 to 100000.</summary>
    public double? Volts { get; init; }

    /// <summary>The battery, in percent or the cell's volts, from 0 to 125.</summary>
    public double? Battery { get; init; }
}
