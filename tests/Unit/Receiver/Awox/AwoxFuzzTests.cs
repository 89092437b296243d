using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.TestKit.Fuzz;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

/// <summary>Whatever a device sends: no exception but the protocol's own, no hang, no reading out of bounds.</summary>
public sealed class AwoxFuzzTests
{
    private const int Inputs = 200_000;
    private const int Sessions = 1000;

    [Fact]
    public void No_notification_breaks_the_assembler()
    {
        var result = new FuzzRun(new AwoxFrameFuzzTarget(), randomSeed: 16).Run(Inputs);
        result.Accepted.ShouldBeGreaterThan(Inputs / 20);
        result.Rejected.ShouldBeGreaterThan(Inputs / 20);
    }

    [Fact]
    public void No_packet_breaks_the_parsers()
    {
        var result = new FuzzRun(new AttPacketFuzzTarget(), randomSeed: 17).Run(Inputs);
        result.Accepted.ShouldBeGreaterThan(Inputs / 10);
        result.Rejected.ShouldBeGreaterThan(Inputs / 20);
    }

    [Fact]
    public void No_device_hangs_the_session()
    {
        byte[][] packets = [.. new AttPacketFuzzTarget().Seeds];
        var (mutator, random, sink) = (new Mutator(18, packets), new Random(18), new CollectingSink());
        for (var sessions = 0; sessions < Sessions; sessions++)
        {
            var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
            using var device = new RandomDevice(time, packets, mutator, random);
            BluetoothAddress.TryParse("98:7B:F3:01:02:03", out var address).ShouldBeTrue();
            var session = new AwoxSession(
                new AwoxOptions(address), TimeSpan.FromSeconds(8), sink, new SwitchQueue(Sentence.Verbatim("closed")), () => { }, time, CancellationToken.None);
            // Each ends by the protocol's own exception: refused, silent, unreadable, or lost at last.
            Should.Throw<Exception>(() => session.Run(device)).ShouldBeAssignableTo<Exception>()
                .ShouldSatisfyAllConditions(e => (e is AttException or PowerMeter.Receiver.Linux.KernelException).ShouldBeTrue(e.ToString()));
        }

        foreach (var reading in sink.Readings) reading.Watts.ShouldBeInRange(0, 4000);
    }
}
