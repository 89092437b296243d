using System.Globalization;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>The span of time that a path names, half-open, in unix microseconds.</summary>
internal readonly record struct PathSpan(long From, long Until)
{
    /// <summary>The most bins of one call.</summary>
    public const int MostBins = 100_000;

    private const decimal LatestSeconds = 253_402_300_800; // the year 10000

    /// <summary>Seconds with up to six decimals, exactly.</summary>
    private const decimal Microseconds = 1_000_000;

    /// <summary>One moment, as the table keeps it: what is finer than a microsecond is cut off, as it is when a sample is inserted.</summary>
    /// <returns>Unix microseconds.</returns>
    /// <exception cref="PathNumberException">It is not a decimal number from 0.</exception>
    public static long ParseMoment(string time) => ParseSeconds("time", time);

    /// <exception cref="PathNumberException">A time is not a decimal number from 0, or the first is after the second.</exception>
    public static PathSpan Parse(string from, string until)
    {
        var span = new PathSpan(ParseSeconds("time1", from), ParseSeconds("time2", until));
        return span.From <= span.Until
            ? span
            : throw new PathNumberException($"time1 is {from} and time2 is {until}; allowed: time1 at most time2.");
    }

    /// <summary>Edges of the bins [from, from + step), …; the last one ends where the span does.</summary>
    /// <exception cref="PathNumberException">The step is not a decimal number above 0, or makes too many bins.</exception>
    public long[] Edges(string step)
    {
        var length = ParseSeconds("step", step);
        if (length == 0) throw new PathNumberException($"step is {step}; allowed: at least 0.000001 seconds.");
        var bins = (Until - From + length - 1) / length;
        if (bins > MostBins)
            throw new PathNumberException(string.Create(
                CultureInfo.InvariantCulture, $"step is {step}, which makes {bins} groups; allowed: at most {MostBins}."));
        var edges = new long[bins + 1];
        for (var i = 0; i < bins; i++) edges[i] = From + i * length;
        edges[bins] = Until;
        return edges;
    }

    private static long ParseSeconds(string name, string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var isNumber = decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < LatestSeconds;
        return isNumber
            ? (long)decimal.Floor(seconds * Microseconds)
            : throw new PathNumberException($"{name} is '{text}'; allowed: a decimal number of seconds from 0, without an exponent, such as 1677091161 or 1677091161.5.");
    }
}
