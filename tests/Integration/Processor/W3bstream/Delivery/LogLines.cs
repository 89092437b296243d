using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Delivery;

namespace PowerMeter.Tests.Integration.Processor.W3bstream.Delivery;

/// <summary>What was logged.</summary>
internal sealed class LogLines : ILogger<OutboxSender>, ILogger<W3bstreamWorker>
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
}
