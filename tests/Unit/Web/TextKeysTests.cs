using System.Text.RegularExpressions;
using System.Xml.Linq;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>Every sentence of the pages stands in both languages, and none stands there that no page says.</summary>
public sealed partial class TextKeysTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Web");
    private static readonly Dictionary<string, string> English = Read("Texts.resx");
    private static readonly Dictionary<string, string> French = Read("Texts.fr.resx");
    private static readonly string Sources = string.Join('\n', Directory.EnumerateFiles(Folder, "*.*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    [Fact]
    public void Both_languages_have_the_same_keys() => French.Keys.Order().ShouldBe(English.Keys.Order());

    [Fact]
    public void No_sentence_is_empty() =>
        English.Concat(French).Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Key).ShouldBeEmpty();

    [Fact]
    public void Both_languages_have_the_same_places_for_values() =>
        English.Where(text => !Places(text.Value).SetEquals(Places(French.GetValueOrDefault(text.Key, "")))).Select(text => text.Key).ShouldBeEmpty();

    [Fact]
    public void Every_key_that_is_named_exists() =>
        Named().Matches(Sources).Select(match => match.Groups[1].Value).Distinct().Where(key => !English.ContainsKey(key)).ShouldBeEmpty();

    [Fact]
    public void No_key_is_left_over()
    {
        // A key is either named as a whole, or made of a beginning that is named (Sensors_Field, "Sensors_Fault_", $"Scale_{…) and
        // something that is not known here.
        var words = Quoted().Matches(Sources).Select(match => match.Groups[1].Value).ToHashSet();
        var beginnings = Beginning().Matches(Sources).Select(match => match.Groups[1].Value)
            .Concat(words.Where(word => word.Contains('_', StringComparison.Ordinal) && !English.ContainsKey(word)).Select(word => $"{word.TrimEnd('_')}_")).Distinct().ToList();
        English.Keys.Where(key => !words.Contains(key) && !beginnings.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void French_keeps_its_punctuation_with_its_word() => French
        .Where(text => BrokenPunctuation().IsMatch(text.Value)).Select(text => $"{text.Key}: {text.Value}").ShouldBeEmpty();

    private static Dictionary<string, string> Read(string name) => XDocument.Load(Path.Combine(Folder, "Resources", name)).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("""\bText\["([^"]+)"[\],]""")]
    private static partial Regex Named();

    [GeneratedRegex("\"([A-Za-z][A-Za-z0-9_]*)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("""\$"([A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]*|[A-Z][a-z]+_)\{""")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();

    // An ordinary space before these would let them begin a line.
    [GeneratedRegex("[^\u00a0\u202f] [:;!?%»]|« ")]
    private static partial Regex BrokenPunctuation();
}
