using System.Globalization;

namespace PowerMeter.Web.Import.Commands;

/// <summary>Shows on standard error how far it is: one line that is rewritten on a terminal, else a line every five seconds.</summary>
internal sealed class ProgressBar : IAsyncDisposable
{
    private const int Width = 30;

    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly ImportProgress _progress;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _showing;
    private long _phaseStart;
    private ImportPhase? _phase;
    private bool _shown;

    public ProgressBar(ImportProgress progress, TimeProvider time)
    {
        (_progress, _time) = (progress, time);
        _showing = ShowAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _showing;
        if (_terminal && _shown) await Console.Error.WriteLineAsync();
        _ended.Dispose();
    }

    private async Task ShowAsync()
    {
        using var timer = new PeriodicTimer(_terminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(5), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token)) Show();
        }
        catch (OperationCanceledException)
        {
            if (_shown && _terminal) Show();
        }
    }

    private void Show()
    {
        var (phase, rows, share) = (_progress.Phase, _progress.Rows, _progress.Share);
        if (phase != _phase)
        {
            if (_terminal && _shown) Console.Error.WriteLine();
            (_phase, _phaseStart) = (phase, _time.GetTimestamp());
        }

        var seconds = _time.GetElapsedTime(_phaseStart).TotalSeconds;
        var rate = phase != ImportPhase.RollingUp && seconds > 0.5 ? string.Create(CultureInfo.InvariantCulture, $", {rows / seconds:#,##0} rows/s") : "";
        var percent = double.IsNaN(share) ? "" : string.Create(CultureInfo.InvariantCulture, $"{share * 100,3:0} % ");
        var text = string.Create(CultureInfo.InvariantCulture, $"{Name(phase)} {(_terminal ? Bar(share) : "")}{percent}{rows:#,##0} rows{rate}");
        if (_terminal) Console.Error.Write($"\r{text,-78}");
        else Console.Error.WriteLine(text);
        _shown = true;
    }

    private static string Bar(double share)
    {
        if (double.IsNaN(share)) return "";
        var full = (int)(share * Width);
        return $"[{new string('#', full)}{new string('.', Width - full)}] ";
    }

    private static string Name(ImportPhase phase) => phase switch
    {
        ImportPhase.Reading => "Reading  ",
        ImportPhase.Sorting => "Sorting  ",
        ImportPhase.Loading => "Loading  ",
        ImportPhase.Writing => "Writing  ",
        _ => "Energy   ",
    };
}
