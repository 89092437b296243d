using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>What the user may set.</summary>
/// <param name="AesKey"><c>aes_key</c>: 16 bytes, the sensor's. Secret. Required.</param>
/// <param name="Device"><c>device</c>: the SPI device's path. Default: /dev/spidev0.0.</param>
/// <param name="GpioChip"><c>gpio_chip</c>: the path of the chip that has the CE line. Default: auto, which finds the 40-pin header's.</param>
/// <param name="CeLine"><c>ce_line</c>: the line of that chip that the radio's CE is wired to, 0 to 511. Default: 22.</param>
/// <param name="Address"><c>address</c>: five bytes, as ten hexadecimal digits. Default: 0xE056D446D0.</param>
/// <param name="Channel"><c>channel</c>: 2400 MHz and so many more, 0 to 125. Default: 76.</param>
/// <param name="Rate"><c>rate</c>: 250kbps, 1Mbps or 2Mbps. Default: 250kbps.</param>
/// <param name="CrcBytes"><c>crc_bytes</c>: 1 or 2. Default: 2.</param>
/// <param name="Power"><c>power</c>: min, low, med or high. Default: high.</param>
/// <param name="MinWatts"><c>min_w</c>: less is rejected, 0 to 65,535 W. Default: 0.</param>
/// <param name="MaxWatts"><c>max_w</c>: more is rejected, 0 to 65,535 W, above min_w. Default: 25,000.</param>
/// <param name="SpiHertz"><c>spi_hz</c>: the SPI clock, 100,000 to 8,000,000 Hz. Default: 1,000,000.</param>
public sealed record CitizenWattOptions(
    ReadOnlyMemory<byte> AesKey, string Device = "/dev/spidev0.0", string GpioChip = CitizenWattOptions.AnyChip, int CeLine = 22,
    ulong Address = 0xE0_56D4_46D0, int Channel = 76, RadioRate Rate = RadioRate.Low, int CrcBytes = 2,
    RadioPower Power = RadioPower.High, double MinWatts = 0, double MaxWatts = 25_000, int SpiHertz = 1_000_000)
{
    /// <summary>The GPIO chip of the computer's 40-pin header.</summary>
    public const string AnyChip = "auto";

    private static readonly SensorField KeyField = new("aes_key", SensorFieldType.Secret)
    {
        Required = true,
        Example = "1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
    };

    private static readonly SensorField DeviceField = new("device", SensorFieldType.Device) { Default = "/dev/spidev0.0", Example = "/dev/spidev0.0" };
    private static readonly SensorField AddressField = new("address", SensorFieldType.Text) { Default = "0xE056D446D0", Example = "0xE056D446D0" };
    private static readonly SensorField ChannelField = new("channel", SensorFieldType.WholeNumber) { Default = "76", Min = 0, Max = 125 };

    /// <summary>In the order of <see cref="RadioRate"/>.</summary>
    private static readonly SensorField RateField = new("rate", SensorFieldType.Choice)
    {
        Default = "250kbps",
        Choices = ["250kbps", "1Mbps", "2Mbps"],
        IsAdvanced = true,
    };

    private static readonly SensorField GpioField = new("gpio_chip", SensorFieldType.Text) { Default = AnyChip, Example = "/dev/gpiochip0", IsAdvanced = true };
    private static readonly SensorField CeField = new("ce_line", SensorFieldType.WholeNumber) { Default = "22", Min = 0, Max = 511, IsAdvanced = true };
    private static readonly SensorField CrcField = new("crc_bytes", SensorFieldType.WholeNumber) { Default = "2", Min = 1, Max = 2, IsAdvanced = true };

    /// <summary>In the order of <see cref="RadioPower"/>.</summary>
    private static readonly SensorField PowerField = new("power", SensorFieldType.Choice)
    {
        Default = "high",
        Choices = ["min", "low", "med", "high"],
        IsAdvanced = true,
    };

    private static readonly SensorField SpiField = new("spi_hz", SensorFieldType.WholeNumber)
    {
        Unit = "Hz",
        Default = "1000000",
        Min = 100_000,
        Max = 8_000_000,
        IsAdvanced = true,
    };

    private static readonly PowerBounds Bounds = new(0, 25_000, 0, ushort.MaxValue);

    public static SensorKind Kind { get; } = new(
        "citizenwatt", "CitizenWatt", TimeSpan.FromSeconds(8), DeviceRule.Path("SPI device, such as /dev/spidev0.0", required: false))
    {
        Fields =
        [
            KeyField, AddressField, ChannelField, DeviceField, RateField, PowerField, CrcField, GpioField, CeField, SpiField, Bounds.Min, Bounds.Max,
        ],
        HoldsItsDevice = true,
        Reader = input => Read(input),
    };

    /// <summary>As one types it.</summary>
    public string RateName => RateField.Choices[(int)Rate];

    /// <summary>As one types it.</summary>
    public string AddressName => string.Create(CultureInfo.InvariantCulture, $"0x{Address:X10}");

    /// <exception cref="SettingException">A setting is wrong. The message never holds any of the key.</exception>
    public static CitizenWattOptions Read(SensorInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var settings = input.Settings;
        var (min, max) = Bounds.Read(settings);
        var options = new CitizenWattOptions(
            ReadKey(input),
            Path(settings, DeviceField, SensorRule.Path, "the path of an SPI device, such as /dev/spidev0.0"),
            Path(settings, GpioField, SensorRule.GpioChip, "the path of a GPIO chip, such as /dev/gpiochip0, or auto"),
            settings.WholeNumber(CeField),
            ReadAddress(settings),
            settings.WholeNumber(ChannelField),
            (RadioRate)settings.PlaceOfChoice(RateField),
            settings.WholeNumber(CrcField),
            (RadioPower)settings.PlaceOfChoice(PowerField),
            min, max,
            settings.WholeNumber(SpiField));
        settings.RejectUnknownKeys();
        return options;
    }

    private static byte[] ReadKey(SensorInput input)
    {
        var plain = input.Secret(KeyField.Name);
        try
        {
            return AesKeyText.Parse(plain, input.Settings.Name(KeyField.Name));
        }
        catch (SettingException e)
        {
            throw new SettingException(e.Message, e) { Broken = new BrokenRule(KeyField.Name, nameof(SensorRule.AesKey), "", []) };
        }
    }

    private static string Path(SettingReader settings, SensorField field, SensorRule rule, string allowed)
    {
        var path = settings.Text(field.Name, field.Default);
        return path == field.Default || path.StartsWith('/') ? path : throw settings.Breaks(field, rule, path, allowed, field.Example!);
    }

    /// <summary>The sketches write the address as a C constant, so that it may start with 0x and end with LL.</summary>
    private static ulong ReadAddress(SettingReader settings)
    {
        var given = settings.Text(AddressField.Name, AddressField.Default);
        var digits = given.AsSpan().Trim();
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) digits = digits[2..];
        if (digits.EndsWith("LL", StringComparison.OrdinalIgnoreCase)) digits = digits[..^2];
        return digits.Length == 10 && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address)
            ? address
            : throw settings.Breaks(AddressField, SensorRule.RadioAddress, given, "ten hexadecimal digits, such as 0xE056D446D0", AddressField.Example!);
    }
}
