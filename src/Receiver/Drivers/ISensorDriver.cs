namespace PowerMeter.Receiver.Drivers;

/// <summary>
/// Reads one sensor until it is told to stop. A device that is absent, mute or in error is tried again for ever with
/// back-off, and said to be so; it never becomes a reading of 0 W. Stopping takes less than a second.
/// </summary>
public interface ISensorDriver
{
    Task RunAsync(ISensorSink sink, CancellationToken cancel);
}
