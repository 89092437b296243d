namespace PowerMeter.Receiver.Drivers;

/// <summary>A driver whose device can be switched on and off.</summary>
public interface ISwitchable
{
    /// <summary>Returns when the device has confirmed it.</summary>
    /// <exception cref="SensorCommandException">It cannot be done now; the message says why and what helps.</exception>
    Task SwitchAsync(bool on, CancellationToken cancel);
}
