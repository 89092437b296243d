namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>The chip, by one of the three ways in.</summary>
public interface IIna219 : IDisposable
{
    /// <summary>Readings of which the mean is one sample: more than one where the chip itself does not average.</summary>
    int ReadingsASample { get; }

    /// <exception cref="Ina219Exception">The chip or its driver is gone, or not what it should be: it has to be opened again.</exception>
    Ina219Result Read();
}
