using Microsoft.Extensions.Logging;

namespace PowerMeter.Shared.Hosting;

/// <summary>
/// Keeps what this process logs as a warning or worse (of the frameworks: as an error or worse), so that the health page can tell it: of each sentence the latest words
/// and how often it was said. The <see cref="Heartbeat"/> takes it to the database.
/// </summary>
public sealed class MessageBoard(TimeProvider time) : ILoggerProvider
{
    /// <summary>The oldest make room.</summary>
    public const int MostKept = 50;

    private const int LongestText = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ProcessMessage> _kept = [];

    public ILogger CreateLogger(string categoryName) => new Logger(
        this, categoryName[(categoryName.LastIndexOf('.') + 1)..],
        // What the frameworks warn of is for developers.
        categoryName.StartsWith("PowerMeter.", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Error);

    /// <summary>What came since it was last asked.</summary>
    public IReadOnlyList<ProcessMessage> Take()
    {
        lock (_gate)
        {
            ProcessMessage[] taken = [.. _kept.Values];
            _kept.Clear();
            return taken;
        }
    }

    /// <summary>Could not be kept elsewhere: here it is again, unless the same was said since.</summary>
    public void PutBack(IReadOnlyList<ProcessMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        lock (_gate)
        {
            foreach (var message in messages)
                _kept[message.Source] = _kept.TryGetValue(message.Source, out var newer)
                    ? newer with { FirstAt = message.FirstAt, Times = newer.Times + message.Times }
                    : message;
            MakeRoom();
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    private void Add(string source, LogLevel level, string text)
    {
        var now = time.GetUtcNow();
        if (text.Length > LongestText) text = $"{text[..(LongestText - 1)]}…";
        lock (_gate)
        {
            var before = _kept.GetValueOrDefault(source);
            _kept[source] = new ProcessMessage(source, level, text, before?.FirstAt ?? now, now, (before?.Times ?? 0) + 1);
            MakeRoom();
        }
    }

    private void MakeRoom()
    {
        while (_kept.Count > MostKept) _kept.Remove(_kept.Values.MinBy(message => message.LastAt)!.Source);
    }

    private sealed class Logger(MessageBoard board, string category, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var said = formatter(state, exception);
            if (exception is not null) said = $"{said} ({exception.GetType().Name}: {exception.Message})";
            board.Add($"{category}.{eventId.Name ?? $"{eventId.Id}"}", logLevel, said.Replace('\0', ' '));
        }
    }
}
