namespace PowerMeter.Shared.Sensors;

/// <summary>What a setting of a sensor is, so that a form can ask for it.</summary>
public enum SensorFieldType
{
    Text,

    /// <summary>A decimal number with a unit.</summary>
    Number,

    WholeNumber,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>Which device it is: see what the machine has.</summary>
    Device,

    /// <summary>Stored protected, never shown.</summary>
    Secret,
}
