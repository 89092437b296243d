using System.Globalization;

namespace PowerMeter.Web.Components.Charts;

/// <summary>A piece of a line of power, as an address names it: <c>1763600000-1763603600</c>.</summary>
/// <param name="From">Unix seconds, included.</param>
/// <param name="Until">Unix seconds, excluded.</param>
public sealed record ChartZoom(long From, long Until)
{
    /// <summary>The shortest piece: below it there is nothing more to see.</summary>
    public const long LeastSeconds = 10;

    /// <summary>The longest piece, which is the longest day.</summary>
    public const long MostSeconds = 25 * 3600;

    private const long Earliest = 946_684_800; // 2000-01-01
    private const long Latest = 4_102_444_800; // 2100-01-01

    public long Seconds => Until - From;

    /// <returns>Null for what is no piece of a line.</returns>
    public static ChartZoom? Parse(string? text) =>
        text?.Split('-') is [var from, var until]
        && long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first is >= Earliest and < Latest
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end - first is >= LeastSeconds and <= MostSeconds
            ? new ChartZoom(first, end)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From}-{Until}");
}
