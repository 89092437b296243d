using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>What the user may set.</summary>
/// <param name="Address"><c>device</c>: the plug's Bluetooth address. Required.</param>
/// <param name="AddressType"><c>address_type</c>: public or random. Default: public.</param>
/// <param name="MinWatts"><c>min_w</c>: less is rejected, 0 to 10,000 W. Default: 0.</param>
/// <param name="MaxWatts"><c>max_w</c>: more is rejected, 0 to 10,000 W, above min_w. Default: 4,000 (16 A at 250 V).</param>
public sealed record AwoxOptions(
    BluetoothAddress Address, BluetoothAddressType AddressType = BluetoothAddressType.Public, double MinWatts = 0, double MaxWatts = 4000)
{
    private const double MostWatts = 10_000;
    private const string AllowedDevice = "the plug's Bluetooth address, such as 98:7B:F3:01:02:03 (bluetoothctl scan le shows it)";

    /// <summary>What its device may be.</summary>
    public static DeviceRule Device { get; } = new(
        "the plug's Bluetooth address, such as 98:7B:F3:01:02:03", Required: true, text => BluetoothAddress.TryParse(text, out _));

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static AwoxOptions Read(SettingReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var device = settings.Text("device", allowed: AllowedDevice);
        if (!BluetoothAddress.TryParse(device, out var address)) throw SettingException.NotAllowed(settings.Name("device"), device, AllowedDevice);
        var type = settings.Text("address_type", "public", "public or random") switch
        {
            "public" => BluetoothAddressType.Public,
            "random" => BluetoothAddressType.Random,
            var other => throw SettingException.NotAllowed(settings.Name("address_type"), other, "public or random"),
        };
        var (min, max) = PowerBounds.Read(settings, 0, 4000, 0, MostWatts);
        settings.RejectUnknownKeys();
        return new AwoxOptions(address, type, min, max);
    }
}
