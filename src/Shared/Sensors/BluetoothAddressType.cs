namespace PowerMeter.Shared.Sensors;

/// <summary>What a Low Energy device's address is, in the kernel's numbers (net/bluetooth/bluetooth.h, BDADDR_LE_…).</summary>
public enum BluetoothAddressType
{
    /// <summary>Given to its maker.</summary>
    Public = 1,

    /// <summary>Chosen by the device.</summary>
    Random = 2,
}
