using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers;

/// <summary>Where a driver's readings and events go.</summary>
public interface ISensorSink
{
    /// <summary>A good reading: the sensor is running. Waits while the queue is full.</summary>
    ValueTask AcceptAsync(Reading reading, CancellationToken cancel);

    /// <summary>Something came that is no reading; it is counted.</summary>
    void Reject(Sentence reason);

    /// <summary>How the sensor is now, and for anything but well, why and what helps.</summary>
    void Report(SensorState state, Sentence? error = null);
}
