namespace PowerMeter.Receiver.Bluetooth;

/// <summary>UUIDs of the attributes that describe a device (Bluetooth Assigned Numbers, 3.5 to 3.7).</summary>
public static class GattUuid
{
    public const ushort PrimaryService = 0x2800;
    public const ushort Characteristic = 0x2803;

    /// <summary>Written with <c>01 00</c> it lets its characteristic notify, with <c>02 00</c> indicate.</summary>
    public const ushort ClientConfiguration = 0x2902;

    /// <summary>What a long UUID begins with that has a short form: 0000xxxx-0000-1000-8000-00805F9B34FB, least significant byte first.</summary>
    public static ReadOnlySpan<byte> Base => [0xFB, 0x34, 0x9B, 0x5F, 0x80, 0x00, 0x00, 0x80, 0x00, 0x10, 0x00, 0x00];
}
