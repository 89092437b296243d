using Microsoft.Extensions.Logging;

namespace PowerMeter.Receiver.Ingest;

/// <summary>Whether samples go to the database now, or to the spool.</summary>
public sealed partial class DatabaseLink(WakeUp statusChanged, ILogger<DatabaseLink> logger)
{
    private volatile string? _reason;

    public bool IsAway => _reason is not null;

    /// <summary>Set when the drain has something to do.</summary>
    public WakeUp DrainNeeded { get; } = new();

    public void Lost(string reason)
    {
        if (_reason != reason) Away(logger, reason);
        _reason = reason;
        DrainNeeded.Set();
        statusChanged.Set();
    }

    public void Restored()
    {
        if (_reason is null) return;
        _reason = null;
        Back(logger);
        statusChanged.Set();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away, samples go to the spool: {Reason}")]
    private static partial void Away(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is back.")]
    private static partial void Back(ILogger logger);
}
