namespace PowerMeter.Receiver.Drivers;

/// <summary>A driver whose device counts its packets, so that an old one is not taken twice.</summary>
public interface IPairable
{
    /// <summary>Forgets the last count: for a device that was started again, or is a new one.</summary>
    void Pair();
}
