using System.Text.Json;
using System.Xml.Linq;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.About;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class LibraryTests
{
    /// <summary>Not delivered, or a part of .NET that is named as a whole.</summary>
    private static readonly string[] PartsOfDotNet = ["Microsoft.AspNetCore.App.Runtime", "Microsoft.CodeAnalysis.BannedApiAnalyzers"];

    [Fact]
    public void The_page_names_every_library_that_is_delivered()
    {
        var source = Repository.File("src");
        var named = Library.All.Select(library => library.Package).ToHashSet();
        var packages = Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants("PackageReference"))
            .Select(reference => (string?)reference.Attribute("Include"))
            .OfType<string>();
        using var browser = JsonDocument.Parse(File.ReadAllText(Path.Combine(source, "Web", "package.json")));
        var scripts = browser.RootElement.GetProperty("dependencies").EnumerateObject().Select(package => package.Name).ToList();
        scripts.ShouldNotBeEmpty();
        packages.Concat(scripts).Where(package => !PartsOfDotNet.Any(part => package.StartsWith(part, StringComparison.Ordinal)) && !named.Contains(package)).ShouldBeEmpty();
    }
}
