using PowerMeter.Tests.TestKit.Fuzz;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

/// <summary>Whatever comes over the wire: no exception, no hang, and no reading out of bounds. tests/Fuzz has the long run.</summary>
public sealed class Acs712FuzzTests
{
    private const int Inputs = 200_000;

    [Fact]
    public void No_bytes_break_the_driver()
    {
        var result = new FuzzRun(new Acs712FuzzTarget(), randomSeed: 712).Run(Inputs);
        result.Inputs.ShouldBeGreaterThanOrEqualTo(Inputs);
        result.Accepted.ShouldBeGreaterThan(Inputs / 10);
        result.Rejected.ShouldBeGreaterThan(Inputs / 10);
    }
}
