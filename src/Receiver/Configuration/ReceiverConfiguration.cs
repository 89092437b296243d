namespace PowerMeter.Receiver.Configuration;

/// <summary>All that the Receiver needs of the database before it can work.</summary>
/// <param name="TimeZone">IANA name.</param>
public sealed record ReceiverConfiguration(
    string TimeZone, IReadOnlyList<ContractConfiguration> Contracts, IReadOnlyList<SensorConfiguration> Sensors);
