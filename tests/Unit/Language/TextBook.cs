using System.Text.RegularExpressions;
using System.Xml.Linq;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Unit.Language;

/// <summary>A pair of resource files, and the sources that say what is in it.</summary>
internal sealed class TextBook
{
    /// <summary>What the pages say.</summary>
    public static readonly TextBook Texts = new("src/Web/Resources/Texts", new Regex("""\bText\["([^"]+)"[\],]"""), "src/Web");

    /// <summary>What the processes say of what went wrong.</summary>
    public static readonly TextBook Sentences = new("src/Shared/Language/Sentences", new Regex("""\b(?:Sentence\("|jsonb_build_array\(')([^"']+)["'][),]"""), "src", "db/migrations");

    private TextBook(string file, Regex naming, params string[] folders)
    {
        (English, French) = (Read($"{file}.resx"), Read($"{file}.fr.resx"));
        Sources = string.Join('\n', folders.SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".razor" or ".cs" or ".sql" && !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        Named = [.. naming.Matches(Sources).Select(match => match.Groups[1].Value).Distinct()];
    }

    public IReadOnlyDictionary<string, string> English { get; }

    public IReadOnlyDictionary<string, string> French { get; }

    public string Sources { get; }

    /// <summary>The keys that the sources name as a whole.</summary>
    public IReadOnlyList<string> Named { get; }

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Repository.File(file)).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);
}
