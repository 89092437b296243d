using System.Text;

namespace PowerMeter.Tests.Integration.Processor.W3bstream.Delivery;

/// <summary>A request as it came over the wire.</summary>
internal sealed record Post(
    string Method, string Target, string Protocol, string? Authorization, string? ProxyAuthorization, string? ContentType, string Body)
{
    /// <summary>The test's rows are numbered in their bodies.</summary>
    public int Number => int.Parse(Body.AsSpan(Body.IndexOf(':', StringComparison.Ordinal) + 1).TrimEnd('}'), System.Globalization.CultureInfo.InvariantCulture);

    public string EventId => Target.Split("eventID=")[1].Split('&')[0];

    public static string BodyOf(int number) => new StringBuilder("{\"n\":").Append(number).Append('}').ToString();
}
