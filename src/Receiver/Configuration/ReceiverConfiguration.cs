using System.Text.Json.Serialization;

namespace PowerMeter.Receiver.Configuration;

/// <summary>All that the Receiver needs of the database before it can work.</summary>
/// <param name="TimeZone">IANA name.</param>
public sealed record ReceiverConfiguration(
    string TimeZone, IReadOnlyList<ContractConfiguration> Contracts, IReadOnlyList<SensorConfiguration> Sensors)
{
    /// <summary>Whose sensors they are: see <see cref="ReceiverOptions"/>.</summary>
    public string? Receiver { get; init; }

    /// <summary>When a sensor was last read, in microseconds since 1970; null when none ever was. Not kept in the cache: it changes all the time.</summary>
    [JsonIgnore]
    public long? NewestSample { get; init; }

    /// <summary>Of which life of the database it is.</summary>
    public Guid? Epoch { get; init; }
}
