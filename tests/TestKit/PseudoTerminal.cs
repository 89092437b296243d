using System.Diagnostics;
using System.Text;

namespace PowerMeter.Tests.TestKit;

/// <summary>
/// A serial line made of two pseudo-terminals that socat joins: the Receiver reads the one, the test writes into the
/// other. It can be unplugged, and plugged in again.
/// </summary>
public sealed class PseudoTerminal(TemporaryDirectory directory) : IAsyncDisposable
{
    private Process? _socat;

    /// <summary>What the Receiver is given for its device.</summary>
    public string Device { get; } = directory.File("ttyTEST");

    private string OtherEnd { get; } = directory.File("ttyARDUINO");

    private string Log { get; } = directory.File("socat.log");

    public async Task PlugAsync()
    {
        File.Delete(Log);
        _socat = Process.Start(new ProcessStartInfo("socat")
        {
            ArgumentList = { "-d", "-d", "-lf", Log, $"pty,raw,echo=0,link={Device}", $"pty,raw,echo=0,link={OtherEnd}" },
        });
        // The ends are there before socat has set them: it would undo what their user sets meanwhile.
        await Eventually.BecomesTrueAsync(
            "socat made both ends",
            async () => File.Exists(Log) && (await File.ReadAllTextAsync(Log)).Contains("starting data transfer loop", StringComparison.Ordinal));
    }

    public async Task UnplugAsync()
    {
        if (_socat is not { HasExited: false } socat) return;
        await Shell.RunAsync("/bin/kill", "-TERM", $"{socat.Id}");
        await socat.WaitForExitAsync();
        File.Delete(Device);
        File.Delete(OtherEnd);
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(byte[] bytes)
    {
        await using var line = new FileStream(OtherEnd, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await line.WriteAsync(bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await UnplugAsync();
        _socat?.Dispose();
    }
}
