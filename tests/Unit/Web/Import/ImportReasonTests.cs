using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Csv;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Import;

public sealed partial class ImportReasonTests
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    [Fact]
    public void A_reason_is_said_in_the_readers_language_with_what_is_within_it()
    {
        var reason = new ImportReason("Reject_Number", "watts", "a lot", new ImportReason("Reject_Watts"));
        reason.ToString().ShouldBe("watts is 'a lot'; allowed: a number of watts from -1000000000 to 1000000000.");
        reason.In(French).ShouldBe("watts vaut « a lot » ; permis : un nombre de watts de -1000000000 à 1000000000.");
    }

    [Fact]
    public void What_is_allowed_is_what_the_parsers_say()
    {
        new ImportReason("Reject_Time", "x").ToString().ShouldBe($"time is 'x'; allowed: {TimeText.Allowed}.");
        new ImportReason("Reject_LocalTime", "x").ToString().ShouldBe($"time is 'x'; allowed: {TimeText.Allowed}, milliseconds since 1970, or {LocalTimes.Allowed}.");
    }

    [Fact]
    public void Each_reason_of_the_code_has_its_sentence_in_both_languages_with_the_same_places()
    {
        var keys = Directory.EnumerateFiles(Repository.File("src/Web/Import"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Key().Matches(File.ReadAllText(file)).Select(match => match.Value.Trim('"'))).Distinct().Order().ToList();
        keys.Count.ShouldBeGreaterThan(25);
        var (english, french) = (TextsOf("Texts.resx"), TextsOf("Texts.fr.resx"));
        english.Keys.Where(IsReason).Order().ShouldBe(keys.Select(key => $"Data_{key}"));
        french.Keys.Where(IsReason).Order().ShouldBe(english.Keys.Where(IsReason).Order());
        foreach (var (key, text) in english.Where(text => IsReason(text.Key))) PlacesOf(french[key]).ShouldBe(PlacesOf(text), key);
    }

    private static bool IsReason(string key) => key.StartsWith("Data_Reject_", StringComparison.Ordinal) || key.StartsWith("Data_Error_", StringComparison.Ordinal);

    private static Dictionary<string, string> TextsOf(string file) => XDocument.Load(Repository.File($"src/Web/Resources/{file}")).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static IEnumerable<string> PlacesOf(string text) => Place().Matches(text).Select(match => match.Value).Order();

    [GeneratedRegex("\"(Reject|Error)_[A-Za-z0-9]+\"")]
    private static partial Regex Key();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();
}
