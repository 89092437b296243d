using PowerMeter.Shared.Database;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Database;

public sealed class SchemaFindingTests
{
    [Theory]
    [InlineData(null, "is not finished")]
    [InlineData(0, "has no schema")]
    [InlineData(19, "has schema 19, this program needs 21")]
    [InlineData(22, "has schema 22, this program knows 21 at most")]
    public void What_does_not_fit_is_said_with_what_to_do(int? version, string sentence)
    {
        var misfit = new SchemaFinding(version, null).Misfit(21)!;
        misfit.ShouldContain(sentence);
        misfit.ShouldContain(version > 21 ? "install the newer program" : "--migrate");
    }

    [Fact]
    public void The_version_that_the_program_knows_fits() => new SchemaFinding(21, Guid.Empty).Misfit(21).ShouldBeNull();
}
