using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>What the user may set.</summary>
/// <param name="Device"><c>device</c>: the serial port's path. Required.</param>
/// <param name="Baud"><c>baud</c>: a standard rate from 300 to 230,400. Default: 9600.</param>
/// <param name="Scale"><c>scale</c>: what the sensor's watts are multiplied by, −1000 to 1000, not 0; −1 turns the direction. Default: 1.</param>
/// <param name="OffsetWatts"><c>offset_w</c>: added after scaling, −100,000 to 100,000 W. Default: 0.</param>
/// <param name="NoiseFloorWatts"><c>noise_floor_w</c>: a smaller power counts as 0, 0 to 10,000 W; see <see cref="NoiseFloor"/>. Default: 0.</param>
/// <param name="MinWatts"><c>min_w</c>: less is rejected, −1,000,000 to 1,000,000 W. Default: −10,000.</param>
/// <param name="MaxWatts"><c>max_w</c>: more is rejected, −1,000,000 to 1,000,000 W, above min_w. Default: 25,000.</param>
public sealed record Acs712Options(
    string Device, int Baud = 9600, double Scale = 1, double OffsetWatts = 0, double NoiseFloorWatts = 0,
    double MinWatts = -10_000, double MaxWatts = 25_000)
{
    private const string AllowedDevice = "the path of a serial port, such as /dev/ttyACM0 or /dev/serial/by-id/…";

    private static readonly SensorField DeviceField = new("device", SensorFieldType.Device) { Required = true, Example = "/dev/ttyACM0" };
    private static readonly SensorField BaudField = new("baud", SensorFieldType.Choice)
    {
        Unit = "Bd",
        Default = "9600",
        IsAdvanced = true,
        Choices = ["300", "600", "1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200", "230400"],
    };

    private static readonly SensorField ScaleField = new("scale", SensorFieldType.Number) { Default = "1", Min = -1000, Max = 1000 };
    private static readonly SensorField OffsetField = new("offset_w", SensorFieldType.Number)
    {
        Unit = "W",
        Default = "0",
        Min = -100_000,
        Max = 100_000,
        IsAdvanced = true,
    };

    private static readonly PowerBounds Bounds = new(-10_000, 25_000, -1e6, 1e6);

    public static SensorKind Kind { get; } = new(
        "acs712", "ACS712", TimeSpan.FromSeconds(1), DeviceRule.Path("serial port, such as /dev/ttyACM0", required: true))
    {
        Fields = [DeviceField, ScaleField, BaudField, OffsetField, NoiseFloor.Field, Bounds.Min, Bounds.Max],
        HoldsItsDevice = true,
        Reader = input => Read(input.Settings),
    };

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static Acs712Options Read(SettingReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var device = settings.Text("device", allowed: AllowedDevice);
        if (!device.StartsWith('/')) throw settings.Breaks(DeviceField, SensorRule.SerialPort, device, AllowedDevice, DeviceField.Example!);
        var baud = settings.NumberOfChoice(BaudField);
        var (min, max) = Bounds.Read(settings);
        var scale = settings.Number(ScaleField);
        // Else every reading, and every fault of the sketch, would be the same number of watts.
        if (scale == 0) throw settings.Breaks(ScaleField, SensorRule.ScaleNotZero, "0", "a number from -1000 to 1000 that is not 0");
        var options = new Acs712Options(device, baud, scale, settings.Number(OffsetField), NoiseFloor.Read(settings, min, max), min, max);
        settings.RejectUnknownKeys();
        return options;
    }
}
