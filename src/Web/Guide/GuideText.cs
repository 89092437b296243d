using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Markdig;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Guide;

/// <summary>
/// The guide's chapters, written in Markdown, a file a chapter and language, and made HTML once. <c>{address}</c> in them is the
/// address by which this page was asked for, so that an example can be copied as it stands; a line <c>{wiring NAME}</c> is a drawing.
/// </summary>
public static partial class GuideText
{
    private const string DrawingStart = "{wiring ";

    // The texts are ours; raw HTML in them would still be a mistake.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().DisableHtml().Build();

    private static readonly ConcurrentDictionary<(string Language, string Slug), IReadOnlyList<GuidePart>> Chapters = new();

    /// <param name="language">Two letters; of one that has no guide the English one is given.</param>
    /// <param name="address">Such as <c>http://powermeter.local:8080/</c>.</param>
    public static IEnumerable<GuidePart> Read(GuideChapter chapter, string language, string address)
    {
        ArgumentNullException.ThrowIfNull(chapter);
        var parts = Chapters.GetOrAdd((language == "fr" ? "fr" : "en", chapter.Slug), key => Make(key.Language, key.Slug));
        return parts.Select(part => part with { Html = part.Html?.Replace("{address}", WebUtility.HtmlEncode(address), StringComparison.Ordinal) });
    }

    private static List<GuidePart> Make(string language, string slug)
    {
        var parts = new List<GuidePart>();
        var text = new List<string>();
        foreach (var line in ReadLines(language, slug))
        {
            if (!line.StartsWith(DrawingStart, StringComparison.Ordinal))
            {
                text.Add(line);
                continue;
            }

            AddText(parts, text);
            parts.Add(new GuidePart(null, line[DrawingStart.Length..].TrimEnd('}')));
        }

        AddText(parts, text);
        return parts;
    }

    private static void AddText(List<GuidePart> parts, List<string> lines)
    {
        if (lines.Count > 0) parts.Add(new GuidePart(Finished(Markdown.ToHtml(string.Join('\n', lines), Pipeline)), null));
        lines.Clear();
    }

    // An example that is wider than a phone is scrolled sideways, by keyboard too; a command within a sentence that a phone's
    // line holds stays in one piece. An address may break: nobody knows how long it becomes.
    private static string Finished(string html) =>
        ShortCode().Replace(html.Replace("<pre>", "<pre tabindex=\"0\">", StringComparison.Ordinal), "<code class=\"short\">");

    [GeneratedRegex(@"<code>(?=[^<{\n]{1,30}</code>)")]
    private static partial Regex ShortCode();

    private static string[] ReadLines(string language, string slug)
    {
        using var stream = typeof(GuideText).Assembly.GetManifestResourceStream($"guide/{language}/{slug}.md")
            ?? throw new InvalidOperationException($"There is no chapter '{slug}' in '{language}'.");
        using var reader = new StreamReader(stream);
        return LauncherCommand.In(reader.ReadToEnd()).ReplaceLineEndings("\n").Split('\n');
    }
}
