namespace PowerMeter.Receiver.Bluetooth;

/// <summary>Handles of a device's attributes, both ends included.</summary>
public readonly record struct HandleRange(ushort First, ushort Last)
{
    public static HandleRange All { get; } = new(1, ushort.MaxValue);

    public bool Contains(ushort handle) => handle >= First && handle <= Last;
}
