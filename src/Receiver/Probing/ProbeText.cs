using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Probing;

/// <summary>A report for the eye: a group a paragraph, columns as wide as what is in them.</summary>
public static class ProbeText
{
    public static void Write(TextWriter output, ProbeReport report)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(report);
        output.WriteLine(report.Machine);
        foreach (var group in report.Groups)
        {
            output.WriteLine();
            output.WriteLine(group.Title);
            if (group.Missing is { } missing) output.WriteLine($"  {missing}");
            var lines = group.Findings.Select(finding => (finding, cells: new[] { finding.Device, finding.Address ?? "", finding.Name, finding.Probably ?? "" })).ToList();
            var widths = Enumerable.Range(0, 4).Select(column => lines.Max(line => (int?)line.cells[column].Length) ?? 0).ToArray();
            foreach (var (finding, cells) in lines)
            {
                // A column that is empty in all lines is none.
                output.WriteLine($"  {string.Join("  ", cells.Where((_, i) => widths[i] > 0).Zip(widths.Where(width => width > 0), (cell, width) => cell.PadRight(width)))}".TrimEnd());
                if (finding.Problem is { } problem) output.WriteLine($"      {problem}");
                if (finding.Add is { } add) output.WriteLine($"      to read it: {add.Typed}");
            }
        }

        if (report.Groups.All(group => group.Findings.All(finding => finding.Add is null)))
        {
            output.WriteLine();
            output.WriteLine($"No sensor was found. Without one: {LauncherCommand.Name} sensor add simulated");
        }
    }
}
