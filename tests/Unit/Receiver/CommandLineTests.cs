using PowerMeter.Receiver.Commands;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Hosting;
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
        CommandLine.Parse(["--pause-sensor", "simulated"]).ShouldBe(new CommandLine.PauseSensor(SensorKind.Named("simulated")));
        CommandLine.Parse(["--add-sensor", "simulated"]).ShouldBe(new CommandLine.AddSensor(SensorKind.Named("simulated"), null, null));
        CommandLine.Parse(["--add-sensor", "acs712=/dev/ttyACM0", "--name", "Cellar"])
            .ShouldBe(new CommandLine.AddSensor(SensorKind.Named("acs712"), "/dev/ttyACM0", "Cellar"));
    }

    [Theory]
    [InlineData("--frobnicate", "is not understood")]
    [InlineData("--add-sensor", "is not understood")]
    [InlineData("--add-sensor ina999", "--add-sensor is 'ina999'; allowed: simulated, acs712=DEVICE")]
    [InlineData("--add-sensor acs712", "--add-sensor is 'acs712'; allowed: simulated, acs712=DEVICE")]
    [InlineData("--add-sensor acs712=", "--add-sensor is 'acs712='; allowed:")]
    [InlineData("--add-sensor acs712=ttyACM0", "an absolute path")]
    [InlineData("--add-sensor simulated=/dev/null", "--add-sensor is 'simulated=/dev/null'; allowed:")]
    [InlineData("--pause-sensor toaster", "--pause-sensor is 'toaster'; allowed: simulated")]
    [InlineData("--backfill 0", "--backfill is '0'; allowed: a whole number of days from 1 to 3650.")]
    [InlineData("--backfill 3651", "--backfill is '3651'; allowed: a whole number of days from 1 to 3650.")]
    [InlineData("--backfill all", "--backfill is 'all'; allowed: a whole number of days from 1 to 3650.")]
    public void A_wrong_command_says_what_is_allowed(string arguments, string message) =>
        Should.Throw<SettingException>(() => CommandLine.Parse(arguments.Split(' '))).Message.ShouldContain(message);
}
