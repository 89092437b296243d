namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>What <see cref="Nrf24Probe"/> found.</summary>
public enum Nrf24Finding
{
    /// <summary>It answers as an nRF24L01+ does.</summary>
    Radio,

    /// <summary>0x00 alone: nothing there, no supply, or MISO is not connected.</summary>
    NothingReadsLow,

    /// <summary>0xFF alone: nothing drives MISO.</summary>
    NothingReadsHigh,

    /// <summary>It answers, and not as this radio does; or the wires are bad.</summary>
    SomethingElse,
}
