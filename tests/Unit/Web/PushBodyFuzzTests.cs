using PowerMeter.Tests.TestKit.Fuzz;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>Whatever is pushed: no exception but the one that says what is wrong, and no sample out of bounds.</summary>
public sealed class PushBodyFuzzTests
{
    private const int Inputs = 100_000;

    [Fact]
    public void No_body_breaks_the_parser()
    {
        var result = new FuzzRun(new PushBodyFuzzTarget(), randomSeed: 5).Run(Inputs);
        result.Accepted.ShouldBeGreaterThan(Inputs / 20);
        result.Rejected.ShouldBeGreaterThan(Inputs / 20);
    }
}
