using System.Globalization;

namespace PowerMeter.Receiver.Commands;

/// <summary>How far a long work is, on standard error: one line that is rewritten on a terminal, else a line for every tenth.</summary>
public sealed class ProgressLine(string what) : IDisposable
{
    private readonly bool _terminal = !Console.IsErrorRedirected;
    private int _shown = -1;

    /// <param name="share">0 to 1.</param>
    public void Report(double share)
    {
        var percent = (int)(Math.Clamp(share, 0, 1) * 100);
        var step = _terminal ? percent : percent / 10 * 10;
        if (step <= _shown) return;
        _shown = step;
        var text = string.Create(CultureInfo.InvariantCulture, $"{what} {step} %");
        if (_terminal) Console.Error.Write($"\r{text}");
        else Console.Error.WriteLine(text);
    }

    public void Dispose()
    {
        if (_terminal && _shown >= 0) Console.Error.WriteLine();
    }
}
