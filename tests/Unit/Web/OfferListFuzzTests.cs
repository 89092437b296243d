using PowerMeter.Tests.TestKit.Fuzz;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>Whatever a list has in it: no exception but the one that says what is wrong, and nothing that the database would refuse.</summary>
public sealed class OfferListFuzzTests
{
    private const int Inputs = 50_000;

    [Fact]
    public void No_list_breaks_the_parser()
    {
        var result = new FuzzRun(new OfferListFuzzTarget(), randomSeed: 6).Run(Inputs);
        result.Accepted.ShouldBeGreaterThan(Inputs / 50);
        result.Rejected.ShouldBeGreaterThan(Inputs / 20);
    }
}
