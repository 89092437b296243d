namespace PowerMeter.Receiver.Drivers.Ina219;

public enum Ina219Outcome
{
    Measured,

    /// <summary>The conversion goes on.</summary>
    NotReady,

    /// <summary>What the chip says is no reading.</summary>
    Fault,
}
