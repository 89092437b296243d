using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Hosting;

public sealed class SettingReaderTests
{
    private static SettingReader Reader(string key, string value) => new(
        new ConfigurationBuilder().AddInMemoryCollection([new($"Spool:{key}", value)]).Build().GetSection("Spool"), "Spool");

    [Theory]
    [InlineData("250ms", 0.25)]
    [InlineData("1s", 1)]
    [InlineData("0.5 m", 30)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    public void Durations_have_units(string text, double seconds) =>
        Reader("Delay", text).Duration("Delay", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(2)).TotalSeconds.ShouldBe(seconds);

    [Theory]
    [InlineData("5")]
    [InlineData("-1s")]
    [InlineData("1 fortnight")]
    [InlineData("1e300d")]
    [InlineData("99999999d")]
    [InlineData("99999999999999999999999d")]
    [InlineData("2s")]
    public void A_wrong_duration_names_key_value_and_range(string text)
    {
        var message = Should.Throw<SettingException>(
            () => Reader("Delay", text).Duration("Delay", TimeSpan.Zero, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1))).Message;
        message.ShouldContain("Spool:Delay");
        message.ShouldContain($"'{text}'");
        message.ShouldContain("from 10ms to 1s");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("12.5")]
    [InlineData("http")]
    public void A_wrong_number_names_key_value_and_range(string text)
    {
        var message = Should.Throw<SettingException>(() => Reader("Port", text).WholeNumber("Port", 5432, 1, 65535)).Message;
        message.ShouldBe($"Spool:Port is '{text}'; allowed: a whole number from 1 to 65535.");
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused() =>
        Should.Throw<SettingException>(() => Reader("Scale", "NaN").Number("Scale", 1, -10, 10));

    [Theory]
    [InlineData("0x40", 64)]
    [InlineData("0X4f", 79)]
    [InlineData("65", 65)]
    public void An_address_may_be_hexadecimal(string text, int value) => Reader("Address", text).HexadecimalNumber("Address", 64, 64, 79).ShouldBe(value);

    [Theory]
    [InlineData("0x50")]
    [InlineData("40")]
    [InlineData("0x")]
    [InlineData("0x-40")]
    [InlineData("-64")]
    [InlineData("0xFFFFFFFF")]
    [InlineData("4G")]
    public void A_wrong_address_names_key_value_and_range(string text) =>
        Should.Throw<SettingException>(() => Reader("Address", text).HexadecimalNumber("Address", 64, 64, 79))
            .Message.ShouldBe($"Spool:Address is '{text}'; allowed: a whole number from 0x40 to 0x4F, or 64 to 79.");

    [Fact]
    public void A_choice_is_one_of_some_words()
    {
        Reader("Power", "LOW").Choice("Power", "max", "min", "low", "max").ShouldBe("low");
        Reader("Other", "LOW").Choice("Power", "max", "min", "low", "max").ShouldBe("max");
        Should.Throw<SettingException>(() => Reader("Power", "medium").Choice("Power", "max", "min", "low", "max"))
            .Message.ShouldBe("Spool:Power is 'medium'; allowed: min, low, max.");
        Should.Throw<SettingException>(() => Reader("Other", "LOW").Choice("Power", null, "min", "low", "max"))
            .Message.ShouldBe("Spool:Power is missing; allowed: min, low, max.");
    }

    [Fact]
    public void A_key_that_nobody_knows_is_an_error()
    {
        var reader = Reader("Directry", "/tmp");
        reader.WholeNumber("Port", 1, 1, 2).ShouldBe(1);
        Should.Throw<SettingException>(reader.RejectUnknownKeys).Message.ShouldBe("Spool:Directry is not a setting; allowed: Port.");
    }

    [Fact]
    public void A_list_or_an_object_is_not_a_value() =>
        Should.Throw<SettingException>(() => Reader("Port:0", "5432").WholeNumber("Port", 1, 1, 65535)).Message.ShouldContain("Spool:Port");

    [Fact]
    public void A_value_is_not_a_section()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection([new("Spool", "8410")]).Build().GetSection("Spool");
        var reader = new SettingReader(section, "Spool");
        reader.WholeNumber("Port", 1, 1, 2).ShouldBe(1);
        Should.Throw<SettingException>(reader.RejectUnknownKeys).Message.ShouldBe("Spool is '8410'; allowed: an object with Port.");
    }
}
