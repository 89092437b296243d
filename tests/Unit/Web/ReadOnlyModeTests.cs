using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class ReadOnlyModeTests
{
    [Theory]
    [InlineData("GET", true)]
    [InlineData("HEAD", true)]
    [InlineData("OPTIONS", true)]
    [InlineData("POST", false)]
    [InlineData("PUT", false)]
    [InlineData("PATCH", false)]
    [InlineData("DELETE", false)]
    [InlineData("BREW", false)]
    public void A_call_that_says_nothing_of_itself_passes_only_when_its_method_is_safe(string method, bool passes) =>
        ReadOnlyMode.Permits(method, EndpointMetadataCollection.Empty).ShouldBe(passes);

    [Fact]
    public void What_needs_more_than_to_read_passes_only_as_a_reading_of_administrators()
    {
        foreach (var scope in (TokenScope[])[TokenScope.Write, TokenScope.Admin])
        {
            ReadOnlyMode.Permits("GET", new EndpointMetadataCollection(new NeedsScope(scope))).ShouldBeFalse();
            ReadOnlyMode.Permits("POST", new EndpointMetadataCollection(new NeedsScope(scope), new ChangesNothingAttribute())).ShouldBeFalse();
        }

        ReadOnlyMode.Permits("GET", new EndpointMetadataCollection(new NeedsScope(TokenScope.Write), new ChangesNothingAttribute())).ShouldBeFalse();
        ReadOnlyMode.Permits("GET", new EndpointMetadataCollection(new NeedsScope(TokenScope.Admin), new ChangesNothingAttribute())).ShouldBeTrue();
        ReadOnlyMode.Permits("GET", new EndpointMetadataCollection(new NeedsScope(TokenScope.Read))).ShouldBeTrue();
    }

    [Fact]
    public void A_post_passes_when_it_is_also_a_get_or_says_that_it_changes_nothing()
    {
        ReadOnlyMode.Permits("POST", new EndpointMetadataCollection(new HttpMethodMetadata(["GET", "POST"]))).ShouldBeTrue();
        ReadOnlyMode.Permits("POST", new EndpointMetadataCollection(new HttpMethodMetadata(["POST"]))).ShouldBeFalse();
        ReadOnlyMode.Permits("POST", new EndpointMetadataCollection(new ChangesNothingAttribute())).ShouldBeTrue();
    }

    [Fact]
    public void A_form_of_a_page_must_say_itself_that_it_changes_nothing()
    {
        var page = new Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata(typeof(object));
        ReadOnlyMode.Permits("POST", new EndpointMetadataCollection(page, new HttpMethodMetadata(["GET", "POST"]))).ShouldBeFalse();
        ReadOnlyMode.Permits("POST", new EndpointMetadataCollection(page, new HttpMethodMetadata(["GET", "POST"]), new ChangesNothingAttribute())).ShouldBeTrue();
    }
}
