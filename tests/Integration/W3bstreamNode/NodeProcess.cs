using System.Diagnostics;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Hosting;

namespace PowerMeter.Tests.Integration.W3bstreamNode;

/// <summary>The node as a program; killed at the end, if it still runs.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;

    private NodeProcess(string program, IEnumerable<string> arguments) =>
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    public static string Program { get; } = Path.Combine(
        Path.GetDirectoryName(Repository.Program("W3bstreamNode"))!, $"{typeof(RunningNode).Assembly.GetName().Name}.dll");

    public int Id => _process.Id;

    public static NodeProcess Start(params string[] arguments) => new("dotnet", [Program, .. arguments]);

    /// <summary>As a command of bash, which finds program and arguments in <c>"$@"</c>.</summary>
    public static NodeProcess StartFrom(string command, params string[] arguments) => new("bash", ["-c", command, "bash", Program, .. arguments]);

    /// <summary>The address of its page, once it listens.</summary>
    /// <exception cref="InvalidOperationException">It has ended; the message is its own.</exception>
    public async Task<Uri> UrlAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await ErrorsAsync());
        return new Uri(line.Split("Page: ")[1].Split(' ')[0]);
    }

    public Task<string> ErrorsAsync() => _process.StandardError.ReadToEndAsync();

    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
