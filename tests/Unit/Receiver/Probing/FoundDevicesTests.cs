using PowerMeter.Receiver.Linux;
using PowerMeter.Receiver.Probing;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Probing;

public sealed class FoundDevicesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly MachineTree _machine;

    public FoundDevicesTests() => _machine = new MachineTree(_directory);

    [Fact]
    public void A_machine_with_nothing_says_what_helps_each_kind()
    {
        var found = FoundDevices.Of(_machine.Probe());
        found.Select(device => device.Kind).ShouldBe(["ina219", "citizenwatt", "acs712", "awox"]);
        found.ShouldAllBe(device => device.Device == "" && device.Problem != null && device.Settings.Count == 0);
    }

    [Fact]
    public void What_can_be_read_comes_with_its_settings()
    {
        _machine.File("/dev/i2c-1").I2c["/dev/i2c-1"] = [new I2cAnswer(0x41, false, null)];
        _machine.Registers[("/dev/i2c-1", 0x41)] = 0x399F;
        var chip = FoundDevices.Of(_machine.Probe()).Single(device => device.Description == "an INA219");
        chip.ShouldSatisfyAllConditions(
            device => device.Kind.ShouldBe("ina219"), device => device.Problem.ShouldBeNull(),
            device => device.Settings.ShouldBe(new Dictionary<string, string> { ["device"] = "/dev/i2c-1", ["address"] = "0x41" }, ignoreOrder: true));
    }

    public void Dispose() => _directory.Dispose();
}
