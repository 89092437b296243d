using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>One record of a recording: a reading, or why it is none.</summary>
/// <param name="Offset">Its time after the first record; never less than that of the record before.</param>
/// <param name="Error">Null for a reading; else what is wrong, with the number of the line.</param>
public readonly record struct RecordedReading(TimeSpan Offset, double Watts = 0, float? Volts = null, float? Battery = null, Sentence? Error = null);
