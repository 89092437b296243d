using PowerMeter.Tests.TestKit.Fuzz;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

/// <summary>Whatever comes over the air: no exception, nothing out of bounds, nothing without the six zeros, nothing twice.</summary>
public sealed class CitizenWattFuzzTests
{
    private const int Inputs = 50_000;

    [Fact]
    public void No_packet_breaks_the_decoder()
    {
        var result = new FuzzRun(new CitizenWattFuzzTarget(), randomSeed: 24).Run(Inputs);
        result.Accepted.ShouldBeGreaterThan(Inputs / 20);
        result.Rejected.ShouldBeGreaterThan(Inputs / 20);
    }
}
