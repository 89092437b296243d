using System.Text;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>The outline of the last minutes as SVG paths: the line, and the area below it.</summary>
internal static class SparkPath
{
    private const int MostColumns = 150;

    /// <param name="until">The right end, in unix milliseconds.</param>
    /// <param name="maxGap">A longer silence breaks the line, in milliseconds.</param>
    public static (string Line, string Area) Of(
        IReadOnlyList<PowerPoint> points, long until, double maxGap, double width, double height, double margin)
    {
        var span = TileReader.Recent.TotalMilliseconds;
        var visible = Columns(points.Where(point => point.Time > until - span), until - (long)span, span / MostColumns).ToList();
        if (visible.Count < 2) return ("", "");
        var (least, greatest) = (Math.Min(0, visible.Min(point => point.Watts)), visible.Max(point => point.Watts));
        var range = Math.Max(greatest - least, 1);

        var (line, area) = (new StringBuilder(), new StringBuilder());
        var (previous, startX) = (double.NegativeInfinity, 0.0);
        foreach (var point in visible)
        {
            var x = (1 - (until - point.Time) / span) * width;
            var y = margin + (1 - (point.Watts - least) / range) * (height - 2 * margin);
            var begins = point.Time - previous > maxGap;
            if (begins)
            {
                if (area.Length > 0) Add(area, $"V{height:0.#}H{startX:0.#}Z");
                startX = x;
            }

            if (begins) Add(area, $"M{x:0.#} {height:0.#}");
            Add(line, $"{(begins ? 'M' : 'L')}{x:0.#} {y:0.#}");
            Add(area, $"L{x:0.#} {y:0.#}");
            previous = point.Time;
        }

        Add(area, $"V{height:0.#}H{startX:0.#}Z");
        return (line.ToString(), area.ToString());
    }

    private static void Add(StringBuilder path, FormattableString piece) => path.Append(FormattableString.Invariant(piece));

    // One point a column: the mean of what falls into it. Fast sensors would otherwise make a path of thousands.
    private static IEnumerable<PowerPoint> Columns(IEnumerable<PowerPoint> points, long from, double column) =>
        points.GroupBy(point => (long)((point.Time - from) / column))
            .Select(group => new PowerPoint((long)group.Average(point => point.Time), group.Average(point => point.Watts)));
}
