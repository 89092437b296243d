using System.Globalization;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>The ids that a path names: whole numbers, negative ones counted from the end.</summary>
internal static class PathIds
{
    /// <exception cref="PathNumberException">It is not a whole number.</exception>
    public static long Parse(string id) => Parse("id", id);

    /// <param name="most">The widest range that is allowed.</param>
    /// <exception cref="PathNumberException">They are no range, or (403) one that is too wide.</exception>
    public static IdRange Parse(string first, string end, int most)
    {
        var range = new IdRange(Parse("id1", first), Parse("id2", end));
        if (range.First < 0 && range.End > 0 || range.First > 0 && range.End < 0)
            throw new PathNumberException($"id1 is {first} and id2 is {end}; allowed: both from 0, or both up to 0 to count from the end.");
        if (range.First > range.End) throw new PathNumberException($"id1 is {first} and id2 is {end}; allowed: id1 at most id2.");
        return range.Width <= most
            ? range
            : throw new PathNumberException(string.Create(CultureInfo.InvariantCulture, $"id1 is {first} and id2 is {end}, a range of {range.Width} ids; allowed: at most {most}."))
            {
                Status = StatusCodes.Status403Forbidden,
            };
    }

    /// <returns>How many ids a group has: at least 1.</returns>
    /// <exception cref="PathNumberException">It is not a whole number above 0.</exception>
    public static long ParseStep(string step) => Parse("step", step) is var ids and > 0
        ? ids
        : throw new PathNumberException($"step is {step}; allowed: a whole number of ids from 1.");

    // The one number without an opposite is left out.
    private static long Parse(string name, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id != long.MinValue
            ? id
            : throw new PathNumberException($"{name} is '{text}'; allowed: a whole number from -{long.MaxValue} to {long.MaxValue}, such as 1234, or -1 for the last.");
}
