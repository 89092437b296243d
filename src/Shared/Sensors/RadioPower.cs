namespace PowerMeter.Shared.Sensors;

/// <summary>With which the radio acknowledges packets, as in RF_SETUP.</summary>
public enum RadioPower
{
    /// <summary>−18 dBm.</summary>
    Min,

    /// <summary>−12 dBm.</summary>
    Low,

    /// <summary>−6 dBm.</summary>
    Med,

    /// <summary>0 dBm, as after a reset.</summary>
    High,
}
