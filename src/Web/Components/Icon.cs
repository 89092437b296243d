using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace PowerMeter.Web.Components;

/// <summary>A Lucide icon, inlined from the program's resources; an ornament, so screen readers pass it over.</summary>
public sealed class Icon : ComponentBase
{
    private static readonly ConcurrentDictionary<string, string> Shapes = new();

    /// <summary>One of the names listed in BrowserPackages.targets.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "svg");
        builder.AddAttribute(1, "class", "icon");
        builder.AddAttribute(2, "viewBox", "0 0 24 24");
        builder.AddAttribute(3, "aria-hidden", "true");
        builder.AddMarkupContent(4, Shapes.GetOrAdd(Name, Read));
        builder.CloseElement();
    }

    // What lies between <svg …> and </svg>: the strokes are styled by our own style sheet.
    private static string Read(string name)
    {
        using var stream = typeof(Icon).Assembly.GetManifestResourceStream($"icons/{name}.svg")
            ?? throw new InvalidOperationException($"There is no icon '{name}': add it to BrowserPackages.targets.");
        using var reader = new StreamReader(stream);
        var file = reader.ReadToEnd();
        var start = file.IndexOf('>', file.IndexOf("<svg", StringComparison.Ordinal)) + 1;
        return file[start..file.LastIndexOf("</svg>", StringComparison.Ordinal)].Trim();
    }
}
