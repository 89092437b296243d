using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

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

    /// <summary>In the order of <see cref="RadioRate"/>.</summary>
    private static readonly string[] Rates = ["250kbps", "1Mbps", "2Mbps"];

    /// <summary>In the order of <see cref="RadioPower"/>.</summary>
    private static readonly string[] Powers = ["min", "low", "med", "high"];

    /// <summary>As one types it.</summary>
    public string RateName => Rates[(int)Rate];

    /// <summary>As one types it.</summary>
    public string AddressName => string.Create(CultureInfo.InvariantCulture, $"0x{Address:X10}");

    /// <exception cref="SettingException">A setting is wrong. The message never holds any of the key.</exception>
    public static CitizenWattOptions Read(DriverContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = context.Settings;
        var (min, max) = PowerBounds.Read(settings, 0, 25_000, 0, ushort.MaxValue);
        var options = new CitizenWattOptions(
            AesKeyText.Parse(context.Secret("aes_key"), settings.Name("aes_key")),
            Path(settings, "device", "/dev/spidev0.0", "the path of an SPI device, such as /dev/spidev0.0"),
            Path(settings, "gpio_chip", AnyChip, "the path of a GPIO chip, such as /dev/gpiochip0, or auto"),
            settings.WholeNumber("ce_line", 22, 0, 511),
            ReadAddress(settings),
            settings.WholeNumber("channel", 76, 0, 125),
            (RadioRate)OneOf(settings, "rate", Rates, "250kbps"),
            settings.WholeNumber("crc_bytes", 2, 1, 2),
            (RadioPower)OneOf(settings, "power", Powers, "high"),
            min, max,
            settings.WholeNumber("spi_hz", 1_000_000, 100_000, 8_000_000));
        settings.RejectUnknownKeys();
        return options;
    }

    /// <summary>What the radio's registers must hold, in the order in which they are written: CONFIG, which powers it up, is the last.</summary>
    public IReadOnlyList<RegisterSetting> Registers()
    {
        const byte Pipe1 = 0x02;
        const byte FiveBytes = 0x03;
        const byte FifteenTimesAfter4Milliseconds = 0xFF;
        var rate = Rate switch { RadioRate.Low => Nrf24Register.LowRate, RadioRate.High => Nrf24Register.TwoMegabits, _ => 0 };
        var crc = Nrf24Register.CrcOn | (CrcBytes == 2 ? Nrf24Register.TwoCrcBytes : 0);
        return
        [
            One(Nrf24Register.AutoAcknowledge, "EN_AA", Pipe1),
            One(Nrf24Register.EnabledPipes, "EN_RXADDR", Pipe1),
            One(Nrf24Register.AddressWidth, "SETUP_AW", FiveBytes),
            One(Nrf24Register.Retransmit, "SETUP_RETR", FifteenTimesAfter4Milliseconds),
            One(Nrf24Register.Channel, "RF_CH", Channel),
            One(Nrf24Register.RadioSetup, "RF_SETUP", rate | (int)Power << 1),
            new RegisterSetting(Nrf24Register.Pipe1Address, "RX_ADDR_P1", LeastSignificantFirst(Address)),
            One(Nrf24Register.Pipe1Length, "RX_PW_P1", CitizenWattPacket.Length),
            One(Nrf24Register.DynamicLength, "DYNPD", 0),
            One(Nrf24Register.Feature, "FEATURE", 0),
            One(Nrf24Register.Config, "CONFIG", crc | Nrf24Register.PowerUp | Nrf24Register.Receive),
        ];
    }

    private static RegisterSetting One(byte register, string name, int value) => new(register, name, new[] { (byte)value });

    private static byte[] LeastSignificantFirst(ulong address) => BitConverter.GetBytes(address)[..5];

    private static string Path(SettingReader settings, string key, string fallback, string allowed)
    {
        var path = settings.Text(key, fallback);
        return path == fallback || path.StartsWith('/') ? path : throw SettingException.NotAllowed(settings.Name(key), path, allowed);
    }

    private static int OneOf(SettingReader settings, string key, string[] words, string fallback) =>
        Array.IndexOf(words, settings.Choice(key, fallback, words));

    /// <summary>The sketches write the address as a C constant, so that it may start with 0x and end with LL.</summary>
    private static ulong ReadAddress(SettingReader settings)
    {
        var given = settings.Text("address", "0xE056D446D0");
        var digits = given.AsSpan().Trim();
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) digits = digits[2..];
        if (digits.EndsWith("LL", StringComparison.OrdinalIgnoreCase)) digits = digits[..^2];
        return digits.Length == 10 && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address)
            ? address
            : throw SettingException.NotAllowed(settings.Name("address"), given, "ten hexadecimal digits, such as 0xE056D446D0");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
