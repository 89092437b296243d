using System.Globalization;

namespace PowerMeter.Web.Backup.Commands;

/// <summary>Says on a terminal how far it is, a few times a second, and leaves nothing behind.</summary>
internal sealed class CommandProgress : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(300);

    private readonly ITimer? _timer;

    private CommandProgress(ITimer? timer) => _timer = timer;

    public static CommandProgress Show(BackupProgress progress, bool isShown) => new(
        isShown && !Console.IsErrorRedirected ? TimeProvider.System.CreateTimer(_ => Write(TextOf(progress)), null, Pace, Pace) : null);

    public async ValueTask DisposeAsync()
    {
        if (_timer is null) return;
        await _timer.DisposeAsync();
        Write("");
    }

    private static string TextOf(BackupProgress progress) => progress.Share is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"{progress.Phase} {share * 100:0} % {progress.Part}")
        : string.Create(CultureInfo.InvariantCulture, $"{progress.Phase} {progress.DoneBytes / 1e6:0} MB {progress.Part}");

    // No escape sequences: blanks over what was there.
    private static void Write(string text)
    {
        const int Width = 70;
        var line = text.Length > Width ? text[..Width] : text.PadRight(Width);
        Console.Error.Write($"\r{line}\r");
    }
}
