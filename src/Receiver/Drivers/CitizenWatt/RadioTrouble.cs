namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>What is wrong with a radio that does not hold what was written to it.</summary>
public enum RadioTrouble
{
    None,

    /// <summary>Every bit reads 0.</summary>
    ReadsLow,

    /// <summary>Every bit reads 1.</summary>
    ReadsHigh,

    /// <summary>All is well but the bit for 250 kbps: an nRF24L01 without plus.</summary>
    NoLowRate,

    /// <summary>A register reads back as something else.</summary>
    Differs,
}
