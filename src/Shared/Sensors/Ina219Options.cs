using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>What the user may set.</summary>
/// <param name="Device"><c>device</c>: the I²C bus, or the kernel driver's directory. Default: /dev/i2c-1.</param>
/// <param name="Interface"><c>interface</c>: auto, hwmon, iio or i2c. Default: auto.</param>
/// <param name="Address"><c>address</c>: 0x40 to 0x4F; null when it is not set. Default: 0x40.</param>
/// <param name="ShuntOhms"><c>shunt_ohms</c>: 0.0001 to 10 Ω. Default: 0.1.</param>
/// <param name="MaxAmperes"><c>max_amps</c>: 0.001 A to what makes 0.32 V across the shunt, which is the default.</param>
/// <param name="BusRangeVolts"><c>bus_range</c>: 16 or 32 V. Default: 32.</param>
/// <param name="Averaging"><c>averaging</c>: samples of which the chip takes the mean: 1, 2, 4, … 128. Default: 128.</param>
/// <param name="NoiseFloorWatts"><c>noise_floor_w</c>: a smaller power counts as 0, 0 to 10,000 W; see <see cref="NoiseFloor"/>. Default: 0.</param>
/// <param name="MinWatts"><c>min_w</c>: less is rejected, −1,000,000 to 1,000,000 W. Default: −10,000.</param>
/// <param name="MaxWatts"><c>max_w</c>: more is rejected, −1,000,000 to 1,000,000 W, above min_w. Default: 25,000.</param>
public sealed record Ina219Options(
    string Device = Ina219Options.DefaultDevice, Ina219Door Interface = Ina219Door.Auto, int? Address = null,
    double ShuntOhms = 0.1, double MaxAmperes = 3.2, int BusRangeVolts = 32, int Averaging = 128,
    double NoiseFloorWatts = 0, double MinWatts = -10_000, double MaxWatts = 25_000)
{
    public const string DefaultDevice = "/dev/i2c-1";
    public const int FirstAddress = 0x40;
    public const int LastAddress = 0x4F;

    public const string AllowedDevice =
        "an I²C bus, such as /dev/i2c-1, or /sys/class/hwmon/hwmonN or /sys/bus/iio/devices/iio:deviceN";

    /// <summary>Volts across the shunt that the chip can measure at most. Data sheet SBOS448G, 8.5.1.</summary>
    public const double MaxShuntVolts = 0.32;

    /// <summary>One 12-bit conversion, as typical; the longest takes a tenth more.</summary>
    private static readonly TimeSpan OneConversion = TimeSpan.FromMicroseconds(532);

    private static readonly SensorField DeviceField = new("device", SensorFieldType.Device) { Default = DefaultDevice, Example = DefaultDevice };
    private static readonly SensorField AddressField = new("address", SensorFieldType.Text) { Default = "auto", Example = "0x40" };
    private static readonly SensorField ShuntField = new("shunt_ohms", SensorFieldType.Number) { Unit = "Ω", Default = "0.1", Min = 0.0001, Max = 10 };
    private static readonly SensorField AmperesField = new("max_amps", SensorFieldType.Number) { Unit = "A", Min = 0.001, Max = 3200 };
    private static readonly SensorField BusRangeField = new("bus_range", SensorFieldType.Choice)
    {
        Unit = "V",
        Default = "32",
        Choices = ["16", "32"],
        IsAdvanced = true,
    };

    private static readonly SensorField AveragingField = new("averaging", SensorFieldType.Choice)
    {
        Default = "128",
        Choices = ["1", "2", "4", "8", "16", "32", "64", "128"],
        IsAdvanced = true,
    };

    /// <summary>In the order of <see cref="Ina219Door"/>.</summary>
    private static readonly SensorField InterfaceField = new("interface", SensorFieldType.Choice)
    {
        Default = "auto",
        Choices = ["auto", "hwmon", "iio", "i2c"],
        IsAdvanced = true,
    };

    private static readonly PowerBounds Bounds = new(-10_000, 25_000, -1e6, 1e6);

    public static SensorKind Kind { get; } = new(
        "ina219", "INA219", TimeSpan.FromMilliseconds(500), DeviceRule.Path("I²C bus, such as /dev/i2c-1", required: false))
    {
        Fields =
        [
            DeviceField, AddressField, ShuntField, AmperesField, InterfaceField, BusRangeField, AveragingField, NoiseFloor.Field, Bounds.Min, Bounds.Max,
        ],
        HoldsItsDevice = true,
        Reader = input => Read(input.Settings, input.Period),
    };

    /// <summary>The bus's number; null when the device is a kernel driver's directory.</summary>
    public int? Bus => NumberAfter(Device, "/dev/i2c-");

    /// <summary>Where the chip is on the bus.</summary>
    public int AddressOnBus => Address ?? FirstAddress;

    /// <param name="period">Time between two samples; each needs a conversion of its own.</param>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static Ina219Options Read(SettingReader settings, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var device = settings.Text("device", DefaultDevice, AllowedDevice);
        var shunt = settings.Number(ShuntField);
        var (min, max) = Bounds.Read(settings);
        var options = new Ina219Options(
            device, ReadInterface(settings, device), ReadAddress(settings), shunt, ReadMaxAmperes(settings, shunt),
            settings.NumberOfChoice(BusRangeField), ReadAveraging(settings, period), NoiseFloor.Read(settings, min, max), min, max);
        settings.RejectUnknownKeys();
        return options;
    }

    /// <summary>How many readings make one sample where the chip does not average: spread over the period, 50 ms apart or more, 8 at most.</summary>
    public int ReadingsASample(TimeSpan period) => Math.Max(1, Math.Min(Math.Min(Averaging, 8), (int)(period / TimeSpan.FromMilliseconds(50))));

    /// <summary>Of the shunt and then the bus voltage, as typical.</summary>
    /// <param name="averaging">Samples a conversion: 1 to 128.</param>
    public static TimeSpan ConversionTimeFor(int averaging) => 2 * averaging * OneConversion;

    private static Ina219Door ReadInterface(SettingReader settings, string device)
    {
        var isBus = NumberAfter(device, "/dev/i2c-") is not null;
        Ina219Door? entry = NumberAfter(device, "/sys/class/hwmon/hwmon") is not null ? Ina219Door.Hwmon
            : NumberAfter(device, "/sys/bus/iio/devices/iio:device") is not null ? Ina219Door.Iio : null;
        if (!isBus && entry is null) throw settings.Breaks(DeviceField, SensorRule.Ina219Device, device, AllowedDevice);
        var door = (Ina219Door)settings.PlaceOfChoice(InterfaceField);
        if (entry is null) return door;
        return door == Ina219Door.Auto || door == entry
            ? entry.Value
            : throw settings.Breaks(
                InterfaceField, SensorRule.Ina219Interface, InterfaceField.Choices[(int)door], $"auto, since device is {device}", device);
    }

    private static int? ReadAddress(SettingReader settings)
    {
        var given = settings.Text("address", "auto");
        if (given == "auto") return null;
        var parsed = given.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(given.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address)
            : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out address);
        return parsed && address is >= FirstAddress and <= LastAddress
            ? address
            : throw settings.Breaks(AddressField, SensorRule.Ina219Address, given, "0x40 to 0x4F (64 to 79)");
    }

    private static double ReadMaxAmperes(SettingReader settings, double shuntOhms)
    {
        var most = Math.Round(MaxShuntVolts / shuntOhms, 6);
        var given = settings.Number(AmperesField.Name, most, AmperesField.Min!.Value, AmperesField.Max!.Value, "A");
        return given <= most ? given : throw settings.Breaks(AmperesField, SensorRule.Ina219Amperes, Text($"{given}"), Text(
            $"at most {most} A, since shunt_ohms is {shuntOhms} and the chip measures at most {MaxShuntVolts} V across the shunt"), most, shuntOhms);
    }

    private static int ReadAveraging(SettingReader settings, TimeSpan period)
    {
        var given = settings.NumberOfChoice(AveragingField);
        var fits = 128;
        while (fits > 1 && ConversionTimeFor(fits) > period) fits /= 2;
        if (given <= fits && ConversionTimeFor(given) <= period) return given;
        throw settings.Breaks(AveragingField, SensorRule.Ina219Averaging, $"{given}", Text(
            $"at most {fits}, since the period is {period.TotalMilliseconds} ms and {given} samples take {ConversionTimeFor(given).TotalMilliseconds:0.###} ms"),
            fits, period.TotalMilliseconds);
    }

    private static int? NumberAfter(string text, string start) =>
        text.StartsWith(start, StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
