using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>The radio cannot be used. The sentence says why and what helps.</summary>
public sealed class RadioException(SensorState state, Sentence sentence, Exception? innerException = null) : SentenceException(sentence, innerException)
{
    public SensorState State => state;

    /// <summary>None when the way to the radio is what is wrong.</summary>
    public RadioTrouble Trouble { get; init; }
}
