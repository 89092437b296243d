using System.Globalization;
using PowerMeter.Shared.Language;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Language;

public sealed class SentenceTests
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private readonly Sentence _sentence = new("Push_SilentRefused", "2030-01-02T03:04:05Z", 8.5, new Sentence("Push_Silent", "ever", 1));

    [Fact]
    public void It_is_said_in_the_readers_language_with_what_is_within_it()
    {
        _sentence.ToString().ShouldStartWith("No data since 2030-01-02T03:04:05Z: a sample was due every 8.5 s. ");
        _sentence.ToString().ShouldEndWith("The last push was refused: No data since ever: a sample was due every 1 s. Look whether the device that pushes it runs and reaches this machine.");
        _sentence.In(French).ShouldStartWith("Pas de données depuis 2030-01-02T03:04:05Z\u00a0: une mesure était attendue toutes les 8,5\u00a0s. ");
        _sentence.In(French).ShouldContain("refusé\u00a0: Pas de données depuis ever");
    }

    [Fact]
    public void It_survives_the_database()
    {
        _sentence.ToJson().ShouldBe("""["Push_SilentRefused","2030-01-02T03:04:05Z",8.5,["Push_Silent","ever",1]]""");
        Sentence.Read(_sentence.ToJson()).ShouldBe(_sentence);
        Sentence.Read("""["Push_Silent", "ever", 8]""").ShouldBe(new Sentence("Push_Silent", "ever", 8));
        Sentence.Read(Sentence.Verbatim("a \"{0}\" of the kernel's").ToJson())!.In(French).ShouldBe("a \"{0}\" of the kernel's");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("{\"Push_Silent\": 1}")]
    [InlineData("[[\"Verbatim\", \"x\"]]")]
    [InlineData("[\"Push_Silent\", \"ever\", null]")]
    [InlineData("[\"Push_Silent\", \"ever\", true]")]
    [InlineData("[\"Push_Silent\", \"ever\"]")]
    [InlineData("[\"A_Later_Version\", \"ever\"]")]
    [InlineData("[\"Verbatim\", [\"A_Later_Version\"]]")]
    public void What_this_version_does_not_know_is_none(string? json) => Sentence.Read(json).ShouldBeNull();

    [Fact]
    public void Two_are_equal_when_they_say_the_same()
    {
        var again = new Sentence("Push_SilentRefused", "2030-01-02T03:04:05Z", 8.5f, new Sentence("Push_Silent", "ever", 1L));
        again.ShouldBe(_sentence);
        again.GetHashCode().ShouldBe(_sentence.GetHashCode());
        _sentence.ShouldNotBe(new Sentence("Push_SilentRefused", "2030-01-02T03:04:05Z", 8.5, "other"));
        _sentence.Equals(null).ShouldBeFalse();
    }

    [Fact]
    public void Only_what_a_sentence_can_say_is_taken() =>
        Should.Throw<ArgumentException>(() => new Sentence("Verbatim", DateTimeOffset.UnixEpoch)).Message.ShouldContain("DateTimeOffset");
}
