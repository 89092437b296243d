namespace PowerMeter.Receiver.Bluetooth;

/// <summary>What a characteristic can do (Bluetooth Core, vol 3, part G, 3.3.1.1).</summary>
[Flags]
public enum GattProperties : byte
{
    None = 0,
    WriteWithoutResponse = 0x04,
    Write = 0x08,
    Notify = 0x10,
    Indicate = 0x20,
}
