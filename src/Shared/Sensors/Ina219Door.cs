namespace PowerMeter.Shared.Sensors;

/// <summary>The ways in to the chip; the setting <c>interface</c>, there in lower case.</summary>
public enum Ina219Door
{
    /// <summary>The first of the others that is there.</summary>
    Auto,

    /// <summary>The kernel's driver ina2xx.</summary>
    Hwmon,

    /// <summary>The kernel's driver ina2xx-adc.</summary>
    Iio,

    /// <summary>No kernel driver: the registers themselves, through i2c-dev.</summary>
    I2c,
}
