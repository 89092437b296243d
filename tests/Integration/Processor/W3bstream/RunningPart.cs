using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

/// <summary>A part that runs, as the worker runs it, until it is disposed of.</summary>
internal sealed class RunningPart : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public RunningPart(IW3bstreamPart part, W3bstreamSettings settings, TimeProvider time) =>
        _running = new PartRunner(time, NullLogger.Instance).RunAsync(part, settings, _stop.Token);

    /// <exception cref="Exception">The part ended by an error in the program.</exception>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
