namespace PowerMeter.Shared.Sensors;

/// <summary>What a setting must obey beyond its own type and bounds.</summary>
public enum SensorRule
{
    /// <summary>An absolute path.</summary>
    Path,

    /// <summary>Of a serial port: an absolute path.</summary>
    SerialPort,

    /// <summary>Six bytes with colons between.</summary>
    BluetoothAddress,

    /// <summary>A bus, or a directory of the kernel's driver.</summary>
    Ina219Device,

    /// <summary>0x40 to 0x4F.</summary>
    Ina219Address,

    /// <summary>The kernel's driver was named as the device. Argument: the device.</summary>
    Ina219Interface,

    /// <summary>More current than the shunt allows. Arguments: the most amperes, the shunt's ohms.</summary>
    Ina219Amperes,

    /// <summary>More samples than the period has time for. Arguments: the most samples, the period in milliseconds.</summary>
    Ina219Averaging,

    /// <summary>Five bytes in hexadecimal digits.</summary>
    RadioAddress,

    /// <summary>A path, or <c>auto</c>.</summary>
    GpioChip,

    /// <summary>16 bytes. What was given is not in the fault.</summary>
    AesKey,

    /// <summary>Not 0.</summary>
    ScaleNotZero,

    /// <summary>max_w above min_w. Argument: min_w.</summary>
    MaxAboveMin,

    /// <summary>The noise floor below what is measured. Argument: the most watts.</summary>
    NoiseFloor,
}
