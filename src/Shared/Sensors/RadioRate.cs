namespace PowerMeter.Shared.Sensors;

/// <summary>Bits a second on the air.</summary>
public enum RadioRate
{
    /// <summary>250 kbps: the sensor's firmware. Not on an nRF24L01 without plus.</summary>
    Low,

    /// <summary>1 Mbps: what the old base station's receiver used.</summary>
    Medium,

    /// <summary>2 Mbps.</summary>
    High,
}
