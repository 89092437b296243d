namespace PowerMeter.Receiver.Configuration;

/// <summary>What of a contract tells night from day.</summary>
/// <param name="OffPeak">See <see cref="Shared.Tariffs.OffPeakSchedule"/>.</param>
public sealed record ContractConfiguration(DateOnly ValidFrom, string OffPeak);
