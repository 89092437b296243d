using System.Globalization;
using Microsoft.AspNetCore.Routing.Patterns;

namespace PowerMeter.Web.Api.OpenApi;

/// <summary>What a call is called in the document and in clients that are made of it, derived from its method and path. Pure.</summary>
internal static class CallName
{
    /// <param name="path">Below the root, such as sensors/{id}/reset_timer.</param>
    /// <returns>Such as postSensorResetTimer.</returns>
    public static string IdOf(string method, string path)
    {
        var segments = Segments(path);
        var words = segments.Select((segment, i) => (segment, isOne: i + 1 < segments.Length && IsParameter(segments[i + 1])))
            .Where(part => !IsParameter(part.segment))
            .Select(part => PascalCase(part.isOne ? Singular(part.segment) : part.segment));
        return method.ToLowerInvariant() + string.Concat(words);
    }

    /// <returns>The resource that the call is about: the last word of the path that is the name of one, or else the first.</returns>
    public static string ResourceOf(string path, IReadOnlyCollection<string> resources)
    {
        var words = Segments(path).Where(segment => !IsParameter(segment)).ToArray();
        return words.LastOrDefault(resources.Contains) ?? words[0];
    }

    /// <returns>The word before a parameter, such as sensors before {id} in sensors/{id}/status.</returns>
    public static string ListBefore(string path, string parameter)
    {
        var segments = Segments(path);
        var place = Array.FindIndex(segments, segment => segment == $"{{{parameter}}}");
        return place > 0 ? segments[place - 1] : "";
    }

    /// <returns>Such as /api/v1/sensors/{id} for /api/v1/sensors/{id:int}.</returns>
    public static string WithoutConstraints(string path) => $"/{string.Join('/', Segments(path))}";

    public static string Singular(string word) => word.EndsWith('s') ? word[..^1] : word;

    // A parameter's constraint, as in {id:int}, is no part of its name.
    private static string[] Segments(string path) =>
        [.. RoutePatternFactory.Parse(path).PathSegments.Select(segment => segment.Parts[0] is RoutePatternParameterPart parameter
            ? $"{{{parameter.Name}}}"
            : ((RoutePatternLiteralPart)segment.Parts[0]).Content)];

    private static bool IsParameter(string segment) => segment[0] == '{';

    private static string PascalCase(string word) =>
        string.Concat(word.Split('_').Select(part => char.ToUpper(part[0], CultureInfo.InvariantCulture) + part[1..]));
}
