namespace PowerMeter.Shared.Sensors;

/// <summary>What a recorded file holds.</summary>
public enum RecordingFormat
{
    /// <summary>A comma in the first line makes it CSV, anything else wire bytes.</summary>
    Auto,

    /// <summary>Rows of time, watts and perhaps volts and battery.</summary>
    Csv,

    /// <summary>Bytes as an Arduino with an ACS712 sent them, with or without their timing.</summary>
    Acs712,
}
