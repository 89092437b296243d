using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Language;

/// <summary>Every sentence stands in both languages, and none stands there that nobody says.</summary>
public sealed partial class TextKeysTests
{
    public static readonly TheoryData<string> Books = [nameof(TextBook.Texts), nameof(TextBook.Sentences)];

    [Theory, MemberData(nameof(Books))]
    public void Both_languages_have_the_same_keys(string name) => Book(name).French.Keys.Order().ShouldBe(Book(name).English.Keys.Order());

    [Theory, MemberData(nameof(Books))]
    public void No_sentence_is_empty(string name) =>
        Book(name).English.Concat(Book(name).French).Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Key).ShouldBeEmpty();

    [Theory, MemberData(nameof(Books))]
    public void Both_languages_have_the_same_places_for_values(string name) => Book(name).English
        .Where(text => !Places(text.Value).SetEquals(Places(Book(name).French.GetValueOrDefault(text.Key, "")))).Select(text => text.Key).ShouldBeEmpty();

    [Theory, MemberData(nameof(Books))]
    public void Every_key_that_is_named_exists(string name)
    {
        Book(name).Named.ShouldNotBeEmpty();
        Book(name).Named.Where(key => !Book(name).English.ContainsKey(key)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Books))]
    public void No_key_is_left_over(string name)
    {
        // A key is either named as a whole, or made of a beginning that is named (Sensors_Field, "Sensors_Fault_", $"Scale_{…) and
        // something that is not known here.
        var (english, sources) = (Book(name).English, Book(name).Sources);
        var words = Quoted().Matches(sources).Select(match => match.Groups[1].Value).ToHashSet();
        var beginnings = Beginning().Matches(sources).Select(match => match.Groups[1].Value)
            .Concat(words.Where(word => word.Contains('_', StringComparison.Ordinal) && !english.ContainsKey(word)).Select(word => $"{word.TrimEnd('_')}_")).Distinct().ToList();
        english.Keys.Where(key => !words.Contains(key) && !beginnings.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Books))]
    public void French_keeps_its_punctuation_with_its_word(string name) => Book(name).French
        .Where(text => BrokenPunctuation().IsMatch(text.Value)).Select(text => $"{text.Key}: {text.Value}").ShouldBeEmpty();

    private static TextBook Book(string name) => name == nameof(TextBook.Texts) ? TextBook.Texts : TextBook.Sentences;

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("""["']([A-Za-z][A-Za-z0-9_]*)["']""")]
    private static partial Regex Quoted();

    [GeneratedRegex("""\$"([A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]*|[A-Z][a-z]+_)\{""")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();

    // An ordinary space before these would let them begin a line: punctuation, and units behind their number.
    [GeneratedRegex("[^\u00a0\u202f] [:;!?%»]|« |[}0-9] (?:octets|[KMG]i?o|GW|W|s|min|V|Hz)\\b")]
    private static partial Regex BrokenPunctuation();
}
