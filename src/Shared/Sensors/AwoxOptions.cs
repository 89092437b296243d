using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>What the user may set.</summary>
/// <param name="Address"><c>device</c>: the plug's Bluetooth address. Required.</param>
/// <param name="AddressType"><c>address_type</c>: public or random. Default: public.</param>
/// <param name="MinWatts"><c>min_w</c>: less is rejected, 0 to 10,000 W. Default: 0.</param>
/// <param name="MaxWatts"><c>max_w</c>: more is rejected, 0 to 10,000 W, above min_w. Default: 4,000 (16 A at 250 V).</param>
public sealed record AwoxOptions(
    BluetoothAddress Address, BluetoothAddressType AddressType = BluetoothAddressType.Public, double MinWatts = 0, double MaxWatts = 4000)
{
    private const string AllowedDevice = "the plug's Bluetooth address, such as 98:7B:F3:01:02:03 (bluetoothctl scan le shows it)";

    private static readonly SensorField DeviceField = new("device", SensorFieldType.Device) { Required = true, Example = "98:7B:F3:01:02:03" };
    private static readonly SensorField AddressTypeField = new("address_type", SensorFieldType.Choice)
    {
        Default = "public",
        Choices = ["public", "random"],
        IsAdvanced = true,
    };

    private static readonly PowerBounds Bounds = new(0, 4000, 0, 10_000);

    /// <summary>What its device may be.</summary>
    public static DeviceRule Device { get; } = new(
        "the plug's Bluetooth address, such as 98:7B:F3:01:02:03", Required: true, text => BluetoothAddress.TryParse(text, out _));

    public static SensorKind Kind { get; } = new("awox", "AWOX SmartPlug", TimeSpan.FromSeconds(8), Device)
    {
        Fields = [DeviceField, AddressTypeField, Bounds.Min, Bounds.Max],
        HoldsItsDevice = true,
        Reader = input => Read(input.Settings),
    };

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static AwoxOptions Read(SettingReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var device = settings.Text("device", allowed: AllowedDevice);
        if (!BluetoothAddress.TryParse(device, out var address))
            throw settings.Breaks(DeviceField, SensorRule.BluetoothAddress, device, AllowedDevice, DeviceField.Example!);
        var type = settings.PlaceOfChoice(AddressTypeField) == 0 ? BluetoothAddressType.Public : BluetoothAddressType.Random;
        var (min, max) = Bounds.Read(settings);
        settings.RejectUnknownKeys();
        return new AwoxOptions(address, type, min, max);
    }
}
