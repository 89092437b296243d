using System.Text.Json.Serialization;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Probing;

/// <summary>What one reading of a sensor gave.</summary>
/// <param name="Sensor">Its name, or its kind and device.</param>
/// <param name="From">driver: read just now; receiver: what the running Receiver read last, since it has the device.</param>
/// <param name="State">As in <c>sensor_status.state</c>, or stopped.</param>
public sealed record LiveReading(string Sensor, string Kind, string From, string State)
{
    /// <summary>Null: there was none.</summary>
    public double? Watts { get; init; }

    public float? Volts { get; init; }

    /// <summary>Percent, or the cell's volts for a sensor that says no more.</summary>
    public float? Battery { get; init; }

    public bool? SwitchedOn { get; init; }

    /// <summary>When, by this machine's clock, UTC.</summary>
    public DateTime? Time { get; init; }

    /// <summary>What came and was no reading.</summary>
    public long Rejected { get; init; }

    /// <summary>Why there is no reading, or what is to be known of it, and what helps.</summary>
    public string? Error => ErrorSaid?.ToString();

    /// <summary><see cref="Error"/>, not yet in a language.</summary>
    [JsonIgnore]
    public Sentence? ErrorSaid { get; init; }
}
