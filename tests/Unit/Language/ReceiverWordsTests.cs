using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Language;

/// <summary>What the Receiver, and Web for samples that are pushed, say of what went wrong: in both languages, and in English as ever.</summary>
public sealed partial class ReceiverWordsTests
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    /// <summary>Words that are the same in both.</summary>
    private static readonly string[] Same = ["Probe_Bus", "Push_Null"];

    private static readonly string[] Prefixes = ["Ina219_", "Radio_", "Serial_", "Bluetooth_", "Replay_", "Push_", "Clock_", "Sensor_", "Probe_"];

    public static readonly TheoryData<string> Keys =
        [.. TextBook.Sentences.English.Keys.Where(key => Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)))];

    [Theory, MemberData(nameof(Keys))]
    public void Each_sentence_is_said_in_both_languages_with_its_values_and_keeps_what_is_typed(string key)
    {
        object[] values = [.. Enumerable.Range(0, 7).Select(place => (object)(4711L + place))];
        var sentence = new Sentence(key, values);
        var (english, french) = (sentence.ToString(), sentence.In(French));
        Sentence.Read(sentence.ToJson()).ShouldBe(sentence);
        if (!Same.Contains(key)) french.ShouldNotBe(english);
        // Commands and paths are typed as they are, settings too or named as the form names them, and values are where the other language has them.
        foreach (Match typed in Typed().Matches(english))
        {
            var word = typed.Value.TrimEnd('.', ':', ';');
            LabelsOf(word).Append(word).ShouldContain(name => french.Contains(name, StringComparison.OrdinalIgnoreCase), word);
        }
        Number().Matches(english).Select(match => match.Value.Replace(",", "", StringComparison.Ordinal)).Distinct().Order()
            .ShouldBe(Number().Matches(french).Select(match => match.Value.Replace("\u202F", "", StringComparison.Ordinal)).Distinct().Order());
    }

    [Fact]
    public void A_fault_of_the_bus_is_said_as_ever_and_in_French()
    {
        var held = Ina219Fault.Held(new KernelException("ioctl I2C_SLAVE", 16), new Ina219Options("/dev/i2c-1", Address: 0x40), null, "1-0040");
        held.Message.ShouldBe("The kernel driver of another chip has 0x40 on /dev/i2c-1. Check address; or take it off: echo 1-0040 | sudo tee /sys/bus/i2c/devices/1-0040/driver/unbind.");
        held.Sentence.In(French).ShouldBe(
            "Le pilote du noyau d’un autre composant occupe 0x40 sur /dev/i2c-1. Vérifiez «\u00A0Adresse sur le bus\u00A0»\u202F; ou détachez-le\u00A0: echo 1-0040 | sudo tee /sys/bus/i2c/devices/1-0040/driver/unbind.");
        Ina219Fault.NoDriver(Ina219Door.Hwmon, 1, 0x41).Message.ShouldBe(
            "No hwmon driver has an INA219 at 0x41 on bus 1. Load it: sudo modprobe ina2xx; echo ina219 0x41 | sudo tee /sys/bus/i2c/devices/i2c-1/new_device. Or set interface to auto.");
    }

    [Fact]
    public void A_fault_of_the_radio_is_said_as_ever_and_in_French()
    {
        RadioFault.OfLine(new KernelException("ioctl", 16), "/dev/gpiochip0", 25, "spi0 CS1").Message.ShouldBe(
            "Line 25 of /dev/gpiochip0, set as ce_line, is in use by 'spi0 CS1'. End that, or wire CE to another line and set ce_line.");
        var unknown = RadioFault.OfLine(new KernelException("ioctl", 16), "/dev/gpiochip0", 25, "");
        unknown.Message.ShouldBe("Line 25 of /dev/gpiochip0, set as ce_line, is in use by another program or driver. End that, or wire CE to another line and set ce_line.");
        unknown.Sentence.In(French).ShouldBe(
            "La ligne 25 de /dev/gpiochip0, réglée sous «\u00A0Ligne GPIO de CE\u00A0», est utilisée par un autre programme ou pilote. Arrêtez-le, ou câblez CE à une autre ligne et indiquez-la.");
        RadioFault.OfSpi(new KernelException("open /dev/spidev0.0", 22), new CitizenWattOptions(default, "/dev/spidev0.0")).Message.ShouldBe(
            "/dev/spidev0.0 cannot do mode 0 with 8 bits at 1000000 Hz (open /dev/spidev0.0: Invalid argument). Set another spi_hz or device.");
    }

    [Fact]
    public void The_kernels_own_words_stay_its_own()
    {
        BluetoothAddress.TryParse("98:7B:F3:01:02:0A", out var address).ShouldBeTrue();
        AwoxFault.Explain(new KernelException("socket", 24), address).Error.In(French).ShouldBe("socket: Too many open files");
        AwoxFault.Explain(new KernelException("connect", 16), address).Error.In(French).ShouldBe(
            "L’adaptateur est occupé par une autre connexion, ou un autre programme tient le canal de la prise (connect: Device or resource busy)\u00A0: arrêtez ce qui s’y connecte (bluetoothctl disconnect 98:7B:F3:01:02:0A).");
    }

    [Fact]
    public void What_an_older_Receiver_answers_has_no_sentence_and_what_a_newer_one_says_that_is_not_known_neither()
    {
        var none = TakenReading.None(new Sentence("Sensor_TrialBusy"), "Kitchen");
        var json = JsonSerializer.Serialize(none, SensorAnswerForm.Json);
        json.ShouldBe("""{"fault":"Somebody else tries this device: try again in a moment.","runningSensor":"Kitchen","faultSaid":["Sensor_TrialBusy"]}""");
        Read(json).ShouldBe(none);
        Read("""{"fault":"It is not there."}""").ShouldBe(new TakenReading(null, null, "It is not there."));
        Read("""{"fault":"It is not there.","faultSaid":["A_Later_Version",1]}""").ShouldBe(new TakenReading(null, null, "It is not there."));
        Read("""{"watts":7,"faultSaid":null,"adviceSaid":{"a":1}}""").ShouldBe(new TakenReading(7, null, null));
    }

    [Fact]
    public void A_number_that_JSON_has_not_is_said_as_a_text()
    {
        var sentence = new Sentence("Sensor_Beyond", double.PositiveInfinity, 0.0, 25_000.0);
        sentence.ToString().ShouldBe("Infinity W, which is not within 0 to 25000 W");
        Sentence.Read(sentence.ToJson()).ShouldBe(sentence);
    }

    private static TakenReading Read(string json) => JsonSerializer.Deserialize<TakenReading>(json, SensorAnswerForm.Json)!;

    // A path, a word with an underscore, an option, an assignment, what follows sudo.
    /// <summary>What the form of a kind of sensor, or of several, calls a setting in French; empty for another word.</summary>
    private static IEnumerable<string> LabelsOf(string setting) => TextBook.Texts.French
        .Where(text => text.Key == $"Sensors_Field_{setting}" || (text.Key.StartsWith("Sensors_Field_", StringComparison.Ordinal) && text.Key.EndsWith($"_{setting}", StringComparison.Ordinal)))
        .Select(text => text.Value);

    [GeneratedRegex(@"(?<!\w)/[a-z][\w./*-]+|\b[a-z]+_\w+|(?<=\s)--?[a-z][\w-]+|\b\w+=\w+|sudo [a-z]+")]
    private static partial Regex Typed();

    [GeneratedRegex(@"4[,\u202F]?7\d\d")]
    private static partial Regex Number();
}
