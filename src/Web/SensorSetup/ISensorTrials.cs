namespace PowerMeter.Web.SensorSetup;

/// <summary>Asks the Receiver, whose machine has the devices, to look and to try. Both throw <see cref="SensorTrialException"/> when no Receiver answers.</summary>
public interface ISensorTrials
{
    /// <summary>What the machine has. Takes seconds.</summary>
    /// <param name="receiver">The name of the Receiver whose machine it is; null for the one without a name.</param>
    Task<IReadOnlyList<FoundSensor>> ProbeAsync(string? receiver, CancellationToken cancel);

    /// <summary>Takes one reading by what the draft says, and stores nothing.</summary>
    /// <param name="sensorId">The stored sensor that it is a change of, whose secrets it takes; null for a new one.</param>
    /// <exception cref="Forms.FieldFaultException">A setting is wrong.</exception>
    Task<TrialReading> ReadAsync(SensorDraft draft, int? sensorId, CancellationToken cancel);
}
