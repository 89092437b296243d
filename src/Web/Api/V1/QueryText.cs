using System.Globalization;
using NodaTime;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Api.V1;

/// <summary>Reads what stands after the question mark, each value checked against its bounds.</summary>
internal static class QueryText
{
    /// <returns>Null when it is not there, or empty.</returns>
    public static string? TextOf(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <returns>Null when it is not there. A time before 1970 or after 9998 is the least or the greatest there is.</returns>
    /// <exception cref="ParameterException">It is no time.</exception>
    public static Instant? TimeOf(HttpRequest request, string name) => TextOf(request, name) is not { } text ? null
        // A plus sign that was not encoded comes as a space.
        : TimeText.Parse(text.Replace(' ', '+')) ?? throw ParameterException.NotAllowed(name, text, TimeText.Allowed.ToString());

    /// <returns>Null when it is not there.</returns>
    /// <exception cref="ParameterException">It is no whole number, or not within the bounds.</exception>
    public static int? WholeNumberOf(HttpRequest request, string name, int least, int most)
    {
        if (TextOf(request, name) is not { } text) return null;
        var isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
        return isNumber ? number : throw ParameterException.NotAllowed(name, text, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
    }

    /// <returns>Null when it is not there.</returns>
    /// <exception cref="ParameterException">It is neither true nor false.</exception>
    public static bool? TruthOf(HttpRequest request, string name) => TextOf(request, name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw ParameterException.NotAllowed(name, text, "true or false"),
    };
}
