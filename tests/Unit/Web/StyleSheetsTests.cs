using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>The style sheets that the build joins into one (src/Web/StyleSheets.targets).</summary>
public sealed class StyleSheetsTests
{
    /// <summary>Linked by its own page.</summary>
    private const string OfThePage = "api.css";

    private static string Joined => File.ReadAllText(Repository.File("src/Web/wwwroot/joined/site.css"));

    [Fact]
    public void Each_is_in_the_joined_one_once_and_as_it_is()
    {
        var left = Joined;
        foreach (var file in Directory.GetFiles(Repository.File("src/Web/wwwroot/css"), "*.css").Where(file => Path.GetFileName(file) != OfThePage))
        {
            var style = File.ReadAllText(file);
            left.ShouldContain(style, customMessage: Path.GetFileName(file));
            left = left.Replace(style, "", StringComparison.Ordinal);
        }

        left.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tokens.css", true)]
    [InlineData("forced-colours.css", false)]
    public void What_the_others_build_on_comes_first_and_what_overrides_them_last(string name, bool isFirst)
    {
        var style = File.ReadAllText(Repository.File($"src/Web/wwwroot/css/{name}"));
        if (isFirst) Joined.ShouldStartWith(style);
        else Joined.ShouldEndWith(style);
    }
}
