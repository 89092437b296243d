using Microsoft.Extensions.Primitives;
using PowerMeter.Web.Components;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>Whose dates and figures somebody sees who has chosen a language.</summary>
public sealed class LanguagesTests
{
    [Theory]
    [InlineData("en", "en-GB,en;q=0.9", "en-GB")]
    [InlineData("en", "fr-FR,fr;q=0.9,en-US;q=0.5,en-GB;q=0.8", "en-GB")]
    [InlineData("fr", "en-GB,en;q=0.9,fr-CH;q=0.3", "fr-CH")]
    [InlineData("fr", "EN-gb, FR-be", "fr-BE")]
    [InlineData("fr", "en-GB", "fr")]
    [InlineData("en", "en", "en")]
    [InlineData("en", "en-GB;q=0, en-IE;q=0.1", "en-IE")]
    [InlineData("en", "*", "en")]
    [InlineData("en", "", "en")]
    [InlineData("en", ";;;q=x", "en")]
    public void Formats_are_those_of_the_region_that_the_browser_asks_for(string language, string accepted, string culture) =>
        Languages.RegionOf(language, new StringValues(accepted)).ShouldBe(culture);
}
