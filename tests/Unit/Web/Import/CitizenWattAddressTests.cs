using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Sources;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Import;

public sealed class CitizenWattAddressTests
{
    [Fact]
    public void An_address_says_host_port_database_and_user()
    {
        CitizenWattAddress.Parse("postgres://me@base.local/citizenwatt").ShouldBe(new CitizenWattAddress("base.local", 5432, "citizenwatt", "me"));
        CitizenWattAddress.Parse("postgresql://me%40home@10.0.0.2:5433/c%20w").ShouldBe(new CitizenWattAddress("10.0.0.2", 5433, "c w", "me@home"));
    }

    [Theory]
    [InlineData("postgres://me:s3cret@host/db")]
    [InlineData("postgres://host/db")]
    [InlineData("postgres://me@host")]
    [InlineData("postgres://me@host/db?sslmode=s3cret")]
    public void A_password_or_a_wrong_form_is_refused_without_being_shown(string address) =>
        Should.Throw<ImportException>(() => CitizenWattAddress.Parse(address)).Message.ShouldNotContain("s3cret");
}
