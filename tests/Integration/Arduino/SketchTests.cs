using System.Text;
using PowerMeter.Receiver.Drivers.Acs712;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Arduino;

/// <summary>
/// The Arduino's real programs, instruction by instruction: volts on their input, lines on their serial port, and the
/// parser that the Receiver reads them with. Each sketch has the constants that it comes with.
/// </summary>
public sealed class SketchTests(UnoFixture uno) : IClassFixture<UnoFixture>
{
    private const double Accuracy = 0.01;
    private const double SecondsToZero = 1.2;

    [Fact]
    public void Every_sketch_compiles_without_a_warning_and_fits_an_Uno()
    {
        var sketches = Directory.GetFiles(Repository.File("system/arduino"), "*.ino", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension);
        uno.CheckOutput.TrimEnd().Split('\n').Select(line => line.Split(':')[0]).ShouldBe(sketches, ignoreOrder: true);
    }

    [Theory]
    [InlineData("void unused(int a) {}", "unused parameter")]
    [InlineData("volatile uint8_t much[1600]; void serialEvent() { much[millis() % 1600]++; }", "less than a quarter of the memory")]
    [InlineData("const uint8_t long_one[30000] PROGMEM = {1}; void serialEvent() { Serial.print(pgm_read_byte(&long_one[millis()])); }", "will not fit in region")]
    public async Task A_sketch_with_a_warning_or_without_room_fails_the_check(string line, string said)
    {
        using var copy = new TemporaryDirectory();
        await Shell.RunAsync("cp", "-r", Repository.File("system/arduino/."), copy.Path);
        await File.AppendAllTextAsync(copy.File("acs712/acs712.ino"), line, TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<InvalidOperationException>(() => Shell.RunAsync(copy.File("check")))).Message.ShouldContain(said);
    }

    [Fact]
    public async Task The_plain_sketch_prints_the_watts_of_a_direct_current_each_second()
    {
        // The 5 A part, 185 mV/A, at 12 V: 370 mV are 2 A and 24 W. Its zero is 10 mV off, which is found at the start.
        var lines = Parse(await uno.RunAsync("acs712", 5.2, 2510, 370, fromSeconds: SecondsToZero));
        lines.Count.ShouldBe(4);
        lines[1..].ShouldAllBe(line => Math.Abs(line.Watts - 24) < 24 * Accuracy);
        lines.ShouldAllBe(line => line.Volts == null && line.Battery == null);
    }

    [Fact]
    public async Task A_current_that_flows_back_is_negative() =>
        Parse(await uno.RunAsync("acs712", 3.2, 2500, -740, fromSeconds: SecondsToZero))[^1].Watts.ShouldBe(-48, 48 * Accuracy);

    [Fact]
    public async Task No_current_is_next_to_nothing() =>
        Parse(await uno.RunAsync("acs712", 3.2, 2497, 0)).ShouldAllBe(line => Math.Abs(line.Watts) < 0.05);

    [Fact]
    public async Task A_load_that_is_on_at_the_start_is_said_and_not_taken_for_zero()
    {
        var lines = (await uno.RunAsync("acs712", 3.2, 2500, 370)).Split("\r\n");
        IsReading(lines[0]).ShouldBeFalse();
        lines[0].ShouldStartWith("zero is off");
        Parse(lines[1] + "\r\n")[0].Watts.ShouldBe(24, 24 * Accuracy);
    }

    [Theory]
    [InlineData("acs712")]
    [InlineData("acs712-battery")]
    [InlineData("acs712-ac")]
    public async Task A_sensor_at_the_end_of_its_scale_is_no_reading(string sketch)
    {
        var lines = (await uno.RunAsync(sketch, 4.2, 2500, 2500, fromSeconds: SecondsToZero)).TrimEnd().Split("\r\n");
        lines[^1].ShouldBe("out of range");
        IsReading(lines[^1]).ShouldBeFalse();
    }

    [Fact]
    public async Task The_battery_sketch_prints_cell_volts_charge_and_watts()
    {
        // MAX17043: 3190 steps of 1.25 mV, left-justified in 16 bits, and 87.5 * 256. 185 mV are 1 A, at 5 V.
        var lines = Parse(await uno.RunAsync("acs712-battery", 4.2, 2500, 185, fromSeconds: SecondsToZero, gauge: (3190 << 4, 22400)));
        lines.Count.ShouldBe(3);
        lines.ShouldAllBe(line => line.Volts == 3.9875f && line.Battery == 87.5f);
        lines[^1].Watts.ShouldBe(5, 5 * Accuracy);
    }

    [Fact]
    public async Task Without_an_answer_from_the_fuel_gauge_watts_go_on_alone()
    {
        var lines = Parse(await uno.RunAsync("acs712-battery", 4.2, 2500, 185, fromSeconds: SecondsToZero));
        lines.Count.ShouldBe(3);
        lines.ShouldAllBe(line => line.Volts == null && line.Battery == null);
        lines[^1].Watts.ShouldBe(5, 5 * Accuracy);
    }

    [Theory]
    [InlineData(2500, 1)]
    [InlineData(2440, 1)] // its zero is 60 mV off
    [InlineData(2500, 8)]
    [InlineData(2500, 0)]
    public async Task The_mains_sketch_prints_the_true_root_mean_square_times_the_mains_voltage(double zeroMillivolts, double amperes)
    {
        // The 30 A part: 66 mV/A, and a sine's peak is √2 of its RMS; 230 V.
        var lines = Parse(await uno.RunAsync("acs712-ac", 4.2, zeroMillivolts, amperes * 66 * Math.Sqrt(2), hertz: 50));
        lines.Count.ShouldBe(4);
        lines.ShouldAllBe(line => Math.Abs(line.Watts - 230 * amperes) < Math.Max(230 * amperes * Accuracy, 1));
    }

    /// <summary>Every line is a reading, ends with CR LF, and nothing else is there.</summary>
    private static List<Acs712Line> Parse(string output)
    {
        output.ShouldEndWith("\r\n");
        return [.. output[..^2].Split("\r\n").Select(text =>
        {
            Acs712Line.TryParse(Encoding.ASCII.GetBytes(text), out var line, out var reason).ShouldBeTrue(reason?.ToString());
            return line;
        })];
    }

    private static bool IsReading(string line) => Acs712Line.TryParse(Encoding.ASCII.GetBytes(line), out _, out _);
}
