namespace PowerMeter.Tests.TestKit;

/// <summary>How a <see cref="SimulatedNrf24"/> is wired.</summary>
public enum Nrf24Wiring
{
    Good,

    /// <summary>Nothing there, and the line is pulled low; or the radio has no supply.</summary>
    MisoLow,

    /// <summary>Nothing there, and the line is pulled high; or CSN is not connected.</summary>
    MisoHigh,

    /// <summary>The radio hears zeros alone, and answers.</summary>
    MosiLoose,

    /// <summary>The radio is set up and never listens.</summary>
    ChipEnableLoose,
}
