using PowerMeter.Receiver.Commands;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class CommandLineTests
{
    [Fact]
    public void Each_command_is_understood()
    {
        CommandLine.Parse([]).ShouldBe(new CommandLine.Run());
        CommandLine.Parse(["--help"]).ShouldBe(new CommandLine.Help());
        CommandLine.Parse(["--backfill", "400"]).ShouldBe(new CommandLine.Backfill(400));
        CommandLine.Parse(["--pause-sensor", "simulated"]).ShouldBe(new CommandLine.PauseSensor("simulated"));
        CommandLine.Parse(["--remove-sensor", "Cellar"]).ShouldBe(new CommandLine.RemoveSensor("Cellar", WithSamples: false));
        CommandLine.Parse(["--remove-sensor", "3", "--with-samples"]).ShouldBe(new CommandLine.RemoveSensor("3", WithSamples: true));
        CommandLine.Parse(["--list-sensors"]).ShouldBe(new CommandLine.ListSensors(Json: false));
        CommandLine.Parse(["--list-sensors", "--json"]).ShouldBe(new CommandLine.ListSensors(Json: true));
        CommandLine.Parse(["--probe"]).ShouldBe(new CommandLine.Probe(Json: false));
        CommandLine.Parse(["--probe", "--json"]).ShouldBe(new CommandLine.Probe(Json: true));
        foreach (var arguments in new[] { "--probe --json --read Cellar --set scale=2", "--probe --read Cellar --set scale=2 --json" })
        {
            var read = CommandLine.Parse(arguments.Split(' ')).ShouldBeOfType<CommandLine.ReadSensor>();
            (read.Sensor, read.Json, read.Arguments.Settings["scale"]).ShouldBe(("Cellar", true, "2"));
        }

        Add("simulated").Device.ShouldBeNull();
        Add("push", "--name", "Garden").Arguments.Name.ShouldBe("Garden");
        var add = Add("acs712=/dev/ttyACM0", "--name", " Cellar ", "--set", "Scale=1.5", "--period", "500ms", "--secret", "key", "--set", "note=a=b");
        add.Kind.ShouldBe(SensorKind.Named("acs712"));
        add.Device.ShouldBe("/dev/ttyACM0");
        add.Arguments.Name.ShouldBe("Cellar");
        add.Arguments.Period.ShouldBe(TimeSpan.FromMilliseconds(500));
        add.Arguments.Settings.ShouldBe(new Dictionary<string, string> { ["note"] = "a=b", ["scale"] = "1.5" }, ignoreOrder: true);
        add.Arguments.Secrets.ShouldBe(["key"]);
        var change = CommandLine.Parse(["--change-sensor", "Cellar", "--disable", "--set", "scale="]).ShouldBeOfType<CommandLine.ChangeSensor>();
        change.Sensor.ShouldBe("Cellar");
        change.Arguments.Enabled.ShouldBe(false);
        change.Arguments.Settings["scale"].ShouldBe("");
    }

    [Theory]
    [InlineData("--frobnicate", "is not understood")]
    [InlineData("--add-sensor", "is not understood")]
    [InlineData("--probe --all", "is not understood")]
    [InlineData("--probe --read", "is not understood")]
    [InlineData("--probe --read Cellar --name Attic", "--name, --calibration, --receiver, --enable and --disable belong to --change-sensor")]
    [InlineData("--probe --read Cellar --sets a=b", "--read does not know '--sets'; allowed: --period DURATION, --set KEY=VALUE and --secret KEY.")]
    [InlineData("--add-sensor ina999", "--add-sensor is 'ina999'; allowed: simulated, acs712=DEVICE")]
    [InlineData("--add-sensor acs712", "--add-sensor is 'acs712'; allowed: acs712=DEVICE (an absolute path: serial port, such as /dev/ttyACM0).")]
    [InlineData("--add-sensor awox=98:7B:F3", "--add-sensor is 'awox=98:7B:F3'; allowed: awox=DEVICE (the plug's Bluetooth address, such as 98:7B:F3:01:02:03).")]
    [InlineData("--add-sensor acs712=/dev/a /dev/b", "does not know '/dev/b'; allowed: --name NAME, --period DURATION, --calibration FACTOR, --receiver NAME, --set KEY=VALUE and --secret KEY. A device is joined to its kind by '='")]
    [InlineData("--add-sensor acs712=", "--add-sensor is 'acs712='; allowed:")]
    [InlineData("--add-sensor acs712=ttyACM0", "an absolute path")]
    [InlineData("--add-sensor acs712=/dev/a --set device=/dev/b", "The device is given twice")]
    [InlineData("--add-sensor simulated=/dev/null", "--add-sensor is 'simulated=/dev/null'; allowed: simulated.")]
    [InlineData("--add-sensor simulated --name", "--name is missing; allowed: 1 to 64 characters.")]
    [InlineData("--add-sensor simulated --period", "--period is missing; allowed: a duration from 1ms to 1d")]
    [InlineData("--add-sensor simulated --period 0ms", "--period is '0ms'; allowed: a duration from 1ms to 1d")]
    [InlineData("--add-sensor simulated --period 25h", "--period is '25h'; allowed: a duration from 1ms to 1d")]
    [InlineData("--add-sensor simulated --set seed", "--set is 'seed'; allowed: KEY=VALUE")]
    [InlineData("--add-sensor simulated --set a:b=1", "--set is 'a:b'; allowed: a setting's name")]
    [InlineData("--add-sensor simulated --set seed=1 --set Seed=2", "--set Seed is given twice")]
    [InlineData("--add-sensor simulated --name a --name b", "--name is given twice")]
    [InlineData("--add-sensor simulated --secret", "--secret is missing; allowed: a setting's name")]
    [InlineData("--add-sensor simulated --enable", "--enable and --disable belong to --change-sensor")]
    [InlineData("--add-sensor simulated --speed 2", "--add-sensor does not know '--speed'; allowed: --name NAME")]
    [InlineData("--change-sensor Cellar", "--change-sensor Cellar does not say what to change")]
    [InlineData("--change-sensor Cellar --enable --disable", "--disable is given twice")]
    [InlineData("--remove-sensor Cellar --keep", "is not understood")]
    [InlineData("--backfill 0", "--backfill is '0'; allowed: a whole number of days from 1 to 3650.")]
    [InlineData("--backfill 3651", "--backfill is '3651'; allowed: a whole number of days from 1 to 3650.")]
    [InlineData("--backfill all", "--backfill is 'all'; allowed: a whole number of days from 1 to 3650.")]
    public void A_wrong_command_says_what_is_allowed(string arguments, string message) =>
        Should.Throw<SettingException>(() => CommandLine.Parse(arguments.Split(' '))).Message.ShouldContain(message);

    private static CommandLine.AddSensor Add(params string[] arguments) =>
        CommandLine.Parse(["--add-sensor", .. arguments]).ShouldBeOfType<CommandLine.AddSensor>();
}
