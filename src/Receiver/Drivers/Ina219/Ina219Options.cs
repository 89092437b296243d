using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers.Ina219;

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
        var shunt = settings.Number("shunt_ohms", 0.1, 0.0001, 10, "ohm");
        var (min, max) = PowerBounds.Read(settings, -10_000, 25_000, -1e6, 1e6);
        var options = new Ina219Options(
            device, ReadInterface(settings, device), ReadAddress(settings), shunt, ReadMaxAmperes(settings, shunt),
            ReadBusRange(settings), ReadAveraging(settings, period), NoiseFloor.Read(settings, min, max), min, max);
        settings.RejectUnknownKeys();
        return options;
    }

    /// <summary>How many readings make one sample where the chip does not average: spread over the period, 50 ms apart or more, 8 at most.</summary>
    public int ReadingsASample(TimeSpan period) => Math.Max(1, Math.Min(Math.Min(Averaging, 8), (int)(period / TimeSpan.FromMilliseconds(50))));

    private static Ina219Door ReadInterface(SettingReader settings, string device)
    {
        var isBus = NumberAfter(device, "/dev/i2c-") is not null;
        Ina219Door? entry = NumberAfter(device, "/sys/class/hwmon/hwmon") is not null ? Ina219Door.Hwmon
            : NumberAfter(device, "/sys/bus/iio/devices/iio:device") is not null ? Ina219Door.Iio : null;
        if (!isBus && entry is null) throw SettingException.NotAllowed(settings.Name("device"), device, AllowedDevice);
        var given = settings.Text("interface", "auto");
        Ina219Door door = given switch
        {
            "auto" => Ina219Door.Auto,
            "hwmon" => Ina219Door.Hwmon,
            "iio" => Ina219Door.Iio,
            "i2c" => Ina219Door.I2c,
            _ => throw SettingException.NotAllowed(settings.Name("interface"), given, "auto, hwmon, iio or i2c"),
        };
        if (entry is null) return door;
        return door == Ina219Door.Auto || door == entry
            ? entry.Value
            : throw SettingException.NotAllowed(settings.Name("interface"), given, $"auto, since device is {device}");
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
            : throw SettingException.NotAllowed(settings.Name("address"), given, "0x40 to 0x4F (64 to 79)");
    }

    private static double ReadMaxAmperes(SettingReader settings, double shuntOhms)
    {
        var most = Math.Round(Ina219Setup.MaxShuntVolts / shuntOhms, 6);
        var given = settings.Number("max_amps", most, 0.001, 10_000, "A");
        return given <= most ? given : throw SettingException.NotAllowed(settings.Name("max_amps"), Text($"{given}"), Text(
            $"at most {most} A, since shunt_ohms is {shuntOhms} and the chip measures at most {Ina219Setup.MaxShuntVolts} V across the shunt"));
    }

    private static int ReadBusRange(SettingReader settings)
    {
        var given = settings.WholeNumber("bus_range", 32, 16, 32);
        return given is 16 or 32 ? given : throw SettingException.NotAllowed(settings.Name("bus_range"), $"{given}", "16 or 32 V");
    }

    private static int ReadAveraging(SettingReader settings, TimeSpan period)
    {
        var given = settings.WholeNumber("averaging", 128, 1, 128);
        if (!int.IsPow2(given)) throw SettingException.NotAllowed(settings.Name("averaging"), $"{given}", "1, 2, 4, 8, 16, 32, 64 or 128 samples");
        var fits = 128;
        while (fits > 1 && Ina219Setup.ConversionTimeFor(fits) > period) fits /= 2;
        if (given <= fits && Ina219Setup.ConversionTimeFor(given) <= period) return given;
        throw SettingException.NotAllowed(settings.Name("averaging"), $"{given}", Text(
            $"at most {fits}, since the period is {period.TotalMilliseconds} ms and {given} samples take {Ina219Setup.ConversionTimeFor(given).TotalMilliseconds:0.###} ms"));
    }

    private static int? NumberAfter(string text, string start) =>
        text.StartsWith(start, StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
