using System.Text.RegularExpressions;
using PowerMeter.Web.Guide;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed partial class GuideTests
{
    private const string Address = "http://attic:8080/";

    public static TheoryData<string, string> Chapters
    {
        get
        {
            var chapters = new TheoryData<string, string>();
            foreach (var chapter in GuideChapter.All.Append(GuideChapter.Community))
                foreach (var language in (string[])["en", "fr"])
                    chapters.Add(language, chapter.Slug);
            return chapters;
        }
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void Every_chapter_stands_in_both_languages_and_is_plain(string language, string slug)
    {
        var parts = Read(language, slug);
        var html = string.Concat(parts.Select(part => part.Html));
        html.ShouldStartWith("<h2");
        // What the Content-Security-Policy would refuse, and what was forgotten.
        html.ShouldNotContain("style=");
        html.ShouldNotContain("{address}");
        html.ShouldNotContain("{wiring");
        parts.Where(part => part.Drawing is not null).ShouldAllBe(part => Wiring.All.ContainsKey(part.Drawing!));
        // Nothing is asked of anybody outside.
        Link().Matches(html).Select(match => match.Groups[1].Value).ShouldAllBe(link => link.StartsWith('/') || link.StartsWith(Address));
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void Both_languages_have_the_same_shape(string language, string slug) =>
        Shape(Read(language, slug)).ShouldBe(Shape(Read("en", slug)));

    [Fact]
    public void Examples_use_the_address_of_this_server() =>
        string.Concat(Read("fr", "api").Select(part => part.Html)).ShouldContain($"{Address}api/v1/summary");

    [Fact]
    public void A_short_command_stays_in_one_piece_and_a_long_one_may_break()
    {
        var html = string.Concat(Read("en", "wiring").Concat(Read("en", "start")).Select(part => part.Html));
        html.ShouldContain("<code class=\"short\">i2cdetect -y 1</code>");
        html.ShouldContain($"<code>{Address}kiosk");
    }

    private static List<GuidePart> Read(string language, string slug) =>
        [.. GuideText.Read(GuideChapter.Named(slug) ?? GuideChapter.Community, language, Address)];

    private static string Shape(IEnumerable<GuidePart> parts) =>
        string.Join(' ', parts.Select(part => part.Drawing ?? string.Join(' ', Tag().Matches(part.Html!).Select(match => match.Groups[1].Value))));

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<(h2|h3|li|tr|pre|blockquote)[ >]")]
    private static partial Regex Tag();
}
