using Microsoft.Extensions.Logging;
using PowerMeter.Processor.Retention;

namespace PowerMeter.Tests.Integration.Processor.Retention;

/// <summary>Keeps what was said.</summary>
internal sealed class MessageLog : ILogger<RawRetention>
{
    public List<(LogLevel Level, string Text)> Said { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Said.Add((logLevel, formatter(state, exception)));
}
