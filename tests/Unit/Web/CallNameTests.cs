using PowerMeter.Web.Api.OpenApi;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class CallNameTests
{
    [Theory]
    [InlineData("GET", "/sensors", "getSensors")]
    [InlineData("GET", "/sensors/{id:int}", "getSensor")]
    [InlineData("POST", "/sensors/{id:int}/reset_timer", "postSensorResetTimer")]
    [InlineData("PUT", "/providers/current", "putProvidersCurrent")]
    [InlineData("GET", "/sensors/{id:int}/energy/{unit:regex(^(watts|euros)$)}", "getSensorEnergy")]
    public void A_call_is_called_after_its_method_and_path(string method, string path, string expected) => CallName.IdOf(method, path).ShouldBe(expected);

    [Theory]
    [InlineData("/sensors/{id:int}/samples", "samples")]
    [InlineData("/sensors/{id:int}/switch", "sensors")]
    [InlineData("/garden", "garden")]
    public void A_call_belongs_to_the_last_resource_of_its_path(string path, string expected) =>
        CallName.ResourceOf(path, ["sensors", "samples"]).ShouldBe(expected);

    [Fact]
    public void A_constraint_is_no_part_of_a_path() =>
        CallName.WithoutConstraints("/api/v1/sensors/{id:int}/status").ShouldBe("/api/v1/sensors/{id}/status");

    [Fact]
    public void A_parameter_counts_what_stands_before_it() => CallName.ListBefore("/providers/{id:int}/contracts/{contract:int}", "contract").ShouldBe("contracts");
}
