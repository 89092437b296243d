using System.Text.Json;
using Microsoft.Extensions.Configuration;
using NodaTime;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

public sealed class CitizenWattOptionsTests
{
    private const string HexKey = "000102030405060708090A0B0C0D0E0F";

    [Fact]
    public void Only_the_key_must_be_given()
    {
        var options = Read([]);
        options.AesKey.ToArray().ShouldBe(SimulatedCitizenWatt.TestKey);
        (options with { AesKey = default }).ShouldBe(new CitizenWattOptions(default));
        (options.Device, options.GpioChip, options.CeLine).ShouldBe(("/dev/spidev0.0", "auto", 22));
        (options.AddressName, options.Channel, options.RateName, options.CrcBytes).ShouldBe(("0xE056D446D0", 76, "250kbps", 2));
    }

    [Fact]
    public void The_registers_are_those_of_the_sensors_facts() =>
        Registers([]).ShouldBe(
        [
            "EN_AA (01)=02", "EN_RXADDR (02)=02", "SETUP_AW (03)=03", "SETUP_RETR (04)=FF", "RF_CH (05)=4C", "RF_SETUP (06)=26",
            "RX_ADDR_P1 (0B)=D046D456E0", "RX_PW_P1 (12)=10", "DYNPD (1C)=00", "FEATURE (1D)=00", "CONFIG (00)=0F",
        ]);

    [Theory]
    [InlineData("rate", "1Mbps", "RF_SETUP (06)=06")]
    [InlineData("rate", "2mbps", "RF_SETUP (06)=0E")]
    [InlineData("power", "min", "RF_SETUP (06)=20")]
    [InlineData("power", "low", "RF_SETUP (06)=22")]
    [InlineData("power", "med", "RF_SETUP (06)=24")]
    [InlineData("crc_bytes", "1", "CONFIG (00)=0B")]
    [InlineData("channel", "125", "RF_CH (05)=7D")]
    [InlineData("address", "0xE056D446D0LL", "RX_ADDR_P1 (0B)=D046D456E0")]
    [InlineData("address", "e056d446d0", "RX_ADDR_P1 (0B)=D046D456E0")]
    [InlineData("address", "0X0102030405ll", "RX_ADDR_P1 (0B)=0504030201")]
    public void A_setting_is_a_register(string key, string given, string register) => Registers([(key, given)]).ShouldContain(register);

    [Theory]
    [InlineData("device", "spidev0.0", "sensor 'Meter':device is 'spidev0.0'; allowed: the path of an SPI device, such as /dev/spidev0.0.")]
    [InlineData("gpio_chip", "4", "sensor 'Meter':gpio_chip is '4'; allowed: the path of a GPIO chip, such as /dev/gpiochip0, or auto.")]
    [InlineData("ce_line", "512", "sensor 'Meter':ce_line is '512'; allowed: a whole number from 0 to 511.")]
    [InlineData("channel", "126", "sensor 'Meter':channel is '126'; allowed: a whole number from 0 to 125.")]
    [InlineData("address", "0xE056D446", "sensor 'Meter':address is '0xE056D446'; allowed: ten hexadecimal digits, such as 0xE056D446D0.")]
    [InlineData("address", "0x-056D446D0", "sensor 'Meter':address is '0x-056D446D0'; allowed: ten hexadecimal digits, such as 0xE056D446D0.")]
    [InlineData("rate", "250", "sensor 'Meter':rate is '250'; allowed: 250kbps, 1Mbps, 2Mbps.")]
    [InlineData("crc_bytes", "0", "sensor 'Meter':crc_bytes is '0'; allowed: a whole number from 1 to 2.")]
    [InlineData("power", "max", "sensor 'Meter':power is 'max'; allowed: min, low, med, high.")]
    [InlineData("min_w", "-1", "sensor 'Meter':min_w is '-1'; allowed: a number from 0 to 65535 W.")]
    [InlineData("max_w", "0", "sensor 'Meter':max_w is '0'; allowed: a number above min_w, which is 0 W.")]
    [InlineData("spi_hz", "9000000", "sensor 'Meter':spi_hz is '9000000'; allowed: a whole number from 100000 to 8000000.")]
    public void A_wrong_setting_is_said_with_what_is_allowed(string key, string given, string message) =>
        Should.Throw<SettingException>(() => Read([(key, given)])).Message.ShouldBe(message);

    [Fact]
    public void An_unknown_setting_is_refused() =>
        Should.Throw<SettingException>(() => Read([("chanel", "1")])).Message.ShouldStartWith("sensor 'Meter':chanel is not a setting");

    [Theory]
    [InlineData("0-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15")]
    [InlineData(" 0 - 1-2-3-4-5-6-7-8-9-10-11-12-13-14-15\n")]
    [InlineData(HexKey)]
    [InlineData("000102030405060708090a0b0c0d0e0f")]
    public void The_key_is_sixteen_numbers_or_hexadecimal(string text) => AesKeyText.Parse(text, "aes_key").ShouldBe(SimulatedCitizenWatt.TestKey);

    [Theory]
    [InlineData("231-232-233", "aes_key has 3 numbers")]
    [InlineData("231-232-233-3-4-5-6-7-8-9-10-11-12-13-14-256", "aes_key has something else than a number from 0 to 255 at place 16")]
    [InlineData("231-232-233--4-5-6-7-8-9-10-11-12-13-14-15", "aes_key has something else than a number from 0 to 255 at place 4")]
    [InlineData("E7E8E9", "aes_key has 6 characters and no '-'")]
    [InlineData("E7E8E9030405060708090A0B0C0D0E0G", "aes_key has characters that are no hexadecimal digits")]
    public void A_wrong_key_is_described_and_not_shown(string text, string message)
    {
        var error = Should.Throw<SettingException>(() => AesKeyText.Parse(text, "aes_key")).Message;
        error.ShouldBe($"{message} (it is not shown here); allowed: 16 numbers from 0 to 255 joined by '-', or 32 hexadecimal digits.");
        foreach (var part in new[] { "231", "232", "E7", "E8" }) error.ShouldNotContain(part);
    }

    [Fact]
    public void The_options_do_not_show_the_key_as_text() =>
        Read([]).ToString().ShouldNotContain("0, 1, 2");

    [Fact]
    public void A_missing_key_is_said() =>
        Should.Throw<SettingException>(() => CitizenWattOptions.Read(Context([]))).Message.ShouldStartWith("sensor 'Meter':aes_key is missing");

    [Fact]
    public void The_driver_remembers_its_last_timer()
    {
        var memory = new SensorMemory();
        var driver = CitizenWattDriver.Create(Context([("aes_key", HexKey)]) with { Memory = memory });
        memory.Write("last_timer_ms", 5000);
        driver.ShouldBeOfType<CitizenWattDriver>().Pair();
        memory.Read("last_timer_ms").ShouldBe(0);
    }

    private static List<string> Registers((string Key, string Value)[] settings) =>
        [.. Read(settings).Registers().Select(setting => $"{setting}={Convert.ToHexString(setting.Bytes.Span)}")];

    private static CitizenWattOptions Read((string Key, string Value)[] settings) =>
        CitizenWattOptions.Read(Context([.. settings, ("aes_key", HexKey)]));

    private static DriverContext Context((string Key, string Value)[] settings)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        var section = new ConfigurationBuilder().AddJsonStream(new MemoryStream(json)).Build();
        return new DriverContext(new SettingReader(section, "sensor 'Meter'"), TimeSpan.FromSeconds(8), DateTimeZone.Utc, TimeProvider.System)
        {
            Secrets = stored => stored,
        };
    }
}
