using PowerMeter.Receiver.Linux;
using PowerMeter.Receiver.Probing;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Probing;

/// <summary>The kernel's own doors, opened on what they are not meant for.</summary>
public sealed class ProbeDoorTests : IDisposable
{
    private const int ENOENT = 2;
    private const int ENOTTY = 25;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_file_is_no_bus()
    {
        File.WriteAllText(_directory.File("file"), "");
        Should.Throw<KernelException>(() => I2cScan.Scan(_directory.File("file"))).Errno.ShouldBe(ENOTTY);
        Should.Throw<KernelException>(() => I2cScan.Scan(_directory.File("nothing"))).Errno.ShouldBe(ENOENT);
    }

    [Fact]
    public void An_adapter_that_is_not_there_is_an_error_and_no_adapter() =>
        Should.Throw<KernelException>(() => BluetoothAdapterInfo.Read(63)).Errno.ShouldNotBe(0);

    [Fact]
    public void What_is_not_there_may_not_be_used()
    {
        File.WriteAllText(_directory.File("file"), "");
        FileAccessCheck.MayReadAndWrite(_directory.File("file")).ShouldBeTrue();
        FileAccessCheck.MayReadAndWrite(_directory.File("nothing")).ShouldBeFalse();
    }

    [Fact]
    public void This_very_machine_can_be_probed() =>
        ProbeReport.Of(new KernelFolders(), new DeviceDoors()).Groups.ShouldAllBe(group => group.Findings.Count > 0 || group.Missing != null);

    public void Dispose() => _directory.Dispose();
}
