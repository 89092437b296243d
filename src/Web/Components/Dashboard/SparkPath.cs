using System.Globalization;
using System.Text;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>The outline of columns of power as SVG paths: the line, and the area below it. Whole numbers and steps from point to point keep it short.</summary>
internal static class SparkPath
{
    /// <param name="columns">Watts; not a number breaks the line.</param>
    /// <param name="height">Of the picture; zero lies a margin above its lower edge.</param>
    public static (string Line, string Area) Of(IReadOnlyList<double> columns, int width, int height, int margin)
    {
        var known = columns.Where(watts => !double.IsNaN(watts)).ToList();
        if (known.Count < 2) return ("", "");
        var (least, greatest) = (Math.Min(0, known.Min()), known.Max());
        var scale = (height - 2 * margin) / Math.Max(greatest - least, 1);

        var (line, area) = (new StringBuilder(), new StringBuilder());
        for (var i = 0; i < columns.Count; i++)
        {
            if (double.IsNaN(columns[i])) continue;
            var first = i;
            while (i + 1 < columns.Count && !double.IsNaN(columns[i + 1])) i++;
            var run = Run(columns, first, i, value => height - margin - (int)Math.Round((value - least) * scale), width);
            line.Append(CultureInfo.InvariantCulture, $"M{run.X} {run.Y}{run.Steps}");
            area.Append(CultureInfo.InvariantCulture, $"M{run.X} {height}V{run.Y}{run.Steps}V{height}Z");
        }

        return (line.ToString(), area.ToString());
    }

    private static (int X, int Y, string Steps) Run(IReadOnlyList<double> columns, int first, int last, Func<double, int> yOf, int width)
    {
        var (x, y) = (XOf(first), yOf(columns[first]));
        var start = (x, y);
        var steps = new StringBuilder("l");
        // One column by itself is a dot that no stroke would show.
        if (first == last) steps.Append("1 0");
        for (var i = first + 1; i <= last; i++)
        {
            var (nextX, nextY) = (XOf(i), yOf(columns[i]));
            if (steps.Length > 1) steps.Append(' ');
            steps.Append(CultureInfo.InvariantCulture, $"{nextX - x}{(nextY < y ? "" : " ")}{nextY - y}");
            (x, y) = (nextX, nextY);
        }

        return (start.x, start.y, steps.ToString());

        int XOf(int column) => (int)((column + 1L) * width / columns.Count);
    }
}
