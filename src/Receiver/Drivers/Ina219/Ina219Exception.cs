using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>The chip cannot be read by the way in that was tried. The sentence says why and what helps.</summary>
public sealed class Ina219Exception(SensorState state, Sentence sentence, Exception? innerException = null) : SentenceException(sentence, innerException)
{
    /// <summary>Absent, or a fault.</summary>
    public SensorState State => state;
}
