namespace PowerMeter.Web.Guide;

/// <summary>A chapter of the guide.</summary>
/// <param name="Slug">The end of its address, and the name of its file in en/ and fr/.</param>
/// <param name="Icon">From BrowserPackages.targets.</param>
public sealed record GuideChapter(string Slug, string Icon)
{
    public static IReadOnlyList<GuideChapter> All { get; } =
    [
        new("start", "house"),
        new("wiring", "cable"),
        new("charts", "chart-column"),
        new("computing", "sigma"),
        new("api", "code-xml"),
        new("w3bstream", "radio-tower"),
        new("questions", "circle-question-mark"),
    ];

    /// <summary>How to share, and where the project lives: a page of its own.</summary>
    public static GuideChapter Community { get; } = new("community", "users-round");

    /// <summary>Key of its name in the resources.</summary>
    public string Title => $"Guide_{Slug}";

    public static GuideChapter? Named(string slug) => All.FirstOrDefault(chapter => chapter.Slug == slug);
}
