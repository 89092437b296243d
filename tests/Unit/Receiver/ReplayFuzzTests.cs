using PowerMeter.Tests.TestKit.Fuzz;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

/// <summary>Whatever a recorded file holds: no exception, no hang, and no reading out of bounds.</summary>
public sealed class ReplayFuzzTests
{
    private const int Inputs = 50_000;

    [Fact]
    public void No_file_breaks_the_driver()
    {
        var result = new FuzzRun(new ReplayFuzzTarget(), randomSeed: 6).Run(Inputs);
        result.Accepted.ShouldBeGreaterThan(Inputs / 10);
        result.Rejected.ShouldBeGreaterThan(Inputs / 10);
    }
}
