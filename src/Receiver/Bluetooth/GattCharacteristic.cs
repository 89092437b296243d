namespace PowerMeter.Receiver.Bluetooth;

/// <summary>One value of a device's service.</summary>
/// <param name="Declaration">The handle at which it is declared.</param>
/// <param name="Handle">The value's own.</param>
/// <param name="Uuid">Short form; 0 for one that has none.</param>
public readonly record struct GattCharacteristic(ushort Declaration, GattProperties Properties, ushort Handle, ushort Uuid);
